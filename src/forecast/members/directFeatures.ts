import type { Grid } from "../views/grid.ts";
import type { View } from "../views/view.ts";
import { DAYS, type PastShapes } from "../views/pastShapes.ts";
import type { SimilarDays } from "../views/similarDays.ts";

/**
 * What the direct regression looks at, each relative to the same time last week (the base): other days at that time,
 * as far as they are of the same kind (`similarDays`), the level, and how the last minutes and hours differ from the
 * same a day and a week ago.
 * Five more (two and four weeks at that time, the level of the week, of the last day and of three hours against those a
 * week before) made M4's training part 0.7 % worse and changed the traces by less than 0.4 %.
 */
export const FEATURES = [
  "day",
  "days7",
  "level24h",
  "last3hAgainstDay",
  "last1hAgainstWeek",
  "last1hAgainstDay",
  "last1hAgainst24h",
  "last1hAgainst7Days",
  "similarDays",
  // Only finer grids have something within the hour: on hours these would be others of the list, or nothing.
  "last15mAgainstWeek",
  "last15mAgainstDay",
  "sharpness",
] as const;

export type Feature = (typeof FEATURES)[number];
const ON_HOURS = FEATURES.indexOf("last15mAgainstWeek");

/** How many of them, from the first, say something on a grid. */
export function featureCount({ perHour }: Grid): number {
  return perHour > 1 ? FEATURES.length : ON_HOURS;
}

/**
 * Reads the features of one origin after the other into `x`, which is overwritten: a row is used before the next
 * is read.
 */
export class DirectFeatures {
  readonly x: Float64Array;
  /** What does not depend on the step ahead, by origin: an origin is read again for each rehearsal behind it. */
  private readonly ownAt = new Map<number, readonly number[]>();
  /** Mean of the last day. */
  private lastDay = 0;
  private readonly grid: Grid;
  private readonly shapes: PastShapes;
  private readonly similar: SimilarDays;
  /** By days back from the last one known, how much each is of the target's kind. */
  private readonly kinds = new Float64Array(DAYS);
  private origin = 0;

  constructor({ fine, shapes, similar }: Pick<View, "fine" | "shapes" | "similar">) {
    this.grid = fine;
    this.shapes = shapes;
    this.similar = similar;
    this.x = new Float64Array(featureCount(fine));
  }

  /** Sets the origin: everything before it is known. Needs a day of history. */
  moveTo(origin: number): void {
    this.origin = origin;
    const { x } = this;
    const own = this.ownAt.get(origin) ?? this.ownOf(origin);
    this.lastDay = own[0]!;
    for (let j = 1; j <= 5; j++) x[2 + j] = own[j]!;
    if (x.length === ON_HOURS) return;
    x[9] = own[6]!;
    x[10] = own[7]!;
  }

  /** The features from `level24h` on, in their order, without `similarDays` and `sharpness`. */
  private ownOf(origin: number): readonly number[] {
    const { day, week, perHour } = this.grid;
    const hour = Math.max(1, Math.round(perHour));
    const hours3 = Math.max(1, Math.round(3 * perHour));
    const quarter = Math.max(1, Math.round(perHour / 4));
    const lastDay = this.meanBefore(origin, day);
    const lastHour = this.meanBefore(origin, hour);
    const last3Hours = this.meanBefore(origin, hours3);
    const own = [
      lastDay,
      orZero(last3Hours - this.meanBefore(origin - day, hours3)),
      orZero(lastHour - this.meanBefore(origin - week, hour)),
      orZero(lastHour - this.meanBefore(origin - day, hour)),
      lastHour - lastDay,
      this.againstDays(lastHour, hour),
    ];
    this.ownAt.set(origin, own);
    if (this.x.length === ON_HOURS) return own;
    const lastQuarter = this.meanBefore(origin, quarter);
    own.push(orZero(lastQuarter - this.meanBefore(origin - week, quarter)));
    own.push(orZero(lastQuarter - this.meanBefore(origin - day, quarter)));
    return own;
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
    const { x, shapes } = this;
    const lastDay = target - Math.ceil(h / day) * day;
    // Near the origin the smoothing would look ahead; there it ends at what is known.
    const clipped = lastDay + shapes.half >= this.origin;
    const dayAgo = clipped ? shapes.upTo(this.origin, lastDay) : shapes.smooth[lastDay]!;
    const days = Math.min(DAYS, Math.floor(lastDay / day) + 1);
    const base = lastWeek === lastDay ? dayAgo : shapes.smooth[lastWeek]!;
    const { kinds, similar } = this;
    similar.likenessInto(kinds, target, Math.ceil(h / day));
    x[0] = kinds[0]! * (dayAgo - base);
    let sum = x[0]!;
    for (let l = 1; l < days; l++) sum += kinds[l]! * (shapes.smooth[lastDay - l * day]! - base);
    x[1] = sum / days;
    x[2] = this.lastDay - base;
    x[8] = similar.at(target, similar.firstDay(h)) - base;
    if (x.length === ON_HOURS) return base;
    const correction = clipped ? (dayAgo - shapes.smooth[lastDay]!) / days : 0;
    x[11] = shapes.exact7.at(lastDay) - shapes.days7.at(lastDay) - correction;
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
