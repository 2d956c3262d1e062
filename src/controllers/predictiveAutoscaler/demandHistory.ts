import type { PredictiveAutoscalerSpec } from "../../api/predictiveAutoscaler.ts";
import type { InputState, LiveDemand } from "../../plan/snapshot.ts";
import type { History, HistoryQuery, Reading } from "../../ports/history.ts";
import { MINUTE, type Milliseconds, milliseconds } from "../../units/duration.ts";
import type { Failure } from "../../units/failure.ts";
import { type Instant, instant } from "../../units/instant.ts";
import { type Result, failed, success } from "../../units/result.ts";
import type { Series } from "../../units/series.ts";
import type { Window } from "../../units/window.ts";

const LIVE_RANGE = milliseconds(15 * MINUTE);
const LIVE_STEP = MINUTE;
/** Twice Prometheus' usual scrape interval and one evaluation: an older sample is not live any more. */
const STALE_AFTER = milliseconds(3 * MINUTE);
/** Grid of the training history. */
export const TRAINING_STEP = milliseconds(5 * MINUTE);

type Demand = PredictiveAutoscalerSpec["demand"];
export type LiveReading = { readonly demand: LiveDemand; readonly failure: Failure | undefined };

/**
 * Demand at this moment: Σ value × cost over the signals. One signal that cannot be believed makes the sum unknown.
 * @param lastKnownAt when the demand was known last; undefined when never
 */
export async function readLiveDemand(
  history: History,
  demand: Demand,
  { now, lastKnownAt }: { readonly now: Instant; readonly lastKnownAt: Instant | undefined },
): Promise<LiveReading> {
  const range = { start: instant(now - LIVE_RANGE), end: instant(now + LIVE_STEP) };
  const readings = await readSignals(history, demand, { range, step: LIVE_STEP, staleAfter: STALE_AFTER });
  let total = 0;
  let oldest = now;
  for (const [index, reading] of readings.entries()) {
    const last = latest(reading);
    if (last.kind === "unknown") {
      const name = demand.signals[index]?.name ?? "";
      return {
        demand: { kind: "unknown", state: last.state, since: lastKnownAt },
        failure: { ...last.failure, field: `spec.demand.signals[${index}].query`, value: name },
      };
    }
    total += last.value * (demand.signals[index]?.cost ?? 1);
    if (last.at < oldest) oldest = last.at;
  }
  return { demand: { kind: "known", value: total, at: oldest }, failure: undefined };
}

/**
 * Past demand on an even grid, NaN where any signal has a gap. Its last value is of the last whole step at or before
 * `now`: what is known by then is forecast from, and a forecast begins with the step to come.
 */
export function readTraining(
  history: History,
  { demand, forecast }: PredictiveAutoscalerSpec,
  now: Instant,
): Promise<Result<Series, Failure>> {
  const end = instant((Math.floor(now / TRAINING_STEP) + 1) * TRAINING_STEP);
  const start = instant(end - Math.floor(forecast.history / TRAINING_STEP) * TRAINING_STEP);
  return readDemand(history, demand, { range: { start, end }, step: TRAINING_STEP });
}

/**
 * Past demand on the grid of a range that is whole steps long, NaN where any signal has a gap.
 * @returns why nothing is known of a signal, when one cannot be read
 */
export async function readDemand(
  history: History,
  demand: Demand,
  { range, step }: Pick<Span, "range" | "step">,
): Promise<Result<Series, Failure>> {
  const { start, end } = range;
  // A history is good for what is past however old its last sample is: gaps stay gaps.
  const staleAfter = milliseconds(end - start + step);
  return demandOf(await readSignals(history, demand, { range, step, staleAfter }), demand, { range, step });
}

/** The sum of what the signals say, as far as they say anything. */
export function demandOf(
  readings: readonly Reading[],
  demand: Demand,
  { range: { start, end }, step }: Pick<Span, "range" | "step">,
): Result<Series, Failure> {
  const values = new Float64Array((end - start) / step);
  for (const [index, reading] of readings.entries()) {
    if (!isBelieved(reading) && reading.series === undefined) {
      return failed({ ...reading.failure, field: `spec.demand.signals[${index}].query` });
    }
    if (reading.series === undefined) continue;
    addScaled(values, reading.series, { start, step, cost: demand.signals[index]?.cost ?? 1 });
  }
  return success({ start, step, values });
}

export interface Span {
  readonly range: Window;
  readonly step: Milliseconds;
  readonly staleAfter: Milliseconds;
}

/** One reading a signal, in their order. A signal without samples is a zero where `presence` says the source lives. */
export async function readSignals(history: History, demand: Demand, span: Span): Promise<readonly Reading[]> {
  const readings = await Promise.all(demand.signals.map(({ query }) => history.read({ query, ...span })));
  if (demand.presence === undefined || !readings.some(({ state }) => isAbsence(state))) return readings;
  const presence = await history.read({ query: demand.presence, ...span } satisfies HistoryQuery);
  if (!isBelieved(presence) || presence.state === "LiveZero") return readings;
  return readings.map((reading) => (isAbsence(reading.state) ? zeroWherePresent(reading, presence) : reading));
}

type Believed = Extract<Reading, { readonly state: "Live" | "LiveZero" }>;

function isBelieved(reading: Reading): reading is Believed {
  return reading.state === "Live" || reading.state === "LiveZero";
}

function isAbsence(state: InputState): boolean {
  return state === "NoSuchSeries" || state === "Empty" || state === "Stale";
}

function zeroWherePresent(absent: Reading, presence: Believed): Reading {
  const { series } = presence;
  const values = series.values.map((present, i) => {
    const measured = absent.series === undefined ? NaN : sampleAt(absent.series, series.start + i * series.step);
    if (!Number.isNaN(measured)) return measured;
    return present > 0 ? 0 : NaN;
  });
  return {
    state: "LiveZero",
    series: { ...series, values },
    lastSampleAt: presence.lastSampleAt,
    warnings: presence.warnings,
  };
}

type Latest =
  | { readonly kind: "known"; readonly value: number; readonly at: Instant }
  | { readonly kind: "unknown"; readonly state: InputState; readonly failure: Failure };

function latest(reading: Reading): Latest {
  if (!isBelieved(reading)) return { kind: "unknown", state: reading.state, failure: reading.failure };
  const { series } = reading;
  for (let i = series.values.length - 1; i >= 0; i--) {
    const value = series.values[i] ?? NaN;
    if (!Number.isNaN(value)) return { kind: "known", value, at: instant(series.start + i * series.step) };
  }
  return { kind: "unknown", state: "Empty", failure: noSeries() };
}

/** Adds what one signal says, times its cost, to the sum on its grid; a gap stays a gap. */
export function addScaled(
  sum: Float64Array,
  series: Series,
  { start, step, cost }: { readonly start: Instant; readonly step: Milliseconds; readonly cost: number },
): void {
  for (let i = 0; i < sum.length; i++) {
    const value = sampleAt(series, start + i * step);
    sum[i] = (sum[i] ?? 0) + value * cost;
  }
}

function sampleAt(series: Series, at: number): number {
  return series.values[Math.round((at - series.start) / series.step)] ?? NaN;
}

function noSeries(): Failure {
  return {
    code: "Empty",
    message: "the query has no sample in the range",
    remedy: "check that it returns data in Prometheus; until then the applied floor is kept",
  };
}
