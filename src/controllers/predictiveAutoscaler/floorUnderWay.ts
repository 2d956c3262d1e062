import type { PredictiveAutoscaler } from "../../api/predictiveAutoscaler.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Cluster } from "../../ports/cluster.ts";
import { SECOND } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";
import { carrierOf } from "../cronHpa/carrier.ts";
import { targetOf } from "../targets.ts";

/** A plan is enforced within milliseconds; where it is not within this, what stands is what counts. */
const LONGEST = 5 * SECOND;

/** The floor of a plan that was just written, until it is seen on the object that carries it. */
export interface FloorUnderWay {
  readonly floor: number;
  readonly until: Instant;
}

export function floorUnderWay({ floor }: Plan, now: Instant): FloorUnderWay {
  return { floor, until: instant(now + LONGEST) };
}

/**
 * A step whose time has not come keeps the floor that stands. Planned from a view that is behind, it asks for the floor
 * of before, which is then enforced and seen too late in its turn: plan and floor chased each other without an end,
 * with 50 writes of the floor a second where a view was 10 ms late and a write took as long. So what was written is
 * awaited.
 * @returns until when at most; undefined when it is there, or is not awaited any more
 */
export function awaitedUntil(
  underWay: FloorUnderWay | undefined,
  cluster: Cluster,
  { autoscaler, now }: { readonly autoscaler: PredictiveAutoscaler; readonly now: Instant },
): Instant | undefined {
  // A clock that was set back meanwhile does not make it longer.
  if (underWay === undefined || now >= underWay.until || underWay.until - now > LONGEST) return undefined;
  const carrier = carrierOf(cluster, targetOf(autoscaler.spec.scaleTargetRef, autoscaler.metadata.namespace));
  return carrier.ok && carrier.value.floor.value !== underWay.floor ? underWay.until : undefined;
}
