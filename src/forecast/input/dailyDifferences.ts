import { medianIn } from "./medians.ts";

const DAY_HOURS = 24;

/**
 * By hour, what it differs from the median of the same hour on the other days of the first `usual` hours; shape of the
 * hours, NaN where nothing can be said.
 * @param hours logarithms of demand, NaN for a gap
 */
export function dailyDifferences(hours: Float64Array, usual: number): Float64Array {
  const out = new Float64Array(hours.length);
  const others = new Float64Array(Math.ceil(usual / DAY_HOURS));
  for (let j = 0; j < hours.length; j++) {
    let count = 0;
    for (let k = j % DAY_HOURS; k < usual; k += DAY_HOURS) if (k !== j) others[count++] = hours[k]!;
    out[j] = hours[j]! - medianIn(others.subarray(0, count));
  }
  return out;
}
