import { dayKinds, WEEKDAYS } from "./dayKinds.ts";
import { BUCKETS } from "../rehearsals/horizonBuckets.ts";
import { hourlySpread, WEEK_HOURS } from "./hourlySpread.ts";
import { spreadOfLate } from "./lateSpread.ts";
import { outcomeAt, type Rehearsal, type Scoring } from "../rehearsals/rehearsal.ts";

/** What forecasts missed by, in parts that are learned one after the other. */
export interface Residuals {
  /** Mean of |y − f| / ((f + c)^0.4 (d + c/2)^0.15) per bucket, d how far members lay apart. */
  readonly scale: readonly number[];
  /** Per bucket the mean logarithm of the steps ahead that were seen in it, NaN where none was. */
  readonly centres: readonly number[];
  /** Per bucket the power of the horizon with which the scale grows inside it: before its centre, and behind. */
  readonly powers: Float64Array;
  /** By hour of the week, how much wider than usual it is; see `hourlySpread`. */
  readonly byHour: Float64Array;
  /** How much wider than usual the last days were; see `spreadOfLate`. */
  readonly late: number;
  /** (y − f) / spread, all buckets and hours together, ascending. */
  readonly shape: Float64Array;
  /** c: added to the forecast under the power, scaled demand. */
  readonly floor: number;
}

/** Mean of |y − f| relative to the level of demand, believed before anything is seen. */
const PRIOR_SCALE = [0.15, 0.25, 0.3, 0.35];
/** The prior scale weighs as this many rehearsals. */
const PRIOR_REHEARSALS = 1;

/**
 * What came against what was forecast, in units of what is usual for the size of the forecast, the horizon and the hour
 * of the day, so that errors of quiet nights and of busy evenings tell about each other.
 * Source: Papadopoulos, Gammerman & Vovk (2008), Normalized nonconformity measures for regression conformal prediction.
 * @param day steps in a day on the grid of the outcomes
 */
export function residualsOf(
  rehearsals: readonly Rehearsal[],
  scoring: Scoring,
  { floor, day }: { readonly floor: number; readonly day: number },
): Residuals {
  const { outcomes, buckets } = scoring;
  const seen = roomFor(rehearsals.reduce((sum, { steps }) => sum + steps.length, 0));
  const sums = new Float64Array(BUCKETS);
  const counts = new Float64Array(BUCKETS);
  const logs = new Float64Array(BUCKETS);
  let used = 0;
  let n = 0;
  for (const [rehearsal, { origin, steps, made, apart }] of rehearsals.entries()) {
    const before = counts[0]!;
    for (let s = 0; s < steps.length; s++) {
      const place = origin + steps[s]! - 1;
      const y = outcomeAt(scoring, origin, place);
      if (Number.isNaN(y)) continue;
      const bucket = buckets[s]!;
      seen.r[n] = (y - made[s]!) / sizeOf({ f: made[s]!, apart: apart[s]! }, floor);
      seen.bucket[n] = bucket;
      seen.ahead[n] = steps[s]!;
      seen.hour[n] = hourOfWeek(place, day);
      seen.rehearsal[n] = rehearsal;
      sums[bucket]! += Math.abs(seen.r[n]!);
      logs[bucket]! += Math.log(steps[s]!);
      counts[bucket]! += 1;
      n++;
    }
    if (counts[0]! > before) used++;
  }
  const level = meanOf(outcomes) + floor;
  const believed = level / sizeOf({ f: level, apart: floor }, 0);
  const scale = scalesOf(sums, counts, { used, believed });
  const centres = Array.from(logs, (sum, bucket) => sum / counts[bucket]!);
  const growing = { scale, centres, powers: powersOf(scale, centres) };
  const shape = seen.r.subarray(0, n);
  for (let i = 0; i < n; i++) {
    const usual = scaleAt(growing, seen.bucket[i]!, seen.ahead[i]!);
    shape[i]! /= usual;
    if (!(usual > 0)) shape[i] = 0;
  }
  const byHour = hourlySpread({ ratios: shape, hours: seen.hour }, used, dayKinds(outcomes, day));
  for (let i = 0; i < n; i++) shape[i]! /= byHour[seen.hour[i]!]!;
  const late = spreadOfLate(shape, (i) => seen.rehearsal[i]!);
  return { ...growing, byHour, late, shape: shape.sort(), floor };
}

/** What was missed by, one behind the other, oldest first: columns, for there are more than a thousand. */
interface SeenResiduals {
  readonly r: Float64Array;
  readonly bucket: Uint8Array;
  /** Steps. */
  readonly ahead: Int32Array;
  /** Of the week. */
  readonly hour: Uint8Array;
  /** Which of them, oldest first. */
  readonly rehearsal: Uint16Array;
}

function roomFor(most: number): SeenResiduals {
  return {
    r: new Float64Array(most),
    bucket: new Uint8Array(most),
    ahead: new Int32Array(most),
    hour: new Uint8Array(most),
    rehearsal: new Uint16Array(most),
  };
}

/** The whole hour of the week, from the grid's start, within [0, 168). */
export function hourOfWeek(place: number, day: number): number {
  return Math.floor(((place % (WEEKDAYS * day)) * WEEK_HOURS) / (WEEKDAYS * day));
}

