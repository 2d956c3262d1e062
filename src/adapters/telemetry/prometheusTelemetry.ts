import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";
import type { ObjectKey } from "../../api/metadata.ts";
import { FLOOR_SOURCES } from "../../plan/plan.ts";
import { INPUT_STATES } from "../../plan/snapshot.ts";
import type { TargetFigures, Telemetry } from "../../ports/telemetry.ts";

/** Beyond it no further target gets series of its own: a cluster of this size scrapes a second controller. */
const MOST_TARGETS = 10_000;

export interface PrometheusTelemetry extends Telemetry {
  /** The text of /metrics, and its content type. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>;
}

const LABELS = ["namespace", "name"] as const;

/** The plain gauges: figure → metric name and help. */
const GAUGES = {
  required: ["headstart_required_replicas", "Replicas that the known demand needs now, before limits."],
  ready: ["headstart_ready_replicas", "Ready replicas of the target."],
  reserved: ["headstart_reserved_replicas", "Placeholders that hold room for the target."],
  promised: ["headstart_promised_replicas", "Replicas promised to the campaign in force or the next one."],
  shortBy: ["headstart_short_replicas", "Promised replicas within the horizon that cannot be had."],
  forecast: ["headstart_forecast_demand", "Forecast demand now, at the percentile in use, in demand units."],
  demand: ["headstart_demand", "Live demand in demand units; absent while it is unknown."],
  leadTimeSeconds: ["headstart_lead_time_seconds", "Expected time from order to the last Ready pod of a batch."],
  skill: ["headstart_forecast_skill", "One minus the forecast's error over the best naive forecast's error."],
  lookAgainAtSeconds: ["headstart_look_again_timestamp_seconds", "When the plan is looked at again, Unix time."],
} as const satisfies Partial<Record<keyof TargetFigures, readonly [string, string]>>;

/**
 * Metrics on a registry of their own; every label is a closed set or the name of an object that is watched.
 * A target that is forgotten leaves no series behind.
 */
export function prometheusTelemetry(): PrometheusTelemetry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "headstart_" });
  // Gauges that call themselves totals, which promtool refuses; the same figures stand by type beside them.
  for (const what of ["handles", "requests", "resources"]) {
    registry.removeSingleMetric(`headstart_nodejs_active_${what}_total`);
  }
  const gauge = (name: string, help: string, labels: readonly string[]) =>
    new Gauge({ name, help, labelNames: [...labels], registers: [registry] });

  const plain = new Map(
    Object.entries(GAUGES).map(([figure, [name, help]]) => [figure as keyof typeof GAUGES, gauge(name, help, LABELS)]),
  );
  const floor = gauge("headstart_floor_replicas", "The floor in force, by who asks for it.", [...LABELS, "source"]);
  const input = gauge("headstart_input_state", "1 for the state that the demand input is in.", [...LABELS, "state"]);
  const turns = new Counter({
    name: "headstart_turns_total",
    help: "Turns of a controller, by outcome.",
    labelNames: ["controller", "outcome"],
    registers: [registry],
  });
  const targets = new Set<string>();

  function forget(key: ObjectKey): void {
    targets.delete(`${key.namespace}/${key.name}`);
    for (const each of plain.values()) each.remove({ ...key });
    for (const source of FLOOR_SOURCES) floor.remove({ ...key, source });
    for (const state of INPUT_STATES) input.remove({ ...key, state });
  }

  return {
    target(key, figures) {
      const labels = { namespace: key.namespace, name: key.name };
      const id = `${key.namespace}/${key.name}`;
      if (!targets.has(id) && targets.size >= MOST_TARGETS) return;
      targets.add(id);
      for (const [figure, each] of plain) {
        const value = figures[figure];
        // A figure that is not known any more must not stand there as if it were.
        if (value === undefined) each.remove(labels);
        else each.set(labels, value);
      }
      for (const source of FLOOR_SOURCES) {
        if (figures.floor?.source === source) floor.set({ ...labels, source }, figures.floor.value);
        else floor.remove({ ...labels, source });
      }
      for (const state of INPUT_STATES) input.set({ ...labels, state }, figures.inputState === state ? 1 : 0);
    },
    forget: ({ namespace, name }) => forget({ namespace, name }),
    turn: (controller, outcome) => turns.inc({ controller, outcome }),
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
