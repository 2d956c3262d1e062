import type { Grid } from "./grid.ts";

/** Days back that are looked at: two weeks, so that every day of the week is among them twice. */
export const DAYS_BACK = 14;
/** How a day so far back told this time of the week is learned from so many weeks before. */
const WEEKS_BEFORE = 4;
/** Around that time, on either side. */
const HALF_WINDOW_HOURS = 3;
/** What a day so far back usually told, at any time of the week, weighs as this many weeks. */
const BELIEF_WEEKS = 1;
/** Transformed demand; keeps a day that told everything exactly from an infinite weight. */
const LEAST_ERROR = 1e-6;

/**
 * How well a day so far back told this time of the week in the weeks before, as weights: w_l = e_l^(−5), e_l the mean
 * of |z[i] − z[i − l day]| around t − j weeks; by the fifth power days of another kind fall silent.
 * Nothing after t − `first` days is looked at.
 * Source: Bates & Granger (1969), Operational Research Quarterly 20 (weights from past errors), over lags of days.
 */
export class AlikeDays {
  private readonly grid: Grid;
  /** Half of the window in which errors count. */
  private readonly window: number;
  /** By lag in days: prefix sums of |z[i] − z[i − lag days]|, shape (n + 1,). */
  private readonly errors: Float64Array[] = [];
  /** By lag in days: the mean of these errors around each place. */
  private readonly around: Float64Array[] = [];
  /** By `first` and day of the grid: the weights of its places, shape (day, DAYS_BACK). */
  private readonly made: (Float64Array | undefined)[][] = [];

  /** @param grid hours: what days are alike does not change within one */
  constructor(grid: Grid) {
    this.grid = grid;
    this.window = Math.max(1, Math.round(HALF_WINDOW_HOURS * grid.perHour));
  }

  /**
   * The weights of a place, by days back from `first`, 0 where nothing is known of a day so far back: DAYS_BACK of
   * them, side by side in memory with those of the same day: there are thousands of places.
   * @param place any from the first one with a day before it, as far beyond the grid's end as `first` days
   * @param first the latest day that is known, in days back, ≥ 1
   */
  at(place: number, first: number): { readonly weights: Float64Array; readonly from: number } {
    const { day } = this.grid;
    const made = (this.made[first] ??= []);
    const block = Math.floor(place / day);
    return { weights: (made[block] ??= this.weighed(block, first)), from: (place - block * day) * DAYS_BACK };
  }

  /** The weights of a day's places. */
  private weighed(block: number, first: number): Float64Array {
    const weights = new Float64Array(this.grid.day * DAYS_BACK);
    for (let l = 0; l < DAYS_BACK; l++) this.weigh(weights, { lag: first + l, first, block });
    return weights;
  }

  /** By 1 / e⁵, e what a day so far back told wrong at this time of the week, and usually. */
  private weigh(weights: Float64Array, { lag, first, block }: Lag): void {
    const { week, day, z } = this.grid;
    const begin = lag * day;
    const from = Math.max(block * day, begin + first * day);
    const to = Math.min((block + 1) * day, z.length + first * day);
    if (from >= to) return;
    const prefix = (this.errors[lag] ??= this.errorsFrom(lag));
    const around = (this.around[lag] ??= this.meansAround(lag, prefix));
    // The latest of the weeks before of which all around that time is known.
    const latest = week * (1 + Math.floor((first * day - 1 + this.window) / week));
    for (let place = from; place < to; place++) {
      const end = place - first * day + 1;
      let sum = 0;
      let weeks = 0;
      for (let at = place - latest; weeks < WEEKS_BEFORE && at >= begin - 1; at -= week, weeks++) sum += around[at]!;
      const since = Math.max(begin, end - WEEKS_BEFORE * week);
      if (end - since >= this.window) {
        sum += (BELIEF_WEEKS * (prefix[end]! - prefix[since]!)) / (end - since);
        weeks += BELIEF_WEEKS;
      }
      const e = sum / weeks + LEAST_ERROR;
      weights[(place - block * day) * DAYS_BACK + lag - first] = weeks === 0 ? 0 : 1 / (e * e * (e * e) * e);
    }
  }

  private meansAround(lag: number, prefix: Float64Array): Float64Array {
    const { window } = this;
    const begin = lag * this.grid.day;
    const means = new Float64Array(prefix.length - 1);
    for (let i = 0; i < means.length; i++) {
      const from = Math.max(begin, i - window);
      const to = Math.min(means.length, i + window + 1);
      means[i] = to - from < window ? NaN : (prefix[to]! - prefix[from]!) / (to - from);
    }
    return means;
  }

  private errorsFrom(lag: number): Float64Array {
    const { z, day } = this.grid;
    const back = lag * day;
    const prefix = new Float64Array(z.length + 1);
    for (let i = back; i < z.length; i++) prefix[i + 1] = prefix[i]! + Math.abs(z[i]! - z[i - back]!);
    return prefix;
  }
}

/** Days back, the latest of them that is known, and the day of the grid it is all about. */
interface Lag {
  readonly lag: number;
  readonly first: number;
  readonly block: number;
}
