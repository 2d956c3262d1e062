import { DAY, HOUR } from "../../src/units/duration.ts";
import { instant } from "../../src/units/instant.ts";
import type { Series } from "../../src/units/series.ts";
import type { Competitor, Made } from "./competitor.ts";
import type { NamedSeries } from "./measurementData.ts";
import { LAST_VALUE, NAIVE_DAY, NAIVE_WEEK } from "./naives.ts";

/** Horizon buckets in hours: from (exclusive) to (inclusive). */
export const BUCKETS = [
  [0, 1],
  [1, 6],
  [6, 24],
  [24, 48],
] as const;

export const TRACE_QUANTILES = [0.9, 0.95, 0.99] as const;

/** Sums over origins and steps of one series and one bucket. */
interface Sums {
  absolute: number;
  naiveDay: number;
  naiveWeek: number;
  last: number;
  outcomes: number;
  busyOutcomes: number;
  readonly pinball: number[];
  readonly covered: number[];
  readonly busyCovered: number[];
}

export interface TraceScore {
  readonly name: string;
  /** Per bucket, relative to the naive of one day. */
  readonly mae: readonly number[];
  readonly bestNaive: readonly number[];
  /** [quantile][bucket] */
  readonly pinball: readonly (readonly number[])[];
  readonly coverage: readonly (readonly number[])[];
  readonly busyCoverage: readonly (readonly number[])[];
  readonly medianMs: number;
}

/**
 * Up to `most` origins, evenly spaced, at least 6 h apart, the first after 8 days, the last 48 h before the end.
 * @returns indices of the first forecast step
 */
export function traceOrigins(series: Series, most = 30): readonly number[] {
  const hour = HOUR / series.step;
  const first = Math.round(8 * 24 * hour);
  const last = series.values.length - Math.round(48 * hour);
  const count = Math.min(most, Math.floor((last - first) / (6 * hour)) + 1);
  return Array.from({ length: count }, (_, i) => Math.round(first + ((last - first) * i) / Math.max(1, count - 1)));
}

export function scoreTrace(competitor: Competitor, { name, series }: NamedSeries, most = 30): TraceScore {
  const buckets = BUCKETS.map(emptySums);
  const times: number[] = [];
  for (const origin of traceOrigins(series, most)) {
    const history = historyAt(series, origin);
    const asked = { history, horizon: Math.round((48 * HOUR) / series.step), quantiles: [...TRACE_QUANTILES] };
    const began = performance.now();
    const made = competitor.make(asked);
    times.push(performance.now() - began);
    const naives: Naives = [NAIVE_DAY.make(asked).median, NAIVE_WEEK.make(asked).median, LAST_VALUE.make(asked).median];
    addOutcomes(buckets, { series, origin, made, naives, busy: busyHours(history) });
  }
  times.sort((a, b) => a - b);
  const share = (of: (s: Sums) => readonly number[], by: (s: Sums) => number): number[][] =>
    TRACE_QUANTILES.map((_, q) => buckets.map((s) => of(s)[q]! / by(s)));
  return {
    name,
    mae: buckets.map((s) => s.absolute / s.naiveDay),
    bestNaive: buckets.map((s) => Math.min(s.naiveDay, s.naiveWeek, s.last) / s.naiveDay),
    pinball: share(
      (s) => s.pinball,
      (s) => s.naiveDay,
    ),
    coverage: share(
      (s) => s.covered,
      (s) => s.outcomes,
    ),
    busyCoverage: share(
      (s) => s.busyCovered,
      (s) => s.busyOutcomes,
    ),
    medianMs: times[Math.floor(times.length / 2)] ?? NaN,
  };
}

type Naives = readonly [Float64Array, Float64Array, Float64Array];

function emptySums(): Sums {
  const zeros = (): number[] => TRACE_QUANTILES.map(() => 0);
  const counts = { absolute: 0, naiveDay: 0, naiveWeek: 0, last: 0, outcomes: 0, busyOutcomes: 0 };
  return { ...counts, pinball: zeros(), covered: zeros(), busyCovered: zeros() };
}

function historyAt(series: Series, origin: number): Series {
  const from = Math.max(0, origin - Math.round((28 * DAY) / series.step));
  return {
    start: instant(series.start + from * series.step),
    step: series.step,
    values: series.values.slice(from, origin),
  };
}

/** The three hours of the day (UTC) with the largest mean in the history. */
function busyHours({ start, step, values }: Series): ReadonlySet<number> {
  const sum = new Float64Array(24);
  const count = new Float64Array(24);
  values.forEach((v, i) => {
    if (Number.isNaN(v)) return;
    const hour = Math.floor(((start + i * step) % DAY) / HOUR);
    sum[hour]! += v;
    count[hour]! += 1;
  });
  const order = [...sum.keys()].sort((a, b) => sum[b]! / count[b]! - sum[a]! / count[a]!);
  return new Set(order.slice(0, 3));
}

interface Outcome {
  readonly series: Series;
  readonly origin: number;
  readonly made: Made;
  readonly naives: Naives;
  readonly busy: ReadonlySet<number>;
}

function addOutcomes(buckets: readonly Sums[], { series, origin, made, naives, busy }: Outcome): void {
  for (let h = 0; h < made.median.length; h++) {
    const y = series.values[origin + h] ?? NaN;
    if (Number.isNaN(y)) continue;
    const hours = ((h + 1) * series.step) / HOUR;
    const sums = buckets[BUCKETS.findIndex(([from, to]) => hours > from && hours <= to)]!;
    const isBusy = busy.has(Math.floor(((series.start + (origin + h) * series.step) % DAY) / HOUR));
    sums.absolute += Math.abs(y - made.median[h]!);
    sums.naiveDay += Math.abs(y - naives[0][h]!);
    sums.naiveWeek += Math.abs(y - naives[1][h]!);
    sums.last += Math.abs(y - naives[2][h]!);
    sums.outcomes += 1;
    if (isBusy) sums.busyOutcomes += 1;
    TRACE_QUANTILES.forEach((quantile, q) => {
      const f = made.quantiles.get(quantile)?.[h] ?? made.median[h]!;
      sums.pinball[q]! += y > f ? quantile * (y - f) : (1 - quantile) * (f - y);
      if (y > f) return;
      sums.covered[q]! += 1;
      if (isBusy) sums.busyCovered[q]! += 1;
    });
  }
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, v) => sum + Math.log(Math.max(1e-9, v)), 0) / values.length);
}
