import { medianIn } from "./medians.ts";

/** A robust z beyond which an hour is unusual. */
const UNUSUAL_Z = 6;
/** Never less than this part of the hours' own deviation: what never varied may. */
const LEAST_SPREAD = 0.02;
const NEIGHBOUR_DAYS = [-7, -3, -2, -1, 1, 2, 3, 7];
const NEIGHBOUR_WEEKS = [-21, -14, -7, 7, 14, 21];

/** How hours differ from what is usual at their time. */
export interface UsualHours {
  /** Means of transformed demand, oldest first, NaN for a gap; shape (n,). */
  readonly means: Float64Array;
  /** What each differs from its usual; shape (n,). */
  readonly apart: Float64Array;
  /** In how many other weeks the same hour is known; shape (n,). */
  readonly weeks: Uint8Array;
  /** Whoever differs by more is unusual. */
  readonly limit: number;
  /** The first step of the first hour, and the steps of an hour. */
  readonly offset: number;
  readonly width: number;
}

/**
 * An hour's mean is held against the median of the same hour on days around it and against that of the same hour in
 * weeks around it, and differs by the lesser of both: neither a weekend nor a level that moved is unusual. The robust z
 * is that difference over 1.4826 MAD, the median absolute deviation taken over all hours.
 * Source: Iglewicz & Hoaglin (1993), How to Detect and Handle Outliers (robust z).
 * @param z   transformed demand, NaN for a gap
 * @param day steps in a day
 * @returns undefined where less than three days are there, or a step is longer than half a day
 */
export function usualHours(z: Float64Array, day: number): UsualHours | undefined {
  const width = Math.max(1, Math.round(day / 24));
  const hours = Math.floor(z.length / width);
  const perDay = Math.round(day / width);
  if (hours < 3 * perDay || perDay < 2) return undefined;
  const offset = z.length - hours * width;
  const means = new Float64Array(hours);
  for (let j = 0; j < hours; j++) means[j] = meanOf(z, offset + j * width, width);
  const apart = new Float64Array(hours);
  const weeks = new Uint8Array(hours);
  const found = new Float64Array(Math.max(NEIGHBOUR_DAYS.length, NEIGHBOUR_WEEKS.length));
  for (let j = 0; j < hours; j++) {
    const place = { hour: j, perDay, found };
    const ofDays = means[j]! - medianIn(knownAround(means, NEIGHBOUR_DAYS, place));
    const others = knownAround(means, NEIGHBOUR_WEEKS, place);
    weeks[j] = others.length;
    const ofWeeks = means[j]! - medianIn(others);
    apart[j] = Math.abs(ofWeeks) < Math.abs(ofDays) ? ofWeeks : ofDays;
  }
  const spread = 1.4826 * medianIn(apart.map(Math.abs));
  const limit = UNUSUAL_Z * Math.max(spread, LEAST_SPREAD * (deviationOf(means) || 1));
  return { means, apart, weeks, limit, offset, width };
}

/** NaN of nothing known. */
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

interface Place {
  readonly hour: number;
  readonly perDay: number;
  /** Room for the neighbours; overwritten. */
  readonly found: Float64Array;
}

/** The same hour so many days before and behind, where it is known. */
function knownAround(means: Float64Array, days: readonly number[], { hour, perDay, found }: Place): Float64Array {
  let count = 0;
  for (let k = 0; k < days.length; k++) {
    const at = hour + days[k]! * perDay;
    if (at >= 0 && at < means.length && !Number.isNaN(means[at]!)) found[count++] = means[at]!;
  }
  return found.subarray(0, count);
}

/** The root of the mean square around the mean. */
function deviationOf(values: Float64Array): number {
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