/** @param believed what `PRIOR_SCALE` is multiplied with to be in units of the residuals */
function scalesOf(
  sums: Float64Array,
  counts: Float64Array,
  { used, believed }: { readonly used: number; readonly believed: number },
): readonly number[] {
  const own = Array.from(sums, (sum, bucket) => sum / Math.max(1, counts[bucket]!));
  return own.map((mean, bucket) => {
    const n = counts[bucket] === 0 ? 0 : used;
    const prior = n > 0 || used === 0 ? PRIOR_SCALE[bucket]! * believed : Math.max(...own) * 1.2;
    return (n * mean + PRIOR_REHEARSALS * (n > 3 ? mean : prior)) / (n + PRIOR_REHEARSALS);
  });
}

/** How much of the growth of errors is believed to go on beyond the outermost centres. */
const GROWTH_BEYOND = 0.5;

/**
 * Inside a bucket the scale grows, on either side of its centre, by the power of the horizon with which it grows
 * towards the neighbour on that side, so that it does not jump where one bucket ends and the next begins; where there
 * is none, by half of that towards the other. The power is between 0 and 1, that of a level that drifts away.
 */
function powersOf(scale: readonly number[], centres: readonly number[]): Float64Array {
  const powers = new Float64Array(2 * BUCKETS);
  const known = (bucket: number): boolean => scale[bucket]! > 0 && Number.isFinite(centres[bucket]!);
  for (let place = 0; place < powers.length; place++) {
    const bucket = place >> 1;
    const side = place % 2 === 0 ? -1 : 1;
    const isBetween = known(bucket + side);
    const other = isBetween ? bucket + side : bucket - side;
    if (!known(other) || !known(bucket)) continue;
    const power = Math.log(scale[other]! / scale[bucket]!) / (centres[other]! - centres[bucket]!);
    powers[place] = (isBetween ? 1 : GROWTH_BEYOND) * Math.min(1, Math.max(0, power));
  }
  return powers;
}

/** What is usual so many steps ahead. */
function scaleAt({ scale, centres, powers }: Growing, bucket: number, ahead: number): number {
  const from = Math.log(ahead) - centres[bucket]!;
  const power = powers[2 * bucket + (from < 0 ? 0 : 1)]!;
  return power === 0 ? scale[bucket]! : scale[bucket]! * Math.exp(power * from);
}

type Growing = Pick<Residuals, "scale" | "centres" | "powers">;

/** Errors grow with the demand, but slower: nearly as its root, like those of counts. */
const POWER = 0.4;
/** And with how far members lie apart, which tells most of the next hours. */
const APART_POWER = 0.15;

/** (f + c)^0.4 (d + c/2)^0.15, d how far members lie apart. Never 0, so that 0 / 0 cannot be. */
function sizeOf({ f, apart }: Pick<Place, "f" | "apart">, floor: number): number {
  // One exponential instead of two powers: there are thousands.
  return Math.exp(
    POWER * Math.log(Math.max(1e-12, f + floor)) + APART_POWER * Math.log(Math.max(1e-12, apart + floor / 2)),
  );
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    sum += values[i]!;
    count++;
  }
  return sum / Math.max(1, count);
}

/** Where a spread is asked for. */
interface Place {
  /** The forecast, scaled demand. */
  readonly f: number;
  /** How far members lie from it, scaled demand. */
  readonly apart: number;
  readonly bucket: number;
  /** Steps, ≥ 1. */
  readonly ahead: number;
  /** Of the week, within [0, 168). */
  readonly hour: number;
}

/** By how much what comes usually misses a forecast. */
export function spreadAt(residuals: Residuals, { f, apart, bucket, ahead, hour }: Place): number {
  const { byHour, late, floor } = residuals;
  return scaleAt(residuals, bucket, ahead) * byHour[hour]! * late * sizeOf({ f, apart }, floor);
}

/** Quantiles of |r| / mean|r| believed before anything is seen: those of Laplace's distribution. */
function believedQuantile(quantile: number): number {
  return quantile < 0.5 ? Math.log(2 * quantile) : -Math.log(2 * (1 - quantile));
}

/** The errors of a few weeks know less than the future brings: quantiles are drawn apart by this factor. */
const WIDENED = 1.07;
/** What is believed of the tails weighs as this many residuals. */
const BELIEVED_RESIDUALS = 200;

/**
 * A quantile in units of the spread: the order statistic ceil((n + 1) τ) of the residuals seen, shrunk to the believed
 * one.
 * Source: Vovk, Gammerman & Shafer (2005), Algorithmic Learning in a Random World (split conformal prediction).
 */
export function residualQuantile({ shape }: Residuals, quantile: number): number {
  if (quantile === 0.5) return 0;
  const n = shape.length;
  const believed = believedQuantile(quantile);
  if (n === 0) return believed;
  const upper = quantile >= 0.5;
  const k = Math.ceil((n + 1) * (upper ? quantile : 1 - quantile)) - 1;
  const index = Math.min(n - 1, Math.max(0, k));
  const seen = shape[upper ? index : n - 1 - index]!;
  return (WIDENED * (n * seen + BELIEVED_RESIDUALS * believed)) / (n + BELIEVED_RESIDUALS);
}
