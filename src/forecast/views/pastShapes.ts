import type { Grid } from "./grid.ts";
import { MeanOfDays } from "./meanOfDays.ts";

export const DAYS = 7;

/** Means over past days at every place of a grid. */
export interface PastShapes {
  /** Steps on either side over which values are averaged: single minutes are noise; 0 on hours. */
  readonly half: number;
  /** Mean around a place; shape (n,). */
  readonly smooth: Float64Array;
  /** Mean of `smooth` here and the same time on the 6 days before; fewer at the beginning. */
  readonly days7: MeanOfDays;
  /** The same mean of z: what it differs by returns every day within minutes. */
  readonly exact7: MeanOfDays;
  /** Mean around a place of what lies before `origin` only. */
  upTo(origin: number, i: number): number;
}

export function pastShapes(grid: Grid): PastShapes {
  const { z, perHour, day } = grid;
  const half = Math.round(perHour / 4);
  const smooth = half === 0 ? z : smoothed(grid, half);
  return {
    half,
    smooth,
    days7: new MeanOfDays(smooth, day, DAYS),
    exact7: new MeanOfDays(z, day, DAYS),
    upTo: (origin, i) => (half === 0 ? z[i]! : meanAround(grid, { i, half, end: origin })),
  };
}

function smoothed(grid: Grid, half: number): Float64Array {
  const out = new Float64Array(grid.z.length);
  for (let i = 0; i < out.length; i++) out[i] = meanAround(grid, { i, half, end: out.length });
  return out;
}

function meanAround({ prefix }: Grid, { i, half, end }: { i: number; half: number; end: number }): number {
  const from = Math.max(0, i - half);
  const to = Math.min(end, i + half + 1);
  return (prefix[to]! - prefix[from]!) / (to - from);
}
