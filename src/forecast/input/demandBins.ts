import type { Window } from "../../units/window.ts";
import type { ForecastRequest } from "../forecastTypes.ts";
import type { WallClock } from "./wallClock.ts";

/** The history on the wall clock's bins, NaN for a gap, scaled so that its largest value is 1. */
export interface DemandBins {
  /** Shape (length,); starts with a known value unless it is empty. */
  readonly values: Float64Array;
  /** The same with what was masked; shape of `values`. */
  readonly raw: Float64Array;
  /** 1 where a value of `raw` is the least that was asked for; shape of `values`. */
  readonly censored: Uint8Array;
  /** What a scaled value is multiplied with to be demand again; 0 when nothing but zeros was seen. */
  readonly unit: number;
  /** Bins that hold a usable value. */
  readonly known: number;
  /** Samples that were no demand: infinite or negative. */
  readonly refused: number;
}

/**
 * Means per bin. NaN, infinite and negative samples and those inside declared windows, on holidays and under missing
 * capacity are gaps, never zeros.
 * Scaling by the largest value keeps sums and squares finite for any input.
 */
export function demandBins(request: ForecastRequest, clock: WallClock, holidays: ReadonlySet<number>): DemandBins {
  const { history } = request;
  const sum = new Float64Array(clock.length);
  const count = new Uint32Array(clock.length);
  const { unit, refused } = largestOf(history.values);
  const bins = clock.binsAlong(history.start, history.step, history.values.length);
  addSamples(history.values, bins, { sum, count, unit });
  const { masked, censored } = masksOf(request, { clock, holidays, count });
  // NaN without a sample, as 0 / 0.
  for (let bin = 0; bin < clock.length; bin++) if (count[bin] !== 1) sum[bin]! /= count[bin]!;
  const values = withoutMasked(sum, masked);
  let first = -1;
  let known = 0;
  for (let bin = 0; bin < clock.length; bin++) {
    if (Number.isNaN(values[bin]!)) continue;
    if (first < 0) first = bin;
    known++;
  }
  const from = first < 0 ? clock.length : first;
  return {
    ...{ values: values.subarray(from), raw: sum.subarray(from), censored: censored.subarray(from) },
    ...{ unit, known, refused },
  };
}

interface Sums {
  readonly sum: Float64Array;
  readonly count: Uint32Array;
  readonly unit: number;
}

function addSamples(values: Float64Array, bins: Int32Array, { sum, count, unit }: Sums): void {
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    const bin = bins[i]!;
    if (!isDemand(v) || bin < 0 || bin >= sum.length) continue;
    sum[bin]! += unit > 0 ? v / unit : 0;
    count[bin]! += 1;
  }
}

function isDemand(v: number): boolean {
  return v >= 0 && v < Infinity;
}

function largestOf(values: Float64Array): { readonly unit: number; readonly refused: number } {
  let unit = 0;
  let refused = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (isDemand(v)) unit = Math.max(unit, v);
    else if (!Number.isNaN(v)) refused++;
  }
  return { unit, refused };
}

/** @returns the means themselves where nothing is masked */
function withoutMasked(means: Float64Array, masked: Uint8Array): Float64Array {
  if (!masked.includes(1)) return means;
  const values = means.slice();
  for (let bin = 0; bin < values.length; bin++) if (masked[bin] === 1) values[bin] = NaN;
  return values;
}

interface Masks {
  /** 1 where nothing is learned from. */
  readonly masked: Uint8Array;
  readonly censored: Uint8Array;
}

function masksOf(
  { declared, saturated = [] }: ForecastRequest,
  { clock, holidays, count }: { clock: WallClock; holidays: ReadonlySet<number>; count: Uint32Array },
): Masks {
  const masked = maskOf(declared, clock);
  const censored = maskOf(saturated, clock);
  for (let bin = 0; bin < clock.length; bin++) if (masked[bin] === 1) censored[bin] = 0;
  maskHolidays(masked, holidays, clock);
  // When nothing but censored values was seen, the least that was asked for is all there is to know.
  const free = count.some((n, bin) => n > 0 && masked[bin] === 0 && censored[bin] === 0);
  if (free) for (let bin = 0; bin < clock.length; bin++) masked[bin]! |= censored[bin]!;
  return { masked, censored };
}

/** A holiday is left out where weeks around it can take its place. */
function maskHolidays(
  mask: Uint8Array,
  holidays: ReadonlySet<number>,
  { day, week, length, firstOf }: WallClock,
): void {
  if (length < week + day) return;
  for (const number of holidays) {
    const from = firstOf(number);
    mask.fill(1, Math.min(length, Math.max(0, from)), Math.min(length, Math.max(0, from + day)));
  }
}

function maskOf(declared: readonly Window[], clock: WallClock): Uint8Array {
  const mask = new Uint8Array(clock.length);
  for (const window of declared) {
    if (window.end <= window.start) continue;
    const [from, to] = clock.binsOf(window);
    mask.fill(1, Math.min(clock.length, Math.max(0, from)), Math.min(clock.length, Math.max(0, to)));
  }
  return mask;
}
