import type { Grid } from "./grid.ts";

/** Days back that are looked at: two weeks, so that every day of the week is among them twice. */
const DAYS_BACK = 14;
/** How a day so far back told this time of the week is learned from so many weeks before. */
const WEEKS_BEFORE = 4;
/** Around that time, on either side. */
const HALF_WINDOW_HOURS = 3;
/** What a day so far back usually told, at any time of the week, weighs as this many weeks. */
const BELIEF_WEEKS = 1;
/** Transformed demand; keeps a day that told everything exactly from an infinite weight. */
const LEAST_ERROR = 1e-6;

/**
 * The same time on earlier days, each weighted by how well a day so far back told this time of the week in the weeks
 * before: s[t] = Σ w_l z[t − l day] / Σ w_l, w_l = e_l^(−5), e_l the mean of |z[i] − z[i − l day]| around t − j weeks;
 * by the fifth power days of another kind fall silent.
 * So Saturday leans on Saturdays and Sundays, Tuesday on working days, and which days of the week are alike is found in
 * the series. Nothing after t − `first` days is looked at.
 * Source: Bates & Granger (1969), Operational Research Quarterly 20 (weights from past errors), over lags of days.
 */
export class SimilarDays {
  private readonly values: Float64Array;
  private readonly grid: Grid;
  /** Steps that share their weights: what days are alike does not change within an hour. */
  private readonly block: number;
  /** Half of the window in which errors count. */
  private readonly window: number;
  /** By lag in days. */
  private readonly errors: (Float64Array | undefined)[] = [];
  /** By `first` and block. */
  private readonly weights: ((Float64Array | undefined)[] | undefined)[] = [];
  /** By `first`. */
  private readonly known: (Float64Array | undefined)[] = [];

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
    this.window = Math.max(1, Math.round(HALF_WINDOW_HOURS * grid.perHour));
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
    const known = (this.known[first] ??= new Float64Array(this.values.length).fill(NaN));
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
    const block = Math.floor(target / this.block);
    const made = (this.weights[first] ??= []);
    return (made[block] ??= this.weighed(block * this.block, first));
  }

  private weighed(target: number, first: number): Float64Array {
    const { day } = this.grid;
    const weights = new Float64Array(DAYS_BACK);
    const end = target - first * day + 1;
    for (let l = 0; l < DAYS_BACK && (first + l) * day < end; l++) {
      const error = this.errorAt(target, { begin: (first + l) * day, end }, this.errorsOf(first + l));
      if (Number.isNaN(error)) continue;
      const e = error + LEAST_ERROR;
      weights[l] = 1 / (e * e * (e * e) * e);
    }
    return weights;
  }

  /** What a day so far back told wrong at this time of the week; NaN when that was never seen. */
  private errorAt(target: number, { begin, end }: Stretch, prefix: Float64Array): number {
    const { week } = this.grid;
    const { window } = this;
    let sum = 0;
    let weight = 0;
    for (let j = 1; j <= WEEKS_BEFORE; j++) {
      const from = Math.max(begin, target - j * week - window);
      const to = Math.min(end, target - j * week + window + 1);
      if (to - from < window) break;
      sum += (prefix[to]! - prefix[from]!) / (to - from);
      weight += 1;
    }
    const from = Math.max(begin, end - WEEKS_BEFORE * week);
    if (end - from >= window) {
      sum += (BELIEF_WEEKS * (prefix[end]! - prefix[from]!)) / (end - from);
      weight += BELIEF_WEEKS;
    }
    return weight > 0 ? sum / weight : NaN;
  }

  /** Prefix sums of |v[i] − v[i − lag days]|, shape (n + 1,). */
  private errorsOf(lag: number): Float64Array {
    const made = this.errors[lag];
    if (made !== undefined) return made;
    const { values } = this;
    const back = lag * this.grid.day;
    const prefix = new Float64Array(values.length + 1);
    for (let i = 0; i < values.length; i++) {
      prefix[i + 1] = prefix[i]! + (i >= back ? Math.abs(values[i]! - values[i - back]!) : 0);
    }
    this.errors[lag] = prefix;
    return prefix;
  }
}

/** [begin, end) on the grid. */
interface Stretch {
  readonly begin: number;
  readonly end: number;
}
