import { HOUR, type Milliseconds } from "../../units/duration.ts";
import { type Failure, quote } from "../../units/failure.ts";
import type { Instant } from "../../units/instant.ts";
import { failed, type Result, success } from "../../units/result.ts";
import { seriesEnd } from "../../units/series.ts";
import { bucketOf } from "../rehearsals/horizonBuckets.ts";
import { jointRanks } from "./jointRanks.ts";
import { type Forecasted, jointResiduals } from "./jointResiduals.ts";
import { LEAST_REHEARSALS, samplePaths } from "./samplePaths.ts";

/** The quantiles that each forecast is asked for beside those of interest, so that its whole spread is known. */
export const SUM_LEVELS: readonly number[] = [
  ...[0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5],
  ...[0.6, 0.7, 0.8, 0.9, 0.95, 0.975, 0.99, 0.995, 0.998],
];

export interface SumForecast {
  /** The instant of the first value; value i belongs to `from + i × step`. */
  readonly from: Instant;
  readonly step: Milliseconds;
  /** Of the sum over the targets, step by step; ascending in the quantile. */
  readonly quantiles: readonly { readonly quantile: number; readonly values: Float64Array }[];
  /** The sum of the targets' own quantiles: what would be needed if all went that far at once. */
  readonly apart: readonly { readonly quantile: number; readonly values: Float64Array }[];
  /** Of the largest sum within the horizon. */
  readonly peak: readonly { readonly quantile: number; readonly value: number }[];
  /** Rehearsals in common, from which it is known who moves with whom. */
  readonly rehearsals: number;
  readonly warnings: readonly string[];
}

/**
 * The quantiles of the sum of several forecasts. How far each target goes is said by its own quantiles, how they go
 * together by what missed them in the same rehearsals: independent ones rarely go far at once, and their sum needs less
 * than the sum of each one's tail.
 * @param targets   each forecast asked for `SUM_LEVELS` and `quantiles`, of one step, horizon, zone and end
 * @param quantiles each within (0, 1), ascending
 * @returns a failure that names what differs between the targets
 */
export function sumOf(targets: readonly Forecasted[], quantiles: readonly number[]): Result<SumForecast, Failure> {
  const refusal = refusalOf(targets, quantiles);
  if (refusal !== undefined) return failed(refusal);
  const { horizon, history } = targets[0]!.request;
  const perHour = HOUR / history.step;
  const ranks = jointRanks(jointResiduals(targets));
  const paths = samplePaths(ranks, bucketOf(horizon, perHour) + 1, targets.length);
  const own = targets.map(({ forecast }) => ownQuantiles(forecast.quantiles));
  const peaks = new Float64Array(paths.count);
  const sums = new Float64Array(paths.count);
  const joint = quantiles.map((quantile) => ({ quantile, values: new Float64Array(horizon) }));
  for (const [h, { part, within }] of partsOf(horizon, perHour).entries()) {
    for (let path = 0; path < paths.count; path++) {
      const ranks = paths.at(path, part, within);
      let sum = 0;
      for (let target = 0; target < own.length; target++) sum += own[target]!(ranks[target]!, h);
      sums[path] = sum;
      if (sum > peaks[path]!) peaks[path] = sum;
    }
    sums.sort();
    for (const { quantile, values } of joint) values[h] = orderStatistic(sums, quantile);
  }
  peaks.sort();
  const alone = (quantile: number): Float64Array =>
    Float64Array.from({ length: horizon }, (_, h) => own.reduce((sum, of) => sum + of(quantile, h), 0));
  return success({
    ...{ from: seriesEnd(history), step: history.step, quantiles: joint },
    apart: quantiles.map((quantile) => ({ quantile, values: alone(quantile) })),
    peak: quantiles.map((quantile) => ({ quantile, value: orderStatistic(peaks, quantile) })),
    rehearsals: paths.rehearsals,
    warnings: paths.rehearsals < LEAST_REHEARSALS && targets.length > 1 ? [TOO_FEW] : [],
  });
}

