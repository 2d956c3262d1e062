import { changePoint, type Edge, type LeastHours } from "./levelEdge.ts";
import { shiftedHour, shiftedYoung } from "./shiftedHour.ts";
import { usualBefore } from "./weeklyDifferences.ts";

/** Demand that went to another level and stayed there. */
export interface LevelShift {
  /** The first step at the new level. */
  readonly from: number;
  /** The step from which on it could be told from something passing. */
  readonly seen: number;
  /** The new level over the old one. */
  readonly ratio: number;
}

/**
 * A rise is believed after so many hours. A fall could be an outage or a holiday: room given back is missed when it
 * ends.
 */
const LEAST_HOURS: LeastHours = { rise: 3, fall: 24 };
/** Where no other week is known, a shorter fall could be a weekend. */
const YOUNG_HOURS: LeastHours = { rise: 3, fall: 60 };
/** The old level is brought to the new one where so much of it is left. */
const OLD_HOURS: LeastHours = { rise: 48, fall: 48 };
const MOST_CHANGE = Math.log(20);

/**
 * Finds the last level shift (see `shiftedHour`), up to two weeks ago from the weeks before it, further back, where too
 * little lies before it, from the weeks behind it: the same, read backwards. In the first weeks also from the days
 * before it.
 * @param z   logarithms of demand, NaN for a gap
 * @param day steps in a day
 * @returns undefined without one, where history is too short to tell, or where a step is longer than an hour
 */
export function levelShift(z: Float64Array, day: number): LevelShift | undefined {
  const hours = Math.floor((z.length * 24) / day + 1e-9);
  if (day < 24) return undefined;
  const means = new Float64Array(hours);
  const firstOf = (hour: number): number => z.length - Math.round(((hours - hour) * day) / 24);
  for (let hour = 0; hour < hours; hour++) means[hour] = meanOf(z, firstOf(hour), firstOf(hour + 1));
  const last = forwards(means) ?? young(means) ?? backwards(means);
  if (last === undefined) return undefined;
  const { hour, before, after, days, believed } = last;
  const change = Math.min(MOST_CHANGE, Math.max(-MOST_CHANGE, after - before));
  // The edge lies within an hour on either side of the hour found.
  const start = Math.max(0, firstOf(hour - 1));
  const end = Math.min(z.length, firstOf(hour + 1));
  const steps = Float64Array.from({ length: end - start }, (_, i) => {
    return z[start + i]! - usualBefore(z, start + i, days * day);
  });
  const from = start + changePoint(steps, { from: 0, to: steps.length }, { before, after });
  const least = change > 0 ? believed.rise : believed.fall;
  return { from, seen: from + Math.round((least * day) / 24), ratio: Math.exp(change) };
}

interface Found extends Edge {
  /** How many days lie between what tells what is usual; negative where it lies behind the shift. */
  readonly days: 1 | 7 | -7;
  /** When it was told from something passing. */
  readonly believed: LeastHours;
}

function found(edge: Edge | undefined, days: Found["days"], believed: LeastHours): Found | undefined {
  return edge && { ...edge, days, believed };
}

function young(means: Float64Array): Found | undefined {
  return found(shiftedYoung(means, YOUNG_HOURS), 1, YOUNG_HOURS);
}

function forwards(means: Float64Array): Found | undefined {
  return found(shiftedHour(means, LEAST_HOURS), 7, LEAST_HOURS);
}

function backwards(means: Float64Array): Found | undefined {
  const edge = shiftedHour(means.toReversed(), OLD_HOURS);
  const turned = edge && { hour: means.length - edge.hour, before: edge.after, after: edge.before };
  return found(turned, -7, LEAST_HOURS);
}

/** NaN where fewer than half are known. */
function meanOf(z: Float64Array, from: number, to: number): number {
  let sum = 0;
  let count = 0;
  for (let i = from; i < to; i++) {
    if (Number.isNaN(z[i]!)) continue;
    sum += z[i]!;
    count++;
  }
  return 2 * count < to - from || count === 0 ? NaN : sum / count;
}
