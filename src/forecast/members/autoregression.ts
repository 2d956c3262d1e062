import type { Deviation } from "../views/deviation.ts";
import type { Grid } from "../views/grid.ts";
import { hourlyHorizon, hourlyOrigin, refined } from "../views/hourlyView.ts";
import type { Fit, Member } from "./member.ts";
import type { View, Views } from "../views/view.ts";
import { addRow, emptyEquations } from "./normalEquations.ts";
import { relativePenalty, solveRidge, workplace } from "./ridge.ts";

export interface Autoregression {
  readonly name: string;
  readonly view: keyof Views;
  readonly needsDays: number;
  readonly usualError: number;
  /** Hours back, ascending. */
  readonly lags: readonly number[];
  /** Coefficients believed before anything is seen, by lag; 0 for the others. */
  readonly prior: Readonly<Record<number, number>>;
  /** Rows that the prior weighs. */
  readonly priorRows: number;
  /** Everything is read against the mean of this many hours before it, so that no intercept is needed. */
  readonly levelHours: number;
  /** Fit the change against this many hours ago instead of the value. */
  readonly difference?: number;
  /** Fit what the value differs from this shape instead of the value; needs no level. */
  readonly against?: "SimilarDays";
  readonly finerThanHours?: true;
}

/** A row two weeks old weighs half. */
const HALF_LIFE_HOURS = 336;

/**
 * Recursive autoregression on hours: z[t] on its own past at the lags around one hour, one day and one week.
 * On finer grids it forecasts hours; the detail of past days is laid over them (`hourlyView`).
 * Source: Box & Jenkins, Time Series Analysis, ch. 9 (seasonal models); the prior is a seasonal random walk.
 */
export function autoregression(model: Autoregression): Member {
  return {
    ...model,
    fits: (view, origins) => {
      const hours = origins.map((origin) => hourlyOrigin(view.hourly, view.fine.z.length, origin));
      return fitsAt(model, model.against === undefined ? view.hourly.grid : view.deviation.grid, hours);
    },
    path: (view, fit, ahead) => {
      const origin = hourlyOrigin(view.hourly, view.fine.z.length, ahead.origin);
      const horizon = hourlyHorizon(view.hourly, ahead.steps[ahead.steps.length - 1]!);
      const path = pathFrom(model, view, { beta: fit[0]!, origin, horizon });
      return refined(view.hourly, view.fine, path, ahead);
    },
  };
}

/** Lags in steps of the grid, each once. */
function lagSteps({ lags }: Autoregression, grid: Grid): Int32Array {
  const steps = new Int32Array(lags.length);
  let count = 0;
  for (const hours of lags) {
    const step = Math.max(1, hoursToSteps(grid, hours));
    if (count === 0 || step !== steps[count - 1]) steps[count++] = step;
  }
  return steps.subarray(0, count);
}

function hoursToSteps(grid: Grid, hours: number): number {
  return Math.round((hours * grid.day) / 24);
}

function fitsAt(model: Autoregression, grid: Grid, origins: readonly number[]): readonly Fit[] {
  const lags = lagSteps(model, grid);
  const prior = Float64Array.from([...lags], (lag) => model.prior[Math.round((lag * 24) / grid.day)] ?? 0);
  const values = followed(model, grid);
  const equations = emptyEquations(lags.length);
  const room = workplace(lags.length);
  const x = new Float64Array(lags.length);
  let row = (lags[lags.length - 1] ?? 0) + hoursToSteps(grid, model.difference ?? 0);
  const halfLife = Math.max(1, hoursToSteps(grid, HALF_LIFE_HOURS));
  const growth = 2 ** (1 / halfLife);
  let weight = 2 ** ((row - grid.z.length) / halfLife);
  return origins.map((origin) => {
    for (; row < origin; row++, weight *= growth) {
      if (grid.known[row] === 0) continue;
      const level = levelBefore(model, grid, row);
      for (let j = 0; j < lags.length; j++) x[j] = values[row - lags[j]!]! - level;
      addRow(equations, x, values[row]! - level, weight);
    }
    return [solveRidge(equations, relativePenalty(equations, model.priorRows, 0.003, room.penalty), prior, room)];
  });
}

/** What the model follows over [from, to): the values, or their change. */
function followed({ difference: hours }: Autoregression, grid: Grid, from = 0, to = grid.z.length): Float64Array {
  if (hours === undefined) return grid.z.subarray(from, to);
  const lag = hoursToSteps(grid, hours);
  const out = new Float64Array(to - from);
  for (let i = Math.max(from, lag); i < to; i++) out[i - from] = grid.z[i]! - grid.z[i - lag]!;
  return out;
}

/** A change, or what differs from a shape, swings around nothing already. */
function hasLevel(model: Autoregression): boolean {
  return model.difference === undefined && model.against === undefined;
}

function levelBefore(model: Autoregression, grid: Grid, i: number): number {
  if (!hasLevel(model)) return 0;
  const from = Math.max(0, i - hoursToSteps(grid, model.levelHours));
  return i === from ? grid.z[0]! : (grid.prefix[i]! - grid.prefix[from]!) / (i - from);
}

interface From {
  readonly beta: Float64Array;
  readonly origin: number;
  readonly horizon: number;
}

function pathFrom(model: Autoregression, view: View, { beta, origin, horizon }: From): Float64Array {
  const { grid } = view.hourly;
  const lags = lagSteps(model, grid);
  const levelled = hasLevel(model);
  const width = Math.max(1, Math.min(origin, hoursToSteps(grid, model.levelHours)));
  // As far back as the furthest lag looks, and then the path itself.
  const back = Math.min(origin, Math.max(width, lags[lags.length - 1] ?? 0));
  const extended = new Float64Array(back + horizon);
  const { against } = model;
  extended.set(
    against === undefined ? followed(model, grid, origin - back, origin) : view.deviation.over(origin - back, origin),
  );
  let level = levelBefore(model, grid, origin);
  // Σ β (z − level) + level, with the level apart.
  let rest = 1;
  for (let j = 0; j < lags.length; j++) rest -= beta[j]!;
  for (let i = back; i < back + horizon; i++) {
    let sum = rest * level;
    for (let j = 0; j < lags.length; j++) sum += beta[j]! * extended[i - lags[j]!]!;
    extended[i] = sum;
    if (levelled) level += (sum - extended[i - width]!) / width;
  }
  const path = extended.subarray(back);
  if (against !== undefined) addSimilarDays(path, view.deviation, origin);
  if (model.difference === undefined) return path;
  const lag = hoursToSteps(grid, model.difference);
  for (let h = 0; h < horizon; h++) path[h] = path[h]! + (h < lag ? grid.z[origin + h - lag]! : path[h - lag]!);
  return path;
}

function addSimilarDays(path: Float64Array, { similar }: Deviation, origin: number): void {
  for (let h = 0; h < path.length; h++) path[h]! += similar.at(origin + h, similar.firstDay(h + 1));
}
