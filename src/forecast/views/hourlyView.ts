import { type Grid, makeGrid } from "./grid.ts";
import type { Ahead } from "./ahead.ts";

/**
 * The grid in hours, counted back from its end, and what it leaves out: slow members work on it at a twelfth of the
 * cost.
 * A grid of an hour or more a step is its own hourly view.
 */
export interface HourlyView {
  readonly grid: Grid;
  /** Steps of the fine grid in one of the view. */
  readonly width: number;
  /**
   * Fine value minus the hourly values drawn through their middles, the mean of the day of a fine place and the six
   * before it; 0 when width is 1.
   */
  detailAt(place: number): number;
}

/** Steps of a fine grid in one of its hourly view. */
export function widthOf({ perHour }: Grid): number {
  return Math.max(1, perHour);
}

export function hourlyView(fine: Grid): HourlyView {
  const width = widthOf(fine);
  if (width <= 1) return { grid: fine, width: 1, detailAt: () => 0 };
  const n = fine.z.length;
  const hours = Math.floor(n / width + 1e-9);
  const z = new Float64Array(hours);
  const known = new Uint8Array(hours);
  for (let j = 0; j < hours; j++) {
    const from = n - (hours - j) * width;
    z[j] = (sumTo(fine, from + width) - sumTo(fine, from)) / width;
    known[j] = majorityKnown(fine, Math.round(from), Math.round(from + width));
  }
  const grid = makeGrid(z, known, 24);
  const detail = new Float64Array(n).fill(NaN);
  const detailAt = (place: number): number => {
    if (Number.isNaN(detail[place]!)) detail[place] = meanDetail(fine, z, place);
    return detail[place]!;
  };
  return { grid, width, detailAt };
}

/** Where a fine origin lies in the view; whole when origins are whole hours before the end. */
export function hourlyOrigin(view: HourlyView, fineLength: number, origin: number): number {
  return view.grid.z.length - Math.round((fineLength - origin) / view.width);
}

/** Steps of the view that cover a fine horizon, and one more to draw towards. */
export function hourlyHorizon(view: HourlyView, horizon: number): number {
  return view.width === 1 ? horizon : Math.ceil(horizon / view.width) + 1;
}

/**
 * An hourly path back on the fine grid: drawn through the middles of the hours, with the mean detail of past days.
 * @param path shape (hourlyHorizon,), the first hour after the origin
 */
export function refined(view: HourlyView, fine: Grid, path: Float64Array, { origin, steps }: Ahead): Float64Array {
  const out = new Float64Array(steps.length);
  if (view.width === 1) {
    for (let s = 0; s < steps.length; s++) out[s] = path[steps[s]! - 1]!;
    return out;
  }
  const values = new Float64Array(path.length + 1);
  values[0] = view.grid.z[Math.max(0, hourlyOrigin(view, fine.z.length, origin) - 1)]!;
  values.set(path, 1);
  for (let s = 0; s < steps.length; s++) {
    const h = steps[s]!;
    const drawn = between(values, (h - 0.5) / view.width + 0.5);
    const dayAgo = origin + h - 1 - Math.ceil(h / fine.day) * fine.day;
    out[s] = drawn + (dayAgo < 0 ? 0 : DETAIL_KEPT * view.detailAt(dayAgo));
  }
  return out;
}

/** The mean of few days overstates what repeats. */
const DETAIL_KEPT = 0.8;
const DETAIL_DAYS = 7;

/** @param hours by the hour, counted back from the end of the fine grid */
function meanDetail(fine: Grid, hours: Float64Array, place: number): number {
  const width = widthOf(fine);
  const offset = fine.z.length - hours.length * width;
  let sum = 0;
  let count = 0;
  for (let i = place; i >= 0 && count < DETAIL_DAYS; i -= fine.day, count++) {
    sum += fine.z[i]! - between(hours, (i - offset + 0.5) / width - 0.5);
  }
  return sum / count;
}

/** Σ z[0..position) with the part of a step counted in proportion. */
function sumTo({ prefix, z }: Grid, position: number): number {
  const whole = Math.min(z.length, Math.max(0, Math.floor(position + 1e-9)));
  const part = Math.max(0, position - whole);
  return prefix[whole]! + (whole < z.length ? part * z[whole]! : 0);
}

function majorityKnown({ known }: Grid, from: number, to: number): number {
  let count = 0;
  for (let i = Math.max(0, from); i < to; i++) count += known[i]!;
  return 2 * count >= to - from ? 1 : 0;
}

/** Linear between neighbours, level outside. */
function between(values: Float64Array, position: number): number {
  const last = values.length - 1;
  const clamped = Math.min(last, Math.max(0, position));
  const i = Math.min(last, Math.floor(clamped));
  const next = values[Math.min(last, i + 1)]!;
  return values[i]! + (next - values[i]!) * (clamped - i);
}
