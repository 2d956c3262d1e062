import type { Namespace } from "../../api/observed.ts";
import type { PredictiveAutoscaler } from "../../api/predictiveAutoscaler.ts";
import type { Plan } from "../../plan/plan.ts";
import { planScaling } from "../../plan/planScaling.ts";
import type { Snapshot } from "../../plan/snapshot.ts";
import type { Cluster } from "../../ports/cluster.ts";
import type { Milliseconds } from "../../units/duration.ts";
import type { Failure } from "../../units/failure.ts";
import { type Result, success } from "../../units/result.ts";
import type { Decided } from "../board.ts";
import { readOwn, validOf } from "../ownObjects.ts";
import type { Observing } from "../runtime/controller.ts";
import type { AutoscalerMemory } from "./autoscalerMemory.ts";
import { choosePolicy } from "./choosePolicy.ts";
import { observeAutoscaler, planKeyOf } from "./observeAutoscaler.ts";
import { refreshInputs } from "./refreshInputs.ts";
import { takeSnapshot } from "./takeSnapshot.ts";
import type { TurnBudget } from "./turnBudget.ts";
import { previousOf } from "./writtenPlan.ts";

export interface DecisionContext {
  readonly memory: AutoscalerMemory;
  /** Of the policy's limit, what the namespace's forecasts may still add this turn. */
  readonly budget: TurnBudget;
  /** How long a decision that can do without what is read waits for it; absent: until it is there. */
  readonly patience?: Milliseconds;
}

/**
 * One decision about one autoscaler: reads what has grown old, looks at the cluster, plans. It writes nothing, so the
 * controller, `headstart plan` and `headstart explain` all decide here.
 * @returns why nothing can be planned, when the target cannot be led
 */
export async function decide(
  observing: Observing,
  autoscaler: PredictiveAutoscaler,
  { memory, budget, patience }: DecisionContext,
): Promise<Result<Decided, Failure>> {
  const { cluster, clock } = observing;
  const { metadata, spec } = autoscaler;
  const policies = validOf(cluster, "ScalingPolicy");
  const policy = choosePolicy(policies, spec.policyName, namespaceOf(cluster, metadata.namespace));
  if (!policy.ok) return policy;
  await refreshInputs(observing, { autoscaler, policy: policy.value, memory }, patience);
  // The readings took their time: the cluster is looked at after them, as of one moment.
  const now = clock.now();
  const observed = observeAutoscaler(cluster, autoscaler);
  if (!observed.ok) return observed;
  memory.previous = previousOf(planObjectOf(cluster, autoscaler));
  const input = { autoscaler, policy: policy.value, memory, observed: observed.value };
  const limit = policy.value.spec.limits.replicasAddedPerTurn;
  const { found, applied } = observed.value.scale;
  const target = { namespace: metadata.namespace, name: metadata.name };
  const look = { target, standing: applied?.floor ?? found, now };
  const snapshot = takeSnapshot(cluster, { ...input, addable: budget.left(look, limit) }, now);
  const plan = planScaling(snapshot);
  // Before anything is awaited: the turns of other targets run beside this one, and must find it spent.
  if (isSpent(snapshot, plan)) budget.spend(look, plan.floor);
  return success({ snapshot, plan });
}

/** The budget does not hold back declared peaks, and a recommendation adds no replicas. */
function isSpent({ spec }: Snapshot, plan: Plan): boolean {
  return spec.mode === "Automatic" && plan.because[0]?.source === "Forecast";
}

function namespaceOf(cluster: Cluster, name: string): Namespace | undefined {
  return cluster.get("Namespace", { namespace: "", name });
}

function planObjectOf(cluster: Cluster, { metadata }: PredictiveAutoscaler) {
  const raw = cluster.get("CronHPA", planKeyOf(metadata));
  const read = raw === undefined ? undefined : readOwn("CronHPA", raw);
  return read?.ok === true ? read.value : undefined;
}
