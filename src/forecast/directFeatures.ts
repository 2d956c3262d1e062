import type { Grid } from "./grid.ts";
import type { View } from "./member.ts";
import { DAYS, type PastShapes } from "./pastShapes.ts";
import type { SimilarDays } from "./similarDays.ts";

/**
 * What the direct regression looks at, each relative to the same time last week (the base):
 * other days and weeks at that time, the level, and how the last minutes and hours differ from the same a day and a
 * week ago.
 */
export const FEATURES = [
  "day",
  "week2",
  "days7",
  "weeks4",
  "level24h",
  "level7d",
  "level24hAgainstWeek",
  "last3hAgainstWeek",
  "last3hAgainstDay",
  "last1hAgainstWeek",
  "last1hAgainstDay",
  "last15mAgainstWeek",
  "last15mAgainstDay",
  "last1hAgainst24h",
  "sharpness",
  "last1hAgainst7Days",
  "similarDays",
] as const;

export type Feature = (typeof FEATURES)[number];
export const FEATURE_COUNT = FEATURES.length;

/**
 * Reads the features of one origin after the other into `x`, which is overwritten: a row is used before the next
 * is read.
 */
export class DirectFeatures {
  readonly x = new Float64Array(FEATURE_COUNT);
  private readonly own = new Float64Array(FEATURE_COUNT);
  private readonly grid: Grid;
  private readonly shapes: PastShapes;
  private readonly similar: SimilarDays;
  private origin = 0;

  constructor({ fine, shapes, similar }: Pick<View, "fine" | "shapes" | "similar">) {
    this.grid = fine;
    this.shapes = shapes;
    this.similar = similar;
  }

  /** Sets the origin: everything before it is known. Needs a day of history. */
  moveTo(origin: number): void {
    const { day, week, perHour } = this.grid;
    this.origin = origin;
    const hour = Math.max(1, Math.round(perHour));
    const hours3 = Math.max(1, Math.round(3 * perHour));
    const quarter = Math.max(1, Math.round(perHour / 4));
    const lastDay = this.meanBefore(origin, day);
    const lastHour = this.meanBefore(origin, hour);
    const last3Hours = this.meanBefore(origin, hours3);
    const lastQuarter = this.meanBefore(origin, quarter);
    const x = this.own;
    x[4] = lastDay;
    x[5] = this.meanBefore(origin, week) - lastDay;
    x[6] = orZero(lastDay - this.meanBefore(origin - week, day));
    x[7] = orZero(last3Hours - this.meanBefore(origin - week, hours3));
    x[8] = orZero(last3Hours - this.meanBefore(origin - day, hours3));
    x[9] = orZero(lastHour - this.meanBefore(origin - week, hour));
    x[10] = orZero(lastHour - this.meanBefore(origin - day, hour));
    x[11] = orZero(lastQuarter - this.meanBefore(origin - week, quarter));
    x[12] = orZero(lastQuarter - this.meanBefore(origin - day, quarter));
    x[13] = lastHour - lastDay;
    x[15] = this.againstDays(lastHour, hour);
  }

  /**
   * Fills `x` for the step `h` ≥ 1 ahead of the origin.
   * @returns the base, NaN when no week of history lies behind the target
   */
  read(h: number): number {
    const { day, week } = this.grid;
    const target = this.origin + h - 1;
    const lastWeek = target - Math.ceil(h / week) * week;
    if (lastWeek < 0) return NaN;
    const { x, own, shapes } = this;
    const lastDay = target - Math.ceil(h / day) * day;
    // Near the origin the smoothing would look ahead; there it ends at what is known.
    const clipped = lastDay + shapes.half >= this.origin;
    const dayAgo = clipped ? shapes.upTo(this.origin, lastDay) : shapes.smooth[lastDay]!;
    const days = Math.min(DAYS, Math.floor(lastDay / day) + 1);
    const correction = clipped ? (dayAgo - shapes.smooth[lastDay]!) / days : 0;
    const base = lastWeek === lastDay ? dayAgo : shapes.smooth[lastWeek]!;
    x[0] = dayAgo - base;
    x[1] = lastWeek >= week ? shapes.smooth[lastWeek - week]! - base : 0;
    x[2] = shapes.days7[lastDay]! + correction - base;
    x[14] = shapes.half > 0 ? shapes.sharp7[lastDay]! - correction : 0;
    x[3] = shapes.weeks4[lastWeek]! - base;
    x[4] = own[4]! - base;
    for (let j = 5; j <= 13; j++) x[j] = own[j]!;
    x[15] = own[15]!;
    x[16] = this.similar.at(target, this.similar.firstDay(h)) - base;
    return base;
  }

  /** Mean of z over [end − width, end), NaN when nothing is there. */
  private meanBefore(end: number, width: number): number {
    const from = Math.max(0, end - width);
    return end <= from ? NaN : (this.grid.prefix[end]! - this.grid.prefix[from]!) / (end - from);
  }

  /** The last hour against the mean of that hour on the days before. */
  private againstDays(lastHour: number, hour: number): number {
    let sum = 0;
    let count = 0;
    for (let k = 1; k <= DAYS && this.origin - k * this.grid.day - hour >= 0; k++, count++) {
      sum += this.meanBefore(this.origin - k * this.grid.day, hour);
    }
    return count === 0 ? 0 : lastHour - sum / count;
  }
}

function orZero(v: number): number {
  return Number.isNaN(v) ? 0 : v;
}
