import type { Grid } from "./grid.ts";

export const DAYS = 7;

/** Means over past days at every place of a grid, computed once: each shape (n,). */
export interface PastShapes {
  /** Steps on either side over which values are averaged: single minutes are noise; 0 on hours. */
  readonly half: number;
  /** Mean around a place. */
  readonly smooth: Float64Array;
  /** Mean of `smooth` here and the same time on the 6 days before; fewer at the beginning. */
  readonly days7: Float64Array;
  /** The same mean of z − smooth: what returns every day within minutes. */
  readonly sharp7: Float64Array;
  /** Mean around a place of what lies before `origin` only. */
  upTo(origin: number, i: number): number;
}

export function pastShapes({ z, prefix, perHour, day }: Grid): PastShapes {
  const half = Math.round(perHour / 4);
  const around = (i: number, end: number): number => {
    const from = Math.max(0, i - half);
    const to = Math.min(end, i + half + 1);
    return (prefix[to]! - prefix[from]!) / (to - from);
  };
  const smooth = half === 0 ? z : new Float64Array(z.length);
  const sharp = new Float64Array(z.length);
  for (let i = 0; half > 0 && i < z.length; i++) {
    smooth[i] = around(i, z.length);
    sharp[i] = z[i]! - smooth[i]!;
  }
  return {
    half,
    smooth,
    days7: meanOfLags(smooth, day, DAYS),
    sharp7: half === 0 ? sharp : meanOfLags(sharp, day, DAYS),
    upTo: (origin, i) => (half === 0 ? z[i]! : around(i, origin)),
  };
}

/** out[i] = mean of values[i − k lag] for k in 0..count−1, as far as they exist. */
export function meanOfLags(values: Float64Array, lag: number, count: number): Float64Array {
  const sums = new Float64Array(values.length);
  const whole = lag * count;
  for (let i = 0; i < values.length; i++) {
    sums[i] = values[i]! + (i >= lag ? sums[i - lag]! : 0) - (i >= whole ? values[i - whole]! : 0);
  }
  for (let i = 0; i < sums.length; i++) sums[i]! /= i >= whole ? count : Math.floor(i / lag) + 1;
  return sums;
}
