import { EquationsByHour, hourOfDay } from "./equationsByHour.ts";
import type { Grid } from "../views/grid.ts";
import type { Fit, Member } from "./member.ts";
import type { Ahead } from "../views/ahead.ts";
import type { View, Views } from "../views/view.ts";
import { type NormalEquations, relativePenalty, solveRidge } from "./ridge.ts";
import { SOON_COUNT, SOON_PRIOR, SoonFeatures } from "./soonFeatures.ts";

/** Horizons with coefficients of their own, in hours; between them drawn in log h, behind the last they stay. */
const KNOT_HOURS = [0, 0.25, 1, 3, 6];
/** Origins to learn from: nearly one in forty minutes of four weeks. */
const ROWS_AT_MOST = 900;
/** The prior weighs as this many rows in the fit of all rows, and that fit as so many in the one by the hour. */
const PRIOR_ROWS = 20;
const WHOLE_ROWS = 60;
/** The fit of all rows changes slowly: it is made at every so many origins. */
const WHOLE_EVERY = 4;

/**
 * The next hours from the last value: y[t+h] − y[t] regressed on `soonFeatures`, for a few horizons, first on all rows,
 * then on those near the origin's time of day, shrunk to the first.
 * `directRegression` starts at last week's value and `autoregression` sees whole hours: both forget where demand stands
 * right now. On grids of an hour it knows nothing that they do not.
 * Source: Marcellino, Stock & Watson (2006), J. Econometrics 135 (direct forecasts).
 */
export function soonRegression(name: string, view: keyof Views, usualError: number): Member {
  return {
    name,
    view,
    needsDays: 2,
    usualError,
    fitsByHour: "own",
    finerThanHours: true,
    fits: fitsAt,
    path: pathFrom,
  };
}

/** In steps, ascending. */
function knotSteps({ perHour }: Grid): readonly number[] {
  return [...new Set(KNOT_HOURS.map((hours) => Math.max(1, Math.round(hours * perHour))))];
}

function fitsAt(view: View, origins: readonly number[]): readonly Fit[] {
  const { z, known, day } = view.fine;
  const knots = knotSteps(view.fine);
  const furthest = knots[knots.length - 1]!;
  const stride = Math.max(1, Math.round(origins[origins.length - 1]! / ROWS_AT_MOST));
  const equations = knots.map(() => new EquationsByHour(SOON_COUNT));
  const features = new SoonFeatures(view);
  let before = 0;
  let whole: Fit = [];
  return origins.map((origin, k) => {
    // Only rows of which some target became known since the origin before.
    const first = Math.max(day + 1, before - furthest);
    for (let row = first + ((stride - (first % stride)) % stride); row < origin; row += stride) {
      features.moveTo(row);
      const hour = hourOfDay(row, day);
      for (let knot = 0; knot < knots.length; knot++) {
        const target = row + knots[knot]! - 1;
        if (target >= origin) break;
        if (target < before || known[target] === 0) continue;
        features.read(knots[knot]!);
        equations[knot]!.addRow(hour, features.x, z[target]! - features.base);
      }
    }
    before = origin;
    if (k % WHOLE_EVERY === 0 || k === origins.length - 1) {
      whole = equations.map((rows) => fitTo(rows.all(), PRIOR_ROWS, SOON_PRIOR));
    }
    const hour = hourOfDay(origin, day);
    return equations.map((rows, knot) => fitTo(rows.near(hour), WHOLE_ROWS, whole[knot]!));
  });
}

function fitTo(equations: NormalEquations, rows: number, prior: Float64Array): Float64Array {
  return solveRidge(equations, relativePenalty(equations, rows), prior);
}

function pathFrom(view: View, fit: Fit, { origin, steps }: Ahead): Float64Array {
  const knots = knotSteps(view.fine);
  const features = new SoonFeatures(view);
  features.moveTo(origin);
  const path = new Float64Array(steps.length);
  let knot = 0;
  for (let s = 0; s < steps.length; s++) {
    const h = steps[s]!;
    while (knot < knots.length - 1 && knots[knot + 1]! <= h) knot++;
    features.read(h);
    const here = dot(fit[knot]!, features.x);
    path[s] = features.base + here;
    const next = fit[knot + 1];
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
