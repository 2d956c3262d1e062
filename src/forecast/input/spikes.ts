import { medianIn } from "./medians.ts";

/** A robust z beyond which an hour is a spike, and the longest run of hours that is one. */
const SPIKE_Z = 6;
const SPIKE_HOURS = 3;
/** An hour that has only just ended may be the beginning of something that stays. */
const SETTLED_HOURS = 1;
/**
 * Spikes are rare: where more of the hours than this would be some, or more than so many in a short history, the
 * series is one that jumps (jobs at changing times, days of two kinds), and none is taken out.
 */
const MOST_SHARE = 0.02;
const MOST_HOURS = 6;
const NEIGHBOUR_DAYS = [-7, -3, -2, -1, 1, 2, 3, 7];

/**
 * Takes short spikes out of what the seasonal shapes are learned from: they become gaps, filled with the shape.
 * An hour's mean is held against the median of the same hour on days around it; robust z = (x − median) / (1.4826 MAD),
 * the median absolute deviation taken over all hours. A peak that returns every day is no spike, and where many hours
 * would be spikes none is.
 * Source: Iglewicz & Hoaglin (1993), How to Detect and Handle Outliers (robust z).
 * @param z    transformed demand, NaN for a gap
 * @param day  steps in a day
 * @returns    a copy, or z itself where nothing is taken out
 */
export function withoutSpikes(z: Float64Array, day: number): Float64Array {
  const width = Math.max(1, Math.round(day / 24));
  const hours = Math.floor(z.length / width);
  const perDay = Math.round(day / width);
  if (hours < 3 * perDay || perDay < 2) return z;
  const offset = z.length - hours * width;
  const means = new Float64Array(hours);
  for (let j = 0; j < hours; j++) means[j] = meanOf(z, offset + j * width, width);
  const apart = new Float64Array(hours);
  const neighbours = new Float64Array(NEIGHBOUR_DAYS.length);
  for (let j = 0; j < hours; j++) apart[j] = means[j]! - medianAround(means, j, { perDay, neighbours });
  const spread = 1.4826 * medianIn(apart.map(Math.abs));
  const limit = SPIKE_Z * Math.max(spread, 0.02 * (spreadOf(means) || 1));
  if (countBeyond(apart, limit) > Math.max(MOST_HOURS, MOST_SHARE * hours)) return z;
  let out = z;
  for (let j = 0; j < hours - SETTLED_HOURS; j++) {
    if (!(Math.abs(apart[j]!) > limit)) continue;
    let end = j;
    while (end < hours && Math.abs(apart[end]!) > limit) end++;
    if (end - j <= SPIKE_HOURS && end <= hours - SETTLED_HOURS) {
      if (out === z) out = z.slice();
      // The edges of a spike rarely stand on whole hours.
      out.fill(NaN, Math.max(1, offset + j * width - (width >> 1)), offset + end * width + (width >> 1));
    }
    j = end;
  }
  return out;
}

function countBeyond(values: Float64Array, limit: number): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i]!) > limit) count++;
  return count;
}

function meanOf(z: Float64Array, from: number, width: number): number {
  let sum = 0;
  let count = 0;
  for (let i = from; i < from + width; i++) {
    if (Number.isNaN(z[i]!)) continue;
    sum += z[i]!;
    count++;
  }
  return count === 0 ? NaN : sum / count;
}

interface Around {
  readonly perDay: number;
  /** Where they are put; overwritten. */
  readonly neighbours: Float64Array;
}

/** Of the same hour on days around it. */
function medianAround(means: Float64Array, j: number, { perDay, neighbours }: Around): number {
  for (let k = 0; k < neighbours.length; k++) {
    const at = j + NEIGHBOUR_DAYS[k]! * perDay;
    neighbours[k] = at >= 0 && at < means.length ? means[at]! : NaN;
  }
  return medianIn(neighbours);
}

function spreadOf(values: Float64Array): number {
  const mean = meanOf(values, 0, values.length);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    sum += (values[i]! - mean) ** 2;
    count++;
  }
  return Math.sqrt(sum / count);
}
