import type { Grid } from "./grid.ts";
import type { Ahead, Member } from "./member.ts";

export interface LaggedShape {
  readonly name: string;
  readonly usualError: number;
  readonly period: "day" | "week";
  /** The mean of the same time in so many periods before. */
  readonly periods: number;
  /** How much of the level of the last 24 h against the shape's stays over the whole horizon, within [0, 1]. */
  readonly levelKept: number;
}

/** What the last hour differs from the shape fades as exp(−h / 4 h). */
const FADE_HOURS = 4;

/**
 * The same time in the days or weeks before, moved to the level of now: what a person would draw.
 * z[t+h] = s[t+h] + κ Δ24h + (Δ1h − κ Δ24h) e^(−h / 4 h), with s the mean over periods and Δ the mean of z − s.
 * Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., §5.2 (seasonal naive).
 */
export function laggedShape(model: LaggedShape): Member {
  return {
    name: model.name,
    view: "log",
    needsDays: model.period === "day" ? 1 : 7,
    usualError: model.usualError,
    fits: (_, origins) => origins.map(() => []),
    path: ({ fine }, _, ahead) => pathFrom(model, fine, ahead),
  };
}

function pathFrom(model: LaggedShape, grid: Grid, { origin, steps }: Ahead): Float64Array {
  const lag = model.period === "day" ? grid.day : grid.week;
  const hour = Math.max(1, Math.round(grid.perHour));
  const shape = (i: number): number => meanOfPeriods(grid, { i, lag, periods: model.periods, origin });
  const lastHour = levelAgainst(grid, shape, Math.max(lag, origin - hour), origin);
  const kept = model.levelKept === 0 ? 0 : model.levelKept * dayAgainst(grid, model, origin);
  return Float64Array.from(steps, (h) => {
    const fade = Math.exp(-h / (FADE_HOURS * Math.max(grid.perHour, 1e-9)));
    return shape(origin + h - 1) + kept + (lastHour - kept) * fade;
  });
}

function levelAgainst(grid: Grid, shape: (i: number) => number, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += grid.z[i]! - shape(i);
  return to > from ? sum / (to - from) : 0;
}

/** Mean of the last 24 h against the same in the periods before. */
function dayAgainst(grid: Grid, { period, periods }: LaggedShape, origin: number): number {
  const lag = period === "day" ? grid.day : grid.week;
  const mean = (end: number): number => (grid.prefix[end]! - grid.prefix[end - grid.day]!) / grid.day;
  let sum = 0;
  let count = 0;
  for (let k = 1; k <= periods && origin - k * lag >= grid.day; k++, count++) sum += mean(origin - k * lag);
  return count === 0 ? 0 : mean(origin) - sum / count;
}

interface Place {
  readonly i: number;
  readonly lag: number;
  readonly periods: number;
  readonly origin: number;
}

/** Smoothed over a quarter of an hour on either side; only what is known at the origin. */
function meanOfPeriods(grid: Grid, { i, lag, periods, origin }: Place): number {
  const half = Math.round(grid.perHour / 4);
  const first = Math.max(1, Math.ceil((i - origin + 1) / lag));
  let sum = 0;
  let count = 0;
  for (let k = first; k < first + periods; k++) {
    const at = i - k * lag;
    if (at < 0) break;
    const from = Math.max(0, at - half);
    const to = Math.min(origin, at + half + 1);
    sum += (grid.prefix[to]! - grid.prefix[from]!) / (to - from);
    count++;
  }
  return count === 0 ? grid.z[Math.max(0, origin - 1)]! : sum / count;
}
