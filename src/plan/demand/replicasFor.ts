import type { Snapshot } from "../snapshot.ts";

export interface Capacity {
  /** Demand units that one ready replica serves; above zero. */
  readonly perReplica: number;
  /** Whole percent, added once. */
  readonly headroomPercent: number;
}

/** Relative slack below which a fraction is rounding noise: 0.1 + 0.2 must not cost a replica. */
const NOISE = 1e-9;

/**
 * Replicas that serve a demand with headroom.
 * Works in whole percent: 100 × 1.1 / 10 is 11.000000000000002, which would round up to 12.
 * @param demand demand units, finite, ≥ 0
 */
export function replicasFor(demand: number, { perReplica, headroomPercent }: Capacity): number {
  const exact = (demand * (100 + headroomPercent)) / (100 * perReplica);
  return Math.max(0, Math.ceil(exact - NOISE * Math.max(1, exact)));
}

/** The autoscaler's own headroom, or else the policy's. */
export function capacityOf({ spec, policy }: Pick<Snapshot, "spec" | "policy">): Capacity {
  return {
    perReplica: spec.demand.perReplica,
    headroomPercent: spec.forecast.headroomPercent ?? policy.spec.defaults.headroomPercent,
  };
}
