import { DirectFeatures, featureCount } from "./directFeatures.ts";
import { directPrior } from "./directPrior.ts";
import { EquationsByHour, hourOfDay } from "./equationsByHour.ts";
import type { Grid } from "../views/grid.ts";
import { addRows, pathAlong } from "./knots.ts";
import type { Fit, Member } from "./member.ts";
import type { Ahead } from "../views/ahead.ts";
import type { View, Views } from "../views/view.ts";
import { emptyEquations } from "./normalEquations.ts";
import { shrunk, workplace } from "./ridge.ts";

/** Horizons with coefficients of their own, in hours; between them coefficients are drawn in log h. */
const KNOT_HOURS = [0, 0.5, 1, 2, 3, 5, 8, 12, 17, 24, 31, 38, 48, 72, 120, 168, 336];
/** Origins to learn from: within an hour steps are too alike for more; on hours M4 gains 0.6 % from the second half. */
const ROWS_AT_MOST = { hourly: 1_000, finer: 450 };
/** The prior weighs as this many rows. */
const PRIOR_ROWS = 30;
/** The fit of all rows weighs as this many in the fit of those near the origin's hour. */
const WHOLE_ROWS = 50;
/** The fit of all rows changes slowly: it is made at every so many origins. */
const WHOLE_EVERY = 7;

type Direct = Pick<Member, "name" | "usualError"> & { readonly view: keyof Views };

/**
 * One ridge regression for each of some horizons: y[t+h] − (same time last week) on the features of `directFeatures`.
 * It is fitted twice: to all rows, shrunk to what is usual of other series, then to those near the origin's time of
 * day, shrunk to the first.
 * A direct forecast does not feed on its own errors as a recursive one does.
 * Source: Marcellino, Stock & Watson (2006), J. Econometrics 135 (direct and iterated forecasts compared).
 */
export function directRegression({ name, view, usualError }: Direct): Member {
  return {
    ...{ name, view, needsDays: 8, usualError },
    fitsByHour: "nearby",
    fits: (seen, origins, horizon, reaches = origins.map(() => horizon)) => fitsAt(seen, origins, horizon, reaches),
    path: (seen, fit, ahead) => pathFrom(seen, fit, ahead),
  };
}

/** Knots in steps, ascending, the last one the horizon itself. */
function knotSteps({ day, perHour }: Grid, horizon: number): readonly number[] {
  const knots: number[] = [];
  let last = 0;
  const add = (step: number): void => {
    if (step > last && step < horizon) knots.push((last = step));
  };
  for (const hours of KNOT_HOURS) {
    add(Math.max(1, Math.round(hours * perHour)));
    // The lag of a day grows to two days right behind the first day: both sides of the edge are knots.
    if (hours === 24) add(day + 1);
  }
  return [...knots, horizon];
}

function fitsAt(view: View, origins: readonly number[], horizon: number, reaches: readonly number[]): readonly Fit[] {
  const grid = view.fine;
  const knots = knotSteps(grid, horizon);
  const mostRows = grid.perHour > 1 ? ROWS_AT_MOST.finer : ROWS_AT_MOST.hourly;
  const stride = Math.max(1, Math.round(origins[origins.length - 1]! / mostRows));
  const size = featureCount(grid);
  const sum = emptyEquations(size);
  const equations = knots.map(() => new EquationsByHour(size, sum));
  const room = workplace(size);
  const features = new DirectFeatures(view);
  const priors = knots.map((knot) => directPrior(knot / grid.perHour, grid));
  let before = 0;
  let whole: Fit = [];
  return origins.map((origin, k) => {
    addRows(features, { steps: knots, equations }, grid, { least: grid.day, stride, before, origin });
    before = origin;
    if (k % WHOLE_EVERY === 0 || k === origins.length - 1) {
      whole = equations.map((rows, knot) => shrunk(rows.all(), PRIOR_ROWS, priors[knot]!, room));
    }
    const hour = hourOfDay(origin, grid.day);
    const reached = knots.findIndex((knot) => knot >= reaches[k]!) + 1;
    const near = equations.slice(0, reached);
    return near.map((rows, knot) => shrunk(rows.near(hour), WHOLE_ROWS, whole[knot]!, room));
  });
}

function pathFrom(view: View, fit: Fit, { origin, horizon, steps }: Ahead): Float64Array {
  const features = new DirectFeatures(view);
  features.moveTo(origin);
  return pathAlong(features, fit, knotSteps(view.fine, horizon), steps);
}
