import type { ObjectKey } from "../../api/metadata.ts";
import type { PredictiveAutoscaler } from "../../api/predictiveAutoscaler.ts";
import { autoscalerMemory } from "../../controllers/predictiveAutoscaler/autoscalerMemory.ts";
import { decide } from "../../controllers/predictiveAutoscaler/decide.ts";
import { NO_LIMIT } from "../../controllers/predictiveAutoscaler/turnBudget.ts";
import { validOf } from "../../controllers/ownObjects.ts";
import { forecast } from "../../forecast/forecast.ts";
import type { Plan } from "../../plan/plan.ts";
import type { History } from "../../ports/history.ts";
import type { Cluster } from "../../ports/cluster.ts";
import type { Failure } from "../../units/failure.ts";
import type { Instant } from "../../units/instant.ts";
import type { Result } from "../../units/result.ts";
import { failed, success } from "../../units/result.ts";
import { notesOn } from "../notesOn.ts";
import { assumedWorld } from "./assumedWorld.ts";
import { objectCluster } from "./objectCluster.ts";
import { readObjects } from "./readObjects.ts";

export interface PlanQuestion {
  /** Parsed YAML or JSON, in any order. */
  readonly documents: readonly unknown[];
  readonly at: Instant;
  /** Of objects that name none. */
  readonly namespace: string;
  readonly history: History;
  /** The recording whose values are the demand of a target, instead of its signals. */
  readonly recordingOf: (autoscaler: ObjectKey) => string | undefined;
}

export interface PlannedTarget {
  readonly target: ObjectKey;
  readonly plan: Plan;
}

export interface PlannedFiles {
  /** In order of namespace and name. */
  readonly plans: readonly PlannedTarget[];
  readonly failures: readonly { readonly target: ObjectKey; readonly failure: Failure }[];
  /** What the files do not say and what is taken instead; what a plan rests on. */
  readonly notes: readonly string[];
}

/** One turn of the planner over what files say, at a moment: the controller's own decision, without a cluster. */
export async function planFiles(question: PlanQuestion): Promise<Result<PlannedFiles, Failure>> {
  const { at, history, recordingOf } = question;
  const read = readObjects(question.documents, question);
  if (!read.ok) return read;
  const { objects, assumed } = assumedWorld(read.value);
  const cluster = objectCluster(objects);
  const autoscalers = validOf(cluster, "PredictiveAutoscaler").toSorted(byKey);
  if (autoscalers.length === 0) return failed(nothingToPlan());
  const clock = { now: () => at, at: () => () => undefined };
  const forecaster = { forecast: (request: Parameters<typeof forecast>[0]) => Promise.resolve(forecast(request)) };
  const plans: PlannedTarget[] = [];
  const failures: { target: ObjectKey; failure: Failure }[] = [];
  const notes: string[] = [...assumed, ...unheard(cluster)];
  for (const written of autoscalers) {
    const { namespace, name } = written.metadata;
    const target = { namespace, name };
    const autoscaler = measuredBy(written, recordingOf(target));
    const memory = autoscalerMemory();
    const decided = await decide({ cluster, clock, history, forecaster }, autoscaler, {
      memory,
      budget: NO_LIMIT,
    });
    if (!decided.ok) failures.push({ target, failure: decided.failure });
    else {
      plans.push({ target, plan: decided.value.plan });
      notes.push(...notesOn(decided.value.snapshot, { inputFailure: memory.inputs.live?.failure }));
    }
  }
  return success({ plans, failures, notes });
}

/** The recording holds the demand itself, in units: what the signals would have summed up to. */
function measuredBy(autoscaler: PredictiveAutoscaler, recording: string | undefined): PredictiveAutoscaler {
  if (recording === undefined) return autoscaler;
  const { presence: _replaced, ...demand } = autoscaler.spec.demand;
  const signals = [{ name: "recording", query: recording, cost: 1 }];
  return { ...autoscaler, spec: { ...autoscaler.spec, demand: { ...demand, signals } } };
}

function byKey(a: PredictiveAutoscaler, b: PredictiveAutoscaler): number {
  const [one, other] = [a, b].map(({ metadata }) => `${metadata.namespace}/${metadata.name}`) as [string, string];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** A name that is mistyped, or a namespace left out: such a campaign is in no plan, and would not be missed. */
function unheard(cluster: Cluster): readonly string[] {
  return validOf(cluster, "Campaign").flatMap(({ metadata: { namespace, name }, spec }) =>
    spec.targets
      .filter((target) => cluster.get("PredictiveAutoscaler", { namespace, name: target.name }) === undefined)
      .map((target) => {
        const autoscaler = `PredictiveAutoscaler ${namespace}/${target.name}`;
        return `campaign ${namespace}/${name} asks nothing of ${target.name}: no ${autoscaler} is among the files`;
      }),
  );
}

function nothingToPlan(): Failure {
  return {
    code: "NothingToPlan",
    message: "there is no PredictiveAutoscaler among the files",
    field: "-f",
    remedy: "give the file that says how the deployment's demand is measured",
  };
}
