import { EquationsByHour, hourOfDay } from "./equationsByHour.ts";
import type { Grid } from "../views/grid.ts";
import { addRows, pathAlong } from "./knots.ts";
import type { Fit, Member } from "./member.ts";
import type { Ahead } from "../views/ahead.ts";
import type { View, Views } from "../views/view.ts";
import { emptyEquations } from "./normalEquations.ts";
import { shrunk, workplace } from "./ridge.ts";
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

/** In steps, ascending, the last one the first that covers the horizon. */
function knotSteps({ perHour }: Grid, horizon: number): readonly number[] {
  const knots = [...new Set(KNOT_HOURS.map((hours) => Math.max(1, Math.round(hours * perHour))))];
  const covers = knots.findIndex((knot) => knot >= horizon);
  return covers < 0 ? knots : knots.slice(0, covers + 1);
}

function fitsAt(view: View, origins: readonly number[], horizon: number): readonly Fit[] {
  const { day } = view.fine;
  const knots = knotSteps(view.fine, horizon);
  const stride = Math.max(1, Math.round(origins[origins.length - 1]! / ROWS_AT_MOST));
  const sum = emptyEquations(SOON_COUNT);
  const equations = knots.map(() => new EquationsByHour(SOON_COUNT, sum));
  const room = workplace(SOON_COUNT);
  const features = new SoonFeatures(view);
  let before = 0;
  let whole: Fit = [];
  return origins.map((origin, k) => {
    addRows(features, { steps: knots, equations }, view.fine, { least: day + 1, stride, before, origin });
    before = origin;
    if (k % WHOLE_EVERY === 0 || k === origins.length - 1) {
      whole = equations.map((rows) => shrunk(rows.all(), PRIOR_ROWS, SOON_PRIOR, room));
    }
    const hour = hourOfDay(origin, day);
    return equations.map((rows, knot) => shrunk(rows.near(hour), WHOLE_ROWS, whole[knot]!, room));
  });
}

function pathFrom(view: View, fit: Fit, { origin, horizon, steps }: Ahead): Float64Array {
  const features = new SoonFeatures(view);
  features.moveTo(origin);
  return pathAlong(features, fit, knotSteps(view.fine, horizon), steps);
}
