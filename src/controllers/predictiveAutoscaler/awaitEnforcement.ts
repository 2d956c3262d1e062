import type { PredictiveAutoscaler } from "../../api/predictiveAutoscaler.ts";
import type { Cluster } from "../../ports/cluster.ts";
import { SECOND } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";
import { decideTarget } from "../cronHpa/decideTarget.ts";
import { observeTarget } from "../cronHpa/observeTarget.ts";
import { targetOf } from "../targets.ts";
import type { AutoscalerMemory } from "./autoscalerMemory.ts";
import { observeAutoscaler, planKeyOf } from "./observeAutoscaler.ts";

/** Enforcement takes milliseconds, and seconds where views are late; who waits longer waits for one that is down. */
const LONGEST = 30 * SECOND;
/** Not everything that the enforcement writes to calls for a turn. */
const LOOK_EVERY = SECOND;

/**
 * A step whose time has not come keeps the floor that stands. Planned from a view that is behind, it asks for the floor
 * of before, which is then enforced and seen too late in its turn: plan and floor chased each other without an end,
 * with 50 writes of the floor a second where a view was 10 ms late and a write took as long. So no plan is made while,
 * as far as is seen, the one before is not enforced yet, or a step of it is due at this moment.
 * @returns when to look again; undefined when there is nothing to wait for, or it was waited for long enough
 */
export function awaitEnforcement(
  memory: Pick<AutoscalerMemory, "writtenOver" | "waitingSince">,
  cluster: Cluster,
  { autoscaler, now }: { readonly autoscaler: PredictiveAutoscaler; readonly now: Instant },
): Instant | undefined {
  const isSettled = isSeen(memory, cluster, autoscaler) && isEnforced(cluster, { autoscaler, now });
  // What cannot be led is said at once.
  if (isSettled || !observeAutoscaler(cluster, autoscaler).ok) {
    memory.waitingSince = undefined;
    return undefined;
  }
  // A clock that was set back meanwhile does not make it longer.
  const since = Math.min(now, memory.waitingSince ?? now);
  memory.waitingSince = instant(since);
  if (now < since + LONGEST) return instant(Math.min(now + LOOK_EVERY, since + LONGEST));
  memory.writtenOver = undefined;
  return undefined;
}

/** Whether the view holds what was written last: what it was written over is not there any more. */
function isSeen(
  { writtenOver }: Pick<AutoscalerMemory, "writtenOver">,
  cluster: Cluster,
  { metadata }: PredictiveAutoscaler,
): boolean {
  return writtenOver === undefined || versionOfPlan(cluster, metadata) !== writtenOver.version;
}

export function versionOfPlan(cluster: Cluster, metadata: PredictiveAutoscaler["metadata"]): string | undefined {
  return cluster.get("CronHPA", planKeyOf(metadata))?.metadata.resourceVersion;
}

/** Whether the enforcement would have nothing to do, if it saw what is seen here. */
function isEnforced(
  cluster: Cluster,
  { autoscaler, now }: { readonly autoscaler: PredictiveAutoscaler; readonly now: Instant },
): boolean {
  const target = targetOf(autoscaler.spec.scaleTargetRef, autoscaler.metadata.namespace);
  const { action } = decideTarget(observeTarget(cluster, target), now);
  return action === undefined || action.kind === "none";
}
