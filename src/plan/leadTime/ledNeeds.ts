import type { Segment } from "../curve/curve.ts";
import { type LeadTime, REACTION } from "./leadTime.ts";

/** A need that was moved to where its replicas are ordered, and by how much. */
export interface LedSegment extends Segment {
  /** The need's own start; `start` is the order. */
  readonly neededFrom: number;
}

/** What stands without anything being ordered. */
export interface Standing {
  readonly now: number;
  /** The minimum without us. */
  readonly base: number;
  /** The floor that is applied now; at least `base`. */
  readonly applied: number;
}

/**
 * Each need begins earlier by lead(batch) + reaction + readyBefore, and ends where it ended: the floor at t is the
 * largest of all that cover it, so it is never below the need itself, and nothing dips between neighbours.
 * Moving rising points alone would break their order and leave a dip before the peak.
 *
 * The batch is what has to be started: the need above the lowest that is needed within the lead time before it.
 * @param needs ascending, not overlapping
 */
export function ledNeeds(needs: readonly Segment[], lead: LeadTime, standing: Standing): readonly LedSegment[] {
  return needs.map((need, index) => {
    const longest = lead(Math.max(1, need.level - standing.base));
    const earliest = need.start - shiftOf(need, longest);
    // The batch matters only where larger ones take longer.
    const batch = longest === lead(1) ? 1 : need.level - lowestSince(earliest, { needs, index, standing });
    const { start, end, level, by } = need;
    return { start: start - shiftOf(need, lead(Math.max(1, batch))), end, level, by, neededFrom: start };
  });
}

function shiftOf({ by }: Segment, lead: number): number {
  return lead + REACTION + by.readyBefore;
}

interface Look {
  readonly needs: readonly Segment[];
  readonly index: number;
  readonly standing: Standing;
}

/** The least that stands between `since` and the need: an earlier need, and before the first one what is applied. */
function lowestSince(since: number, { needs, index, standing }: Look): number {
  let lowest = Infinity;
  let from = needs[index]!.start;
  for (let i = index - 1; i >= 0 && from > since; i--) {
    const before = needs[i]!;
    if (before.end !== from) return standing.base;
    lowest = Math.min(lowest, before.level);
    from = before.start;
  }
  if (from > since)
    return from <= standing.now ? Math.max(standing.base, Math.min(lowest, standing.applied)) : standing.base;
  return lowest === Infinity ? standing.base : Math.max(standing.base, lowest);
}
