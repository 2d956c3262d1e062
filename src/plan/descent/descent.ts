import { DAY } from "../../units/duration.ts";
import { type Asker, type Segment, skyline } from "../curve/curve.ts";
import type { Declaration } from "../declared/declarations.ts";
import type { Capacity } from "../demand/replicasFor.ts";
import { ceilingOf } from "../limits/ceiling.ts";
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

/**
 * The steps below the wished floors: those of drops to come, and those of the descent that is under way or near. What
 * others ask for comes down in steps as well, when it ends; until then no step below it is any, and none is planned.
 */
export function descentOf(snapshot: Snapshot, { ahead, base, declarations, capacity }: Descending): readonly Segment[] {
  const { now, demand, spec, scale } = snapshot;
  const isOff = spec.mode === "Off";
  const standing = standingOf(snapshot);
  const isTheirs = standing !== undefined && standing.floor <= (scale.others?.floor ?? 0);
  // Who is off leads nothing: what others ask for ends as they wrote it.
  const curve = isOff ? ahead : skyline([...ahead, ...theirsOf(snapshot)]);
  const underWay = descentUnderWay({
    now,
    curve,
    base,
    applied: isTheirs ? undefined : standing,
    demand,
    capacity,
    scaleIn: spec.scaleIn,
    endedAt: peakEnd(snapshot, declarations),
    mayHold: !isOff,
  });
  return [...tailsOf({ curve, base }, spec.scaleIn), ...underWay];
}

/** No more of it than is allowed to us: others may ask for more, the steps that follow may not. */
function theirsOf(snapshot: Snapshot): readonly Segment[] {
  const { now, spec, scale } = snapshot;
  const { others } = scale;
  if (others === undefined) return [];
  const by: Asker = { source: "Schedule", readyBefore: 0, text: (level) => `schedule of others asks for ${level}` };
  const end = others.until ?? now + spec.forecast.horizon + DAY;
  return [{ start: now, end, level: Math.min(others.floor, ceilingOf(snapshot).most), by }];
}
