import { type Json, TRANSFORMS } from "../../src/adapters/kubernetes/transforms.ts";
import { demandHistory } from "../../src/adapters/twin/demandHistory.ts";
import { twinWorld } from "../../src/adapters/twin/twinWorld.ts";
import { FLOOR_ANNOTATION, type ObjectKey, POOL_LABEL } from "../../src/api/metadata.ts";
import type { Kind } from "../../src/api/parse.ts";
import { type Running, startControllers, type Which } from "../../src/controllers/startControllers.ts";
import { forecast } from "../../src/forecast/forecast.ts";
import { withNodes } from "../../src/twin/nodes.ts";
import { listed, put, stored } from "../../src/twin/objects.ts";
import { type Demand, DEFAULT_SETTINGS, emptyTwin, type TwinSettings, type TwinState } from "../../src/twin/state.ts";
import { filed } from "../../src/twin/writes.ts";
import { type Instant, instant } from "../../src/units/instant.ts";
import { brokenHistory } from "../controllers/history.ts";

export interface StageSettings {
  readonly start: Instant;
  /** External metrics and, for the planner, their history; a metric is its own query. */
  readonly demand: Demand;
  readonly settings?: Partial<TwinSettings>;
  readonly nodes?: number;
}

/** A twin with our controllers on it, which come and go as the test says. */
export function stage({ start, demand, settings = {}, nodes = 0 }: StageSettings) {
  const whole = { ...DEFAULT_SETTINGS, ...settings };
  const world = twinWorld(withNodes(emptyTwin(start, whole), nodes), demand);
  const past = demandHistory(demand, world.clock);
  const bugs: string[] = [];
  const prometheus = { isUp: true };
  let running: Running | undefined;
  const settled = () => running?.settled() ?? Promise.resolve();

  return {
    world,
    bugs,
    prometheus,
    /** Applies manifests as a user would. */
    apply: (...manifests: readonly Json[]) => {
      for (const manifest of manifests) world.change((state) => applied(state, manifest));
    },
    begin(which: Which = "all") {
      running = startControllers({
        cluster: world.cluster,
        clock: world.clock,
        history: { read: (query) => (prometheus.isUp ? past : brokenHistory("HttpError")).read(query) },
        forecaster: { forecast: (request) => Promise.resolve(forecast(request)) },
        telemetry: { target: () => {}, forget: () => {}, turn: () => {} },
        log: {
          info: () => {},
          warn: () => {},
          error: (message, details) => void bugs.push(`${message} ${String(details?.["error"])}`),
        },
        which,
      });
    },
    /** Nothing of the controllers remains but what they wrote. */
    async kill() {
      await running?.stop();
      running = undefined;
    },
    until: (at: Instant, shown?: () => void) => world.playTo(at, settled, shown),
    after: (seconds: number, shown?: () => void) =>
      world.playTo(instant(world.clock.now() + seconds * 1000), settled, shown),
    hpa: (key: ObjectKey) => stored(world.state(), "HorizontalPodAutoscaler", key),
    floor: (key: ObjectKey) => stored(world.state(), "HorizontalPodAutoscaler", key)?.spec.minReplicas,
    record: (key: ObjectKey) =>
      stored(world.state(), "HorizontalPodAutoscaler", key)?.metadata.annotations?.[FLOOR_ANNOTATION],
    deployment: (key: ObjectKey) => stored(world.state(), "Deployment", key),
    own: (kind: Kind, key: ObjectKey) => stored(world.state(), kind, key),
    placeholders: () => listed(world.state(), "Pod").filter(({ metadata }) => metadata.labels?.[POOL_LABEL]),
    pods: (app: string) => listed(world.state(), "Pod").filter(({ metadata }) => metadata.labels?.["app"] === app),
  };
}

/** The state with a manifest in it, as the API server and the adapter's view would hold it. */
export function applied(state: TwinState, manifest: Json): TwinState {
  const namespace = (manifest.metadata.namespace ?? "") as string;
  switch (manifest.kind as string) {
    case "Namespace":
      return put(state, "Namespace", TRANSFORMS.Namespace(manifest));
    case "Deployment":
      return put(state, "Deployment", TRANSFORMS.Deployment(manifest));
    case "ResourceQuota":
      return put(state, "ResourceQuota", TRANSFORMS.ResourceQuota(manifest));
    case "HorizontalPodAutoscaler": {
      const seen = TRANSFORMS.HorizontalPodAutoscaler(manifest);
      const { metric, target } = manifest.spec.metrics[0].external;
      const spec = { ...seen.spec, metric: { name: metric.name, averageValue: Number(target.averageValue) } };
      return put(state, "HorizontalPodAutoscaler", { ...seen, spec });
    }
    default: {
      const change = filed(state, {
        kind: manifest.kind,
        metadata: { ...manifest.metadata, namespace },
        spec: manifest.spec,
      });
      if (!change.ok) throw new Error(change.failure.message);
      return change.value;
    }
  }
}
