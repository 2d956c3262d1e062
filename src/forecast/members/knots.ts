import type { Grid } from "../views/grid.ts";
import { type EquationsByHour, hourOfDay } from "./equationsByHour.ts";
import type { Fit } from "./member.ts";

/** What a direct regression looks at, one origin and horizon after the other; `x` is overwritten by the next `read`. */
export interface KnotFeatures {
  readonly x: Float64Array;
  /** Sets the origin: everything before it is known. */
  moveTo(origin: number): void;
  /**
   * Fills `x` for the step `h` ≥ 1 ahead of the origin.
   * @returns the value that the regression starts from, NaN when there is none
   */
  read(h: number): number;
}

/** Horizons with coefficients of their own, in steps, ascending; each has equations of its own. */
export interface Knots {
  readonly steps: readonly number[];
  readonly equations: readonly EquationsByHour[];
}

/** Which rows are added: every `stride` steps from `least` on, with targets that became known in [before, origin). */
export interface Span {
  readonly least: number;
  readonly stride: number;
  readonly before: number;
  readonly origin: number;
}

/** Adds to the equations of each knot y[row + knot] − base on the features of the row. */
export function addRows(features: KnotFeatures, { steps, equations }: Knots, grid: Grid, span: Span): void {
  const { least, stride, before, origin } = span;
  const first = Math.max(least, before - steps[steps.length - 1]!);
  for (let row = first + ((stride - (first % stride)) % stride); row < origin; row += stride) {
    features.moveTo(row);
    const hour = hourOfDay(row, grid.day);
    for (let knot = 0; knot < steps.length; knot++) {
      const target = row + steps[knot]! - 1;
      if (target >= origin) break;
      if (target < before || grid.known[target] === 0) continue;
      const base = features.read(steps[knot]!);
      if (!Number.isNaN(base)) equations[knot]!.addRow(hour, features.x, grid.z[target]! - base);
    }
  }
}

/**
 * Continues from the origin that the features stand at; coefficients are drawn in log h between knots and stay behind
 * the last.
 * @param knots in steps, ascending
 * @param steps after the origin, ascending
 * @returns shape (steps.length,)
 */
export function pathAlong(features: KnotFeatures, fit: Fit, knots: readonly number[], steps: Int32Array): Float64Array {
  const path = new Float64Array(steps.length);
  let knot = 0;
  for (let s = 0; s < steps.length; s++) {
    const h = steps[s]!;
    while (knot < knots.length - 1 && knots[knot + 1]! <= h) knot++;
    const base = features.read(h);
    const here = dot(fit[knot]!, features.x);
    const next = fit[knot + 1];
    path[s] = base + here;
    if (next === undefined || knots[knot] === h) continue;
    const along = Math.log(h / knots[knot]!) / Math.log(knots[knot + 1]! / knots[knot]!);
    path[s]! += along * (dot(next, features.x) - here);
  }
  return path;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
