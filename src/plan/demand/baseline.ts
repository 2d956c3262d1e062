import { DAY } from "../../units/duration.ts";
import type { Failure } from "../../units/failure.ts";
import { formatInstant, instant } from "../../units/instant.ts";
import { failed, type Result, success } from "../../units/result.ts";
import type { Forecast } from "../../forecast/forecastTypes.ts";
import type { Snapshot } from "../snapshot.ts";
import { BLAST_RADIUS, withinCap } from "./blastRadius.ts";
import { capacityOf } from "./replicasFor.ts";
import type { SeenPeaks } from "./seenPeaks.ts";

/** The forecast at the chosen percentile: demand units, one value a step, finite, ≥ 0, below the cap. */
export interface Baseline {
  readonly from: number;
  readonly step: number;
  readonly end: number;
  readonly values: Float64Array;
  /** What floors cover: the forecast, and from some percentiles on what was seen; the steps of `values`. */
  readonly covered: Float64Array;
  /** Whole percent. */
  readonly percentile: number;
  /** A forecast asks for no more demand than this: 1.5 × the largest seen. */
  readonly cap: number;
  /** The largest value before the cap. */
  readonly uncapped: number;
}

/**
 * Percentiles from which on a floor also covers what was seen: bursts of the last hours; the same step a week ago; what
 * lies around that, and came on two of the last days; any of them.
 * Quantiles of a smooth forecast say little of rare bursts; who asks for more of the futures gets the peaks of the
 * past, too. The median, and what is under it, is the forecast alone.
 * Chosen by replay: see docs/benchmarks/capacity.md.
 */
const LATELY_FROM = 75;
const WEEK_AGO_FROM = 90;
const TWICE_FROM = 95;
const ANY_DAY_FROM = 99;

/**
 * The baseline that can be believed at this moment.
 * A forecast that is over, or that holds a value which is no demand, is refused as a whole: what made one value wrong
 * made the others too.
 */
export function baselineOf({ forecast: inHand, spec, policy, now }: Snapshot): Result<Baseline, Failure> {
  if (inHand.kind === "none") return failed(inHand.because);
  const percentile = spec.forecast.percentile ?? policy.spec.defaults.percentile;
  const { forecast, largestSeen } = inHand;
  const chosen =
    forecast.quantiles.find(({ quantile }) => quantile >= percentile / 100 - 1e-9) ?? forecast.quantiles.at(-1);
  const raw = chosen?.values;
  if (raw === undefined || raw.length === 0 || forecast.step <= 0) return failed(rejected("it is empty"));
  const end = forecast.from + raw.length * forecast.step;
  if (end <= now) return failed(rejected(`it ended at ${formatInstant(instant(end))}`));
  const cap = Number.isFinite(largestSeen) ? BLAST_RADIUS * Math.max(0, largestSeen) : Infinity;
  let uncapped = 0;
  for (const [i, value] of raw.entries()) {
    if (!Number.isFinite(value) || value < 0) return failed(rejected(`value ${i} is ${value}`));
    uncapped = Math.max(uncapped, value);
  }
  const { step } = forecast;
  const { headroomPercent } = capacityOf({ spec, policy });
  const values = withinCap({ quantile: raw, median: medianOf(forecast), cap, step, percentile, headroomPercent });
  const covered = withSeen(values, inHand.seen, percentile).map((value) => Math.min(value, cap));
  return success({ from: forecast.from, step, end, values, covered, percentile, cap, uncapped });
}

/** Of as many steps, all of them numbers; a median that is not such tells nothing. */
function medianOf({ quantiles }: Pick<Forecast, "quantiles">): Float64Array | undefined {
  const median = quantiles.find(({ quantile }) => quantile === 0.5)?.values;
  const steps = quantiles[0]?.values.length;
  return median?.length === steps && median?.every((value) => Number.isFinite(value) && value >= 0)
    ? median
    : undefined;
}

function withSeen(values: Float64Array, seen: SeenPeaks | undefined, percentile: number): Float64Array {
  if (seen === undefined || percentile < LATELY_FROM) return values;
  const peaks = [
    seen.lately,
    ...(percentile >= WEEK_AGO_FROM ? [seen.weekAgo] : []),
    ...(percentile >= TWICE_FROM ? [seen.aroundWeekAgo, seen.twice] : []),
    ...(percentile >= ANY_DAY_FROM ? [seen.anyDay] : []),
  ];
  return values.map((value, i) => {
    const most = peaks.reduce((largest, peak) => Math.max(largest, peak[i] ?? 0), value);
    return Number.isFinite(most) ? most : value;
  });
}

/**
 * The baseline at a moment. Before the forecast its first value; after it the same time of day within its last day,
 * because a campaign may lie beyond the horizon; where it is shorter than that, its largest value.
 */
export function baselineAt({ from, step, end, values }: Baseline, at: number): number {
  if (at < from) return values[0]!;
  const same = at < end ? at : at - Math.ceil((at - end + 1) / DAY) * DAY;
  return same >= from ? values[Math.floor((same - from) / step)]! : largestBetween({ values, step, from }, from, end);
}

/** What a floor covers at a moment within the forecast. */
export function coveredAt({ from, step, covered }: Baseline, at: number): number {
  return covered[Math.max(0, Math.floor((at - from) / step))]!;
}

/** The largest baseline within [start, end), looked up a step at a time. */
export function largestBaseline(baseline: Baseline, start: number, end: number): number {
  const inside = largestBetween(baseline, Math.max(start, baseline.from), Math.min(end, baseline.end));
  let most = Math.max(inside, baselineAt(baseline, start));
  // Beyond the forecast it repeats day by day: one day tells all.
  const beyond = Math.max(start, baseline.end);
  for (let at = beyond; at < Math.min(end, beyond + DAY); at += baseline.step) {
    most = Math.max(most, baselineAt(baseline, at));
  }
  return most;
}

function largestBetween(
  { from, step, values }: Pick<Baseline, "from" | "step" | "values">,
  start: number,
  end: number,
): number {
  let most = 0;
  const last = Math.min(values.length, Math.ceil((end - from) / step));
  for (let i = Math.max(0, Math.floor((start - from) / step)); i < last; i++) most = Math.max(most, values[i]!);
  return most;
}

function rejected(why: string): Failure {
  return {
    code: "ForecastRejected",
    message: `the forecast in hand cannot be used: ${why}`,
    remedy:
      "the next forecast replaces it; until then the floors written before are kept, and the HPA leads after them",
  };
}