const TOO_FEW = `under ${LEAST_REHEARSALS} rehearsals in common: the targets are taken to go as one, as is safest`;

/** Each step's part of the horizon, and how far into that part it lies. */
function partsOf(horizon: number, perHour: number): readonly { readonly part: number; readonly within: number }[] {
  const parts: { readonly part: number; readonly within: number }[] = [];
  for (let part = 0, from = 0, to = 0; from < horizon; part++, from = to) {
    while (to < horizon && bucketOf(to + 1, perHour) === part) to++;
    for (let h = from; h < to; h++) parts.push({ part, within: (h - from) / (to - from) });
  }
  return parts;
}

/** Two weeks of minutes, and a fleet: a limit fails closed. */
const MOST_STEPS = 20_160;
const MOST_TARGETS = 100;

function refusalOf(targets: readonly Forecasted[], quantiles: readonly number[]): Failure | undefined {
  const [first] = targets;
  if (first === undefined || targets.length > MOST_TARGETS) {
    return refuse("targets", targets.length, `give 1 to ${MOST_TARGETS} targets`);
  }
  if (quantiles.length === 0 || !quantiles.every((q, i) => q > 0 && q < 1 && q > (quantiles[i - 1] ?? 0))) {
    return refuse("quantiles", quantiles, "give at least one, each within (0, 1), ascending");
  }
  const { horizon } = first.request;
  if (horizon > MOST_STEPS) return refuse("targets[0].request.horizon", horizon, `give at most ${MOST_STEPS} steps`);
  for (const [i, target] of targets.entries()) {
    const other = comparable(target);
    for (const [field, value] of Object.entries(comparable(first))) {
      const remedy = `give targets that agree in it: targets[0] has ${quote(value)}`;
      if (other[field] !== value) return refuse(`targets[${i}].request.${field}`, other[field], remedy);
    }
    const levels = new Set(target.forecast.quantiles.map(({ quantile }) => quantile));
    const missing = [...SUM_LEVELS, ...quantiles].filter((quantile) => !levels.has(quantile));
    const remedy = `ask for SUM_LEVELS and the quantiles of interest; missing are ${missing.join(", ")}`;
    if (missing.length > 0) return refuse(`targets[${i}].forecast.quantiles`, [...levels], remedy);
  }
  return undefined;
}

/** What must be the same of all targets. */
function comparable({ request: { history, horizon, zone } }: Forecasted): Readonly<Record<string, unknown>> {
  return { "history.step": history.step, "the end of history": seriesEnd(history), horizon, zone };
}

function refuse(field: string, value: unknown, remedy: string): Failure {
  return { code: "InvalidSum", message: `${field} cannot be summed`, field, value: quote(value), remedy };
}

/** A target's quantile at a step: linear between the levels asked for, level beyond them. */
function ownQuantiles(of: Forecasted["forecast"]["quantiles"]): (quantile: number, step: number) => number {
  const last = of.length - 1;
  return (quantile, step) => {
    let i = 0;
    while (i < last && of[i + 1]!.quantile <= quantile) i++;
    const low = of[i]!.values[step]!;
    if (i === last || quantile <= of[i]!.quantile) return low;
    const part = (quantile - of[i]!.quantile) / (of[i + 1]!.quantile - of[i]!.quantile);
    return low + part * (of[i + 1]!.values[step]! - low);
  };
}

/**
 * Linear between (j − ½) / n.
 * Source: Hyndman & Fan (1996), The American Statistician 50, definition 5.
 * @param sorted ascending, not empty
 */
function orderStatistic(sorted: Float64Array, quantile: number): number {
  const place = Math.min(sorted.length - 1, Math.max(0, quantile * sorted.length - 0.5));
  const below = Math.floor(place);
  const low = sorted[below]!;
  return low + (place - below) * (sorted[Math.min(sorted.length - 1, below + 1)]! - low);
}
