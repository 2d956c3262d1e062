import type { AlikeDays } from "./alikeDays.ts";
import { DAYS_BACK } from "./alikeDays.ts";
import type { Grid } from "./grid.ts";

const WEEKDAYS = 7;
/** Up to a quarter more error than a week ago is chance, and no other kind: 1.25⁵. */
const CHANCE = 3;

/** A grid, and the hours over it that say which of its days are alike. */
export interface Smoothed {
  readonly grid: Grid;
  /** What is averaged, shape of the grid: z itself, or smoothed. */
  readonly values: Float64Array;
  /** Steps on either side that a smoothed value takes in. */
  readonly half: number;
  /** Steps of the grid in one of the hours. */
  readonly width: number;
}

/**
 * The same time on earlier days, each weighted by how well a day so far back told this time of the week in the weeks
 * before (`alikeDays`): s[t] = Σ w_l z[t − l day] / Σ w_l.
 * So Saturday leans on Saturdays and Sundays, Tuesday on working days, and which days of the week are alike is found in
 * the series.
 */
export class SimilarDays {
  private readonly values: Float64Array;
  private readonly day: number;
  private readonly half: number;
  private readonly width: number;
  /** Where the first whole hour begins. */
  private readonly offset: number;
  private readonly alike: AlikeDays;
  /** By `first`. */
  private readonly known: (Float64Array | undefined)[] = [];

  constructor({ grid, values, half, width }: Smoothed, alike: AlikeDays) {
    this.values = values;
    this.day = grid.day;
    this.half = half;
    this.width = width;
    this.offset = values.length - Math.floor(values.length / width + 1e-9) * width;
    this.alike = alike;
  }

  /** The latest day that is wholly known `h` steps ahead, in days back from there. */
  firstDay(h: number): number {
    return Math.ceil((h + this.half) / this.day);
  }

  /**
   * @param target any place from the first one with a day before it, beyond the grid's end too
   * @param first  the latest day that is known, in days back, ≥ 1
   */
  at(target: number, first: number): number {
    if (target >= this.values.length) return this.averaged(target, first);
    const known = (this.known[first] ??= new Float64Array(this.values.length).fill(NaN));
    if (Number.isNaN(known[target]!)) known[target] = this.averaged(target, first);
    return known[target]!;
  }

  /**
   * How well days so far back told this time of the week, against the same day a week or two ago:
   * K_l = min(1, 3 (e_week / e_l)⁵), with e as in `alikeDays`. A day of the same kind has 1, one of another falls
   * silent, and where no week is known all have 1.
   * @param first the latest day that is known, in days back, ≥ 1
   * @param kinds overwritten: K of `first`, and of as many days before it as there is room for, 8 at most
   */
  likenessInto(kinds: Float64Array, target: number, first: number): void {
    const { weights, from } = this.alike.at(this.hourOf(target), first);
    const week = weights[from + WEEKDAYS * Math.ceil(first / WEEKDAYS) - first]!;
    for (let l = 0; l < kinds.length; l++) {
      const likely = CHANCE * weights[from + l]!;
      kinds[l] = week > likely ? likely / week : 1;
    }
  }

  /** The last hour that has ended by then: the hour of the target itself is not known to its end. */
  private hourOf(target: number): number {
    return Math.max(0, Math.floor((target + 1 - this.offset) / this.width + 1e-9) - 1);
  }

  private averaged(target: number, first: number): number {
    const { day, values } = this;
    const { weights, from } = this.alike.at(this.hourOf(target), first);
    let sum = 0;
    let total = 0;
    for (let l = 0; l < DAYS_BACK; l++) {
      const source = target - (first + l) * day;
      if (source < 0) break;
      sum += weights[from + l]! * values[source]!;
      total += weights[from + l]!;
    }
    return total > 0 ? sum / total : values[Math.max(0, target - first * day)]!;
  }
}
