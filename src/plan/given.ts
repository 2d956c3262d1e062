import type { Instant } from "../units/instant.ts";
import { type Capacity, capacityOf } from "./demand/replicasFor.ts";
import { type LeadTime, leadTimeOf } from "./leadTime/leadTime.ts";
import { type Ceiling, ceilingOf } from "./limits/ceiling.ts";
import type { Snapshot } from "./snapshot.ts";

/** What the plan begins with, whatever is forecast or declared. */
export interface Given {
  readonly now: Instant;
  /** The end of the horizon. */
  readonly until: number;
  /** The least that stands: what was found, or `spec.minReplicas`. */
  readonly base: number;
  /** The floor that is applied now; at least `base`. */
  readonly applied: number;
  readonly ceiling: Ceiling;
  readonly capacity: Capacity;
  readonly lead: LeadTime;
}

/** No level is above the ceiling, the minimum neither. */
export function givenOf(snapshot: Snapshot): Given {
  const { now, spec, scale } = snapshot;
  const ceiling = ceilingOf(snapshot);
  const base = Math.max(scale.found, Math.min(spec.minReplicas ?? 0, ceiling.most));
  return {
    now,
    until: now + spec.forecast.horizon,
    base,
    applied: Math.max(base, scale.applied?.floor ?? 0),
    ceiling,
    capacity: capacityOf(snapshot),
    lead: leadTimeOf(snapshot.leadTime),
  };
}
