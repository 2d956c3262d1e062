import { DAYS } from "../views/pastShapes.ts";
import type { View } from "../views/view.ts";

/**
 * What the next hours are told from, each against the last value: where the same time stood yesterday, last week and on
 * the mean of the last days, by how much it moved there since the step of the last value, and the last minutes and
 * hours. Days count as far as they are of the target's kind (`similarDays`). Nothing is averaged around a place but the
 * mean of days: a job that starts at a minute is a sharp edge.
 */
export const SOON_FEATURES = [
  "day",
  "dayMoved",
  "week",
  "weekMoved",
  "days7",
  "days7Moved",
  "last15m",
  "last1h",
  "last3h",
] as const;

export const SOON_COUNT = SOON_FEATURES.length;
/** By feature the coefficient believed before anything is seen: the shapes' moves, from half-way to the last hour. */
export const SOON_PRIOR: Float64Array = Float64Array.of(0, 0.25, 0, 0.25, 0, 0.2, 0.2, 0.2, 0);

/** Reads the features of one origin after the other into `x`, which is overwritten. */
export class SoonFeatures {
  readonly x = new Float64Array(SOON_COUNT);
  /** The last value. */
  base = 0;
  private readonly view: Pick<View, "fine" | "shapes" | "similar">;
  private readonly widths: readonly number[];
  private readonly kinds = new Float64Array(DAYS);
  private origin = 0;
  private daysNow = 0;

  constructor(view: Pick<View, "fine" | "shapes" | "similar">) {
    this.view = view;
    const { perHour } = view.fine;
    this.widths = [1 / 4, 1, 3].map((hours) => Math.max(2, Math.round(hours * perHour)));
  }

  /** Sets the origin: everything before it is known. Needs a day of history and a step. */
  moveTo(origin: number): void {
    const { z, prefix } = this.view.fine;
    this.origin = origin;
    this.base = z[origin - 1]!;
    this.daysNow = this.meanOfDays(origin - 1);
    for (let j = 0; j < this.widths.length; j++) {
      const from = Math.max(0, origin - this.widths[j]!);
      this.x[6 + j] = (prefix[origin]! - prefix[from]!) / (origin - from) - this.base;
    }
  }

  /**
   * Fills `x` for the step `h` ≥ 1 ahead of the origin; without a week of history a day stands for it.
   * @returns the last value
   */
  read(h: number): number {
    const { x, base, origin } = this;
    const { z, day, week } = this.view.fine;
    const target = origin + h - 1;
    const dayAgo = z[target - Math.ceil(h / day) * day]!;
    x[0] = dayAgo - base;
    x[1] = dayAgo - z[origin - 1 - day]!;
    const hasWeek = origin - 1 - week >= 0;
    const weekAgo = hasWeek ? z[target - Math.ceil(h / week) * week]! : 0;
    x[2] = hasWeek ? weekAgo - base : x[0]!;
    x[3] = hasWeek ? weekAgo - z[origin - 1 - week]! : x[1]!;
    const days = this.meanOfDays(target);
    x[4] = days - base;
    x[5] = days - this.daysNow;
    if (hasWeek) this.leanOnKinds(target, Math.ceil(h / day));
    return base;
  }

  /** Days of another kind than the target's say what the week says. */
  private leanOnKinds(target: number, first: number): void {
    const { x, kinds } = this;
    this.view.similar.likenessInto(kinds, target, first);
    const yesterday = kinds[0]!;
    const days = kinds.reduce((sum, kind) => sum + kind, 0) / DAYS;
    for (const [j, kind] of [yesterday, days].entries()) {
      x[4 * j] = kind * x[4 * j]! + (1 - kind) * x[2]!;
      x[4 * j + 1] = kind * x[4 * j + 1]! + (1 - kind) * x[3]!;
    }
  }

  /** The mean of the same time on days of which everything that is averaged is known; the last value without any. */
  private meanOfDays(place: number): number {
    const { fine, shapes } = this.view;
    const back = Math.max(1, Math.ceil((place + shapes.half - this.origin + 1) / fine.day));
    const at = place - back * fine.day;
    return at < 0 ? this.base : shapes.days7.at(at);
  }
}
