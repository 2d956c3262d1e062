import { wholeReplicas } from "../rounding.ts";
import { slidingMaximum } from "../slidingMaximum.ts";
import type { Fleet, Scenario } from "../policy.ts";

/** What the HPA wishes at a step; it decides from the seen demand alone. */
export interface HorizontalAutoscaler {
  /** Seen demand over what one replica serves at the target. */
  readonly plain: (step: number) => number;
  /** With tolerance and the window over which a lower wish has to last. */
  readonly wish: (step: number, fleet: Fleet) => number;
}

const TOLERANCE = 0.1;
/** Both ends of the tolerance are inside it: 33 / 30 is 1.1 and a hair in binary. */
const NOISE = 1e-9;

/**
 * Kubernetes' rule: desired = ceil(count × ratio), kept within 10 % of the target, lowered only to the largest
 * wish of the last five minutes.
 * @param target share of a replica's capacity that is to be in use, within (0, 1]
 * @see https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#algorithm-details
 */
export function horizontalAutoscaler({ track, reach }: Scenario, target: number): HorizontalAutoscaler {
  const served = track.perReplica * target;
  const plain = track.seen.map((seen) => wholeReplicas(seen / served));
  const stabilised = slidingMaximum(plain, -reach, 0);
  return {
    plain: (step) => plain[step]!,
    wish: (step, { ready, starting }) => {
      const current = ready + starting;
      const ratio = track.seen[step]! / (served * current);
      if (ratio > 1 + TOLERANCE + NOISE) return plain[step]!;
      if (ratio >= 1 - TOLERANCE - NOISE) return current;
      return Math.min(current, stabilised[step]!);
    },
  };
}
