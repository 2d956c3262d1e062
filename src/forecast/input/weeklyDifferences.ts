import { medianIn } from "./medians.ts";

export const WEEK_HOURS = 168;
const WEEKS = 4;
/** Hours this much quieter than the busiest one, in logarithms, say nothing of the level: a night may be all zeros. */
const QUIET = Math.log(20);

/**
 * By hour, what it differs from the same hour of the weeks before; shape of the hours, NaN where nothing can be said.
 * @param hours logarithms of demand, NaN for a gap
 * @param first the latest week that is looked at, in weeks back
 */
export function weeklyDifferences(hours: Float64Array, first = 1): Float64Array {
  let busiest = -Infinity;
  const out = new Float64Array(hours.length);
  const usual = new Float64Array(hours.length);
  const before = new Float64Array(WEEKS + 1 - first);
  for (let j = 0; j < hours.length; j++) {
    usual[j] = j < first * WEEK_HOURS ? NaN : usualOf(hours, j, { week: WEEK_HOURS, before });
    out[j] = hours[j]! - usual[j]!;
    if (usual[j]! > busiest) busiest = usual[j]!;
  }
  for (let j = 0; j < hours.length; j++) if (usual[j]! < busiest - QUIET) out[j] = NaN;
  return out;
}

/**
 * The median of the same time in up to four periods before; NaN where none is known.
 * @param period steps in a week, or in a day; negative for those behind
 */
export function usualBefore(values: Float64Array, place: number, period: number): number {
  return usualOf(values, place, { week: period, before: new Float64Array(WEEKS) });
}

interface Weeks {
  readonly week: number;
  /** As many as are looked at, the last of them four weeks back; overwritten. */
  readonly before: Float64Array;
}

function usualOf(values: Float64Array, place: number, { week, before }: Weeks): number {
  for (let k = WEEKS, slot = before.length - 1; slot >= 0; k--, slot--) {
    const at = place - k * week;
    before[slot] = at >= 0 && at < values.length ? values[at]! : NaN;
  }
  return medianIn(before);
}
