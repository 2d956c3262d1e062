import { DAY, WEEK } from "../../src/units/duration.ts";
import type { Asked, Competitor, Made } from "./competitor.ts";

/** Repeats the last `period`; its quantiles are those of its own errors inside the history, added to it. */
export function seasonalNaive(name: string, period: (asked: Asked) => number): Competitor {
  return {
    name,
    make(asked) {
      const values = interpolated(asked.history.values);
      const lag = period(asked) <= values.length ? period(asked) : Math.max(1, Math.round(DAY / asked.history.step));
      const median = repeated(values, lag, asked.horizon);
      return { median, quantiles: withErrors(median, pastErrors(values, lag), asked.quantiles) };
    },
  };
}

export const NAIVE_DAY = seasonalNaive("seasonal naive, day", ({ history }) => Math.round(DAY / history.step));
export const NAIVE_WEEK = seasonalNaive("seasonal naive, week", ({ history }) => Math.round(WEEK / history.step));
export const LAST_VALUE = seasonalNaive("last value", () => 1);

/**
 * The competition's Naive 2: the last value of the seasonally adjusted series, when the season is significant at 90 %.
 * Source: Mcompetitions/M4-methods `4Theta method.R`: autocorrelation test, classical multiplicative decomposition.
 */
export const NAIVE2_METHOD: Competitor = {
  name: "Naive 2",
  make({ history, horizon }): Made {
    const season = Math.round(DAY / history.step);
    const { values } = history;
    const index = isSeasonal(values, season) ? seasonalIndex(values, season) : new Float64Array(season).fill(1);
    const level = values[values.length - 1]! / index[(values.length - 1) % season]!;
    const median = Float64Array.from({ length: horizon }, (_, h) => level * index[(values.length + h) % season]!);
    return { median, quantiles: new Map() };
  },
};

function isSeasonal(values: Float64Array, season: number): boolean {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const covariance = (lag: number): number => {
    let sum = 0;
    for (let i = lag; i < n; i++) sum += (values[i]! - mean) * (values[i - lag]! - mean);
    return sum;
  };
  const zero = covariance(0);
  let spread = 1;
  for (let lag = 1; lag < season; lag++) spread += 2 * (covariance(lag) / zero) ** 2;
  return Math.abs(covariance(season) / zero) > 1.645 * Math.sqrt(spread / n);
}

/** Mean ratio to the centred moving average at each place of an even season, scaled to a mean of 1. */
function seasonalIndex(values: Float64Array, season: number): Float64Array {
  const sum = new Float64Array(season);
  const count = new Float64Array(season);
  for (let i = season / 2; i + season / 2 < values.length; i++) {
    let trend = (values[i - season / 2]! + values[i + season / 2]!) / 2;
    for (let j = i - season / 2 + 1; j < i + season / 2; j++) trend += values[j]!;
    sum[i % season]! += values[i]! / (trend / season);
    count[i % season]! += 1;
  }
  const index = sum.map((s, i) => s / count[i]!);
  const mean = index.reduce((a, b) => a + b, 0) / season;
  return index.map((v) => v / mean);
}

function repeated(values: Float64Array, lag: number, horizon: number): Float64Array {
  return Float64Array.from({ length: horizon }, (_, h) => values[values.length - lag + (h % lag)]!);
}

function pastErrors(values: Float64Array, lag: number): Float64Array {
  return values
    .slice(lag)
    .map((y, i) => y - values[i]!)
    .sort();
}

function withErrors(
  median: Float64Array,
  errors: Float64Array,
  quantiles: readonly number[],
): Map<number, Float64Array> {
  const at = (q: number): number => errors[Math.min(errors.length - 1, Math.ceil(errors.length * q) - 1)] ?? 0;
  return new Map(quantiles.map((q) => [q, median.map((v) => Math.max(0, v + at(q)))]));
}

/** Gaps drawn through with a line; at the edges the nearest sample. */
export function interpolated(values: Float64Array): Float64Array {
  const out = values.slice();
  let before = -1;
  for (let i = 0; i <= out.length; i++) {
    if (i < out.length && Number.isNaN(out[i]!)) continue;
    for (let j = before + 1; j < i; j++) {
      const left = before < 0 ? out[i]! : out[before]!;
      const right = i < out.length ? out[i]! : left;
      out[j] = left + ((right - left) * (j - before)) / (i - before);
    }
    before = i;
  }
  return out;
}
