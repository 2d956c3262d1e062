import type { Namespace } from "../../api/observed.ts";
import type { PredictiveAutoscaler } from "../../api/predictiveAutoscaler.ts";
import { planScaling } from "../../plan/planScaling.ts";
import type { Cluster } from "../../ports/cluster.ts";
import type { Failure } from "../../units/failure.ts";
import type { Instant } from "../../units/instant.ts";
import { type Result, success } from "../../units/result.ts";
import type { Decided } from "../board.ts";
import { readOwn, validOf } from "../ownObjects.ts";
import type { Observing } from "../runtime/controller.ts";
import type { AutoscalerMemory } from "./autoscalerMemory.ts";
import { choosePolicy } from "./choosePolicy.ts";
import { observeAutoscaler, planKeyOf } from "./observeAutoscaler.ts";
import { refreshInputs } from "./refreshInputs.ts";
import { takeSnapshot } from "./takeSnapshot.ts";
import { previousOf } from "./writtenPlan.ts";

export interface DecisionContext {
  readonly memory: AutoscalerMemory;
  /** Replicas that the namespace's forecasts may still add this turn, of the policy's limit. */
  readonly addable: (limit: number, now: Instant) => number;
}

/**
 * One decision about one autoscaler: reads what has grown old, looks at the cluster, plans. It writes nothing, so the
 * controller, `headstart plan` and `headstart explain` all decide here.
 * @returns why nothing can be planned, when the target cannot be led
 */
export async function decide(
  observing: Observing,
  autoscaler: PredictiveAutoscaler,
  { memory, addable }: DecisionContext,
): Promise<Result<Decided, Failure>> {
  const { cluster, clock } = observing;
  const { metadata, spec } = autoscaler;
  const policies = validOf(cluster, "ScalingPolicy");
  const policy = choosePolicy(policies, spec.policyName, namespaceOf(cluster, metadata.namespace));
  if (!policy.ok) return policy;
  await refreshInputs(observing, { autoscaler, policy: policy.value, memory });
  // The readings took their time: the cluster is looked at after them, as of one moment.
  const now = clock.now();
  const observed = observeAutoscaler(cluster, autoscaler);
  if (!observed.ok) return observed;
  memory.previous = previousOf(planObjectOf(cluster, autoscaler));
  const input = { autoscaler, policy: policy.value, memory, observed: observed.value };
  const limit = policy.value.spec.limits.replicasAddedPerTurn;
  const snapshot = takeSnapshot(cluster, { ...input, addable: addable(limit, now) }, now);
  return success({ snapshot, plan: planScaling(snapshot) });
}

function namespaceOf(cluster: Cluster, name: string): Namespace | undefined {
  return cluster.get("Namespace", { namespace: "", name });
}

function planObjectOf(cluster: Cluster, { metadata }: PredictiveAutoscaler) {
  const raw = cluster.get("CronHPA", planKeyOf(metadata));
  const read = raw === undefined ? undefined : readOwn("CronHPA", raw);
  return read?.ok === true ? read.value : undefined;
}
