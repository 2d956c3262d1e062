import type { Segment } from "../curve/curve.ts";
import type { Declaration } from "../declared/declarations.ts";
import type { Capacity } from "../demand/replicasFor.ts";
import type { Snapshot } from "../snapshot.ts";
import { descentUnderWay } from "./descentUnderWay.ts";
import { peakEnd } from "./peakEnd.ts";
import { standingOf } from "./standing.ts";
import { tailsOf } from "./steps.ts";

/** What comes down, and what is known of its end. */
export interface Descending {
  /** The wished floors from now on: ascending, not overlapping. */
  readonly ahead: readonly Segment[];
  /** What stands below them. */
  readonly base: number;
  readonly capacity: Capacity;
  readonly declarations: readonly Declaration[];
}

/** The steps below the wished floors: those of drops to come, and those of the descent that is under way or near. */
export function descentOf(snapshot: Snapshot, { ahead, base, declarations, capacity }: Descending): readonly Segment[] {
  const { now, demand, spec } = snapshot;
  const underWay = descentUnderWay({
    now,
    curve: ahead,
    base,
    applied: standingOf(snapshot),
    demand,
    capacity,
    scaleIn: spec.scaleIn,
    endedAt: peakEnd(snapshot, declarations),
    mayHold: spec.mode !== "Off",
  });
  return [...tailsOf(ahead, base, spec.scaleIn), ...underWay];
}
