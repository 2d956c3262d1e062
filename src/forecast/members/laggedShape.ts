import type { Grid } from "../views/grid.ts";
import { fadeSteps } from "./levelFade.ts";
import type { Member } from "./member.ts";
import type { Ahead } from "../views/ahead.ts";

export interface LaggedShape {
  readonly name: string;
  readonly usualError: number;
  readonly period: "day" | "week";
  /** The mean of the same time in so many periods before. */
  readonly periods: number;
  /** How much of the level of the last 24 h against the shape's stays over the whole horizon, within [0, 1]. */
  readonly levelKept: number;
  /**
   * Single steps, not means of half an hour: where jobs start at a minute, edges are sharp. On hours both are the same.
   */
  readonly sharp?: true;
  readonly finerThanHours?: true;
}

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
    fixed: true,
    ...(model.sharp === true || model.finerThanHours === true ? { finerThanHours: true } : {}),
    fits: (_, origins) => origins.map(() => []),
    path: ({ fine }, _, ahead) => pathFrom(model, fine, ahead),
  };
}

function pathFrom(model: LaggedShape, grid: Grid, { origin, steps }: Ahead): Float64Array {
  const lag = model.period === "day" ? grid.day : grid.week;
  const hour = Math.max(1, Math.round(grid.perHour));
  const shape: Shape = {
    lag,
    periods: model.periods,
    origin,
    half: model.sharp === true ? 0 : Math.round(grid.perHour / 4),
  };
  const lastHour = levelAgainst(grid, shape, Math.max(lag, origin - hour));
  const kept = model.levelKept === 0 ? 0 : model.levelKept * dayAgainst(grid, model, origin);
  const fade = fadeSteps(grid);
  const path = new Float64Array(steps.length);
  for (let s = 0; s < steps.length; s++) {
    const h = steps[s]!;
    path[s] = meanOfPeriods(grid, shape, origin + h - 1) + kept + (lastHour - kept) * Math.exp(-h / fade);
  }
  return path;
}

function levelAgainst(grid: Grid, shape: Shape, from: number): number {
  let sum = 0;
  for (let i = from; i < shape.origin; i++) sum += grid.z[i]! - meanOfPeriods(grid, shape, i);
  return shape.origin > from ? sum / (shape.origin - from) : 0;
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

interface Shape {
  readonly lag: number;
  readonly periods: number;
  /** Only what is known here is looked at. */
  readonly origin: number;
  /** Steps on either side of a place that its mean takes in: a quarter of an hour, or none. */
  readonly half: number;
}

function meanOfPeriods({ prefix, z }: Grid, { lag, periods, origin, half }: Shape, i: number): number {
  const first = Math.max(1, Math.ceil((i - origin + 1) / lag));
  let sum = 0;
  let count = 0;
  for (let at = i - first * lag; count < periods && at >= 0; at -= lag, count++) {
    const from = Math.max(0, at - half);
    const to = Math.min(origin, at + half + 1);
    sum += (prefix[to]! - prefix[from]!) / (to - from);
  }
  return count === 0 ? z[Math.max(0, origin - 1)]! : sum / count;
}
