import { dailyDifferences } from "./dailyDifferences.ts";
import { type Edge, edgeWithin, LEAST_CHANGE, type LeastHours } from "./levelEdge.ts";
import { medianOf } from "./medians.ts";
import { WEEK_HOURS, weeklyDifferences } from "./weeklyDifferences.ts";

/** The present is looked at over so many hours, the longest first; the shift is half to twice as long ago. */
const SPANS = [168, 84, 48, 24, 12, 6, 3] as const;
const YOUNG_SPANS = [48, 24, 12, 6, 3] as const;
/** Hours with another week to be compared with: fewer do not tell what is usual. */
const LEAST_OF_WEEKS = 120;
/** The same with other days; of two of them each hour is known twice. */
const LEAST_OF_DAYS = 24;
const LEAST_DAYS = 48;
/** From so many hours on weeks tell of any span. */
const MOST_OF_DAYS = 2 * WEEK_HOURS + LEAST_OF_WEEKS;

/**
 * Finds the last level shift (see `edgeWithin`) from hours against the same hours of the weeks before,
 * d[j] = h[j] − median h[j − 168 k], so that a weekend or a night is none; from a week on without the week before,
 * which may lie behind it, too.
 * @param hours    logarithms of demand, oldest first, NaN for a gap
 * @param believed hours after which it is believed
 */
export function shiftedHour(hours: Float64Array, believed: LeastHours): Edge | undefined {
  if (hours.length < WEEK_HOURS + LEAST_OF_WEEKS) return undefined;
  const all = weeklyDifferences(hours);
  const old = medianOf(all.subarray(0, (WEEK_HOURS + all.length) >> 1));
  for (const span of SPANS) {
    const present = span < WEEK_HOURS ? all : weeklyDifferences(hours, 2);
    // Most histories have no shift: that is seen at once.
    if (!(Math.abs(medianOf(present.subarray(present.length - span)) - old) > LEAST_CHANGE / 2)) continue;
    const found = edgeWithin({ present, all, least: LEAST_OF_WEEKS }, span, believed);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The same for histories too short for that: from hours against the same hours of the days before the span that is
 * looked at and as long again. A weekend busier than all that was before it is one, too, until it is over: for the two
 * days that are forecast from its Saturday on, that is nearer to the truth than the days before.
 */
export function shiftedYoung(hours: Float64Array, believed: LeastHours): Edge | undefined {
  if (hours.length >= MOST_OF_DAYS) return undefined;
  for (const span of YOUNG_SPANS) {
    const usual = hours.length - 2 * span;
    if (usual < LEAST_DAYS) continue;
    const d = dailyDifferences(hours, usual);
    const found = edgeWithin({ present: d, all: d, least: LEAST_OF_DAYS }, span, believed);
    if (found !== undefined) return found;
  }
  return undefined;
}
