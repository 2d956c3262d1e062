import type { Grid } from "./grid.ts";

/** Days back that are looked at: two weeks, so that every day of the week is among them twice. */
const DAYS_BACK = 14;
/** How a day so far back told this time of the week is learned from so many weeks before. */
const WEEKS_BEFORE = 4;
/** Around that time, on either side. */
const HALF_WINDOW_HOURS = 3;
/** What a day so far back usually told, at any time of the week, weighs as this many weeks. */
const BELIEF_WEEKS = 1;
/** Weights are errors to the power of minus this: days of another kind fall silent. */
const SHARPNESS = 5;
/** Transformed demand; keeps a day that told everything exactly from an infinite weight. */
const LEAST_ERROR = 1e-6;

/**
 * The same time on earlier days, each weighted by how well a day so far back told this time of the week in the weeks
 * before: s[t] = Σ w_l z[t − l day] / Σ w_l, w_l = e_l^(−5), e_l the mean of |z[i] − z[i − l day]| around t − j weeks.
 * So Saturday leans on Saturdays and Sundays, Tuesday on working days, and which days of the week are alike is found in
 * the series. Nothing after t − `first` days is looked at.
 * Source: Bates & Granger (1969), Operational Research Quarterly 20 (weights from past errors), over lags of days.
 */
export class SimilarDays {
  private readonly values: Float64Array;
  private readonly grid: Grid;
  /** Steps that share their weights: what days are alike does not change within an hour. */
  private readonly block: number;
  private readonly errors = new Map<number, Float64Array>();
  private readonly weights = new Map<number, Float64Array>();
  private readonly known = new Map<number, Float64Array>();

  private readonly half: number;

  /**
   * @param values what is averaged, shape of the grid: z itself, or smoothed
   * @param half   steps on either side that a smoothed value takes in
   */
  constructor(grid: Grid, values: Float64Array, half = 0) {
    this.grid = grid;
    this.values = values;
    this.half = half;
    this.block = Math.max(1, Math.round(grid.perHour));
  }

  /** The latest day that is wholly known `h` steps ahead, in days back from there. */
  firstDay(h: number): number {
    return Math.ceil((h + this.half) / this.grid.day);
  }

  /**
   * @param target any place from the first one with a day before it, beyond the grid's end too
   * @param first  the latest day that is known, in days back, ≥ 1
   */
  at(target: number, first: number): number {
    if (target >= this.values.length) return this.averaged(target, first);
    const known = this.known.get(first) ?? new Float64Array(this.values.length).fill(NaN);
    this.known.set(first, known);
    if (Number.isNaN(known[target]!)) known[target] = this.averaged(target, first);
    return known[target]!;
  }

  private averaged(target: number, first: number): number {
    const { day } = this.grid;
    const weights = this.weightsOf(target, first);
    let sum = 0;
    let total = 0;
    for (let l = 0; l < DAYS_BACK; l++) {
      const source = target - (first + l) * day;
      if (source < 0) break;
      sum += weights[l]! * this.values[source]!;
      total += weights[l]!;
    }
    return total > 0 ? sum / total : this.values[Math.max(0, target - first * day)]!;
  }

  /** By days back from `first`; 0 where nothing is known of a day so far back. */
  private weightsOf(target: number, first: number): Float64Array {
    const start = target - (target % this.block);
    const key = start * 64 + first;
    const made = this.weights.get(key) ?? this.weighed(start, first);
    this.weights.set(key, made);
    return made;
  }

  private weighed(target: number, first: number): Float64Array {
    const weights = new Float64Array(DAYS_BACK);
    for (let l = 0; l < DAYS_BACK; l++) {
      const error = this.errorAt(target, first, first + l);
      if (!Number.isNaN(error)) weights[l] = (error + LEAST_ERROR) ** -SHARPNESS;
    }
    return weights;
  }

  /** What a day `lag` days back told wrong at this time of the week; NaN when that was never seen. */
  private errorAt(target: number, first: number, lag: number): number {
    const { day, week, perHour } = this.grid;
    const half = Math.max(1, Math.round(HALF_WINDOW_HOURS * perHour));
    const begin = lag * day;
    const end = target - first * day + 1;
    const prefix = this.errorsOf(lag);
    const mean = (from: number, to: number): number =>
      to - from < half ? NaN : (prefix[to]! - prefix[from]!) / (to - from);
    let sum = 0;
    let weight = 0;
    for (let j = 1; j <= WEEKS_BEFORE; j++) {
      const middle = target - j * week;
      const seen = mean(Math.max(begin, middle - half), Math.min(end, middle + half + 1));
      if (Number.isNaN(seen)) break;
      sum += seen;
      weight += 1;
    }
    const usual = mean(Math.max(begin, end - WEEKS_BEFORE * week), end);
    if (!Number.isNaN(usual)) {
      sum += BELIEF_WEEKS * usual;
      weight += BELIEF_WEEKS;
    }
    return weight > 0 ? sum / weight : NaN;
  }

  /** Prefix sums of |v[i] − v[i − lag days]|, shape (n + 1,). */
  private errorsOf(lag: number): Float64Array {
    const made = this.errors.get(lag);
    if (made !== undefined) return made;
    const { values } = this;
    const back = lag * this.grid.day;
    const prefix = new Float64Array(values.length + 1);
    for (let i = 0; i < values.length; i++) {
      prefix[i + 1] = prefix[i]! + (i >= back ? Math.abs(values[i]! - values[i - back]!) : 0);
    }
    this.errors.set(lag, prefix);
    return prefix;
  }
}
