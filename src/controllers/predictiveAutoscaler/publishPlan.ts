import type { ObjectKey } from "../../api/metadata.ts";
import type { PredictiveAutoscaler } from "../../api/predictiveAutoscaler.ts";
import { baselineAt, baselineOf } from "../../plan/demand/baseline.ts";
import { leadTimeOf } from "../../plan/leadTime/leadTime.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Snapshot } from "../../plan/snapshot.ts";
import type { TargetFigures } from "../../ports/telemetry.ts";
import { SECOND } from "../../units/duration.ts";
import type { Board } from "../board.ts";
import { fitted } from "../conditions.ts";
import type { Surroundings } from "../runtime/controller.ts";

export interface Published {
  readonly autoscaler: PredictiveAutoscaler;
  readonly snapshot: Snapshot;
  readonly plan: Plan;
  /** Of the turn before, in this process. */
  readonly before: Plan | undefined;
}

/** The same decision on the board, as metrics, and as an Event and a log line where the floor changes. */
export function publishPlan({ cluster, telemetry, log }: Surroundings, board: Board, published: Published): void {
  const { autoscaler, snapshot, plan, before } = published;
  const { namespace, name, uid } = autoscaler.metadata;
  const key: ObjectKey = { namespace, name };
  board.publish(key, { snapshot, plan });
  telemetry.target(key, figuresOf(snapshot, plan));
  if (before === undefined || before.floor === plan.floor) return;
  const text = `floor ${before.floor} → ${plan.floor}: ${plan.because[0]?.text ?? "nothing asks for more"}`;
  const note = fitted(text, 1024);
  board.did({ at: plan.at, target: key, text: note });
  log.info(note, { namespace, name });
  cluster.record({
    regarding: { kind: "PredictiveAutoscaler", key, ...(uid === undefined ? {} : { uid }) },
    type: "Normal",
    reason: plan.floor > before.floor ? "FloorRises" : "FloorFalls",
    action: "Plan",
    note,
  });
}

function figuresOf(snapshot: Snapshot, plan: Plan): TargetFigures {
  const { forecast, demand, scale, campaigns } = snapshot;
  const source = plan.because[0]?.source ?? "Found";
  const baseline = baselineOf(snapshot);
  const skill = forecast.kind === "made" ? forecast.forecast.skill : undefined;
  return {
    floor: { value: plan.floor, source },
    required: plan.because[0]?.replicas ?? plan.floor,
    ready: scale.ready,
    reserved: campaigns.reduce((most, { reserved }) => Math.max(most, reserved), 0),
    promised: promisedNow(plan),
    shortBy: plan.shortBy,
    ...(baseline.ok ? { forecast: baselineAt(baseline.value, plan.at) } : {}),
    ...(demand.kind === "known" ? { demand: demand.value } : {}),
    leadTimeSeconds: leadTimeOf(snapshot.leadTime)(Math.max(1, plan.floor)) / SECOND,
    inputState: demand.kind === "unknown" ? demand.state : demand.value > 0 ? "Live" : "LiveZero",
    ...(skill === undefined ? {} : { skill }),
    lookAgainAtSeconds: plan.lookAgainAt / SECOND,
  };
}

/** The largest promise of the campaigns in force, else that of the next one; one that is over promises nothing. */
function promisedNow({ at, campaigns }: Plan): number {
  const ahead = campaigns.flatMap(({ occurrence, phase, promised }) =>
    occurrence === undefined || occurrence.end <= at || phase === "Suspended"
      ? []
      : [{ from: Math.max(at, occurrence.start), promised }],
  );
  const first = Math.min(...ahead.map(({ from }) => from));
  return ahead.reduce((most, { from, promised }) => (from === first ? Math.max(most, promised) : most), 0);
}
