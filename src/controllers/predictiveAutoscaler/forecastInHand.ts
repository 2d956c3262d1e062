import type { Campaign } from "../../api/campaign.ts";
import type { PredictiveAutoscalerSpec } from "../../api/predictiveAutoscaler.ts";
import { campaignOccurrences } from "../../calendar/campaignOccurrences.ts";
import type { DeclaredWindow, ForecastMemory } from "../../forecast/forecastTypes.ts";
import type { ForecastInHand } from "../../plan/snapshot.ts";
import type { Forecaster } from "../../ports/forecaster.ts";
import type { History } from "../../ports/history.ts";
import { DAY, HOUR, MINUTE, milliseconds } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";
import { type Series, seriesEnd } from "../../units/series.ts";
import { type Window, contains } from "../../units/window.ts";
import { TRAINING_STEP, readTraining } from "./demandHistory.ts";

export const REFIT_EVERY = milliseconds(15 * MINUTE);
/** After a refit that failed: soon enough to recover, seldom enough not to press a Prometheus that is down. */
export const REFIT_AGAIN = MINUTE;

export interface Refit {
  readonly inHand: ForecastInHand;
  readonly memory: ForecastMemory | undefined;
}

export interface FitInput {
  /** The autoscaler's name, as campaigns name it. */
  readonly name: string;
  readonly spec: PredictiveAutoscalerSpec;
  /** Whole percent, of the autoscaler or its policy. */
  readonly percentile: number;
  /** Those that name this target: their windows are masked from training. */
  readonly campaigns: readonly Campaign[];
  readonly memory: ForecastMemory | undefined;
  readonly now: Instant;
}

/** Reads the history and fits anew. On failure the caller keeps what it has in hand. */
export async function refit(history: History, forecaster: Forecaster, input: FitInput): Promise<Refit> {
  const { spec, now, memory } = input;
  const training = await readTraining(history, spec, now);
  if (!training.ok) return { inHand: { kind: "none", because: training.failure }, memory };
  const declared = declaredWindows(input);
  const outcome = await forecaster.forecast({
    history: training.value,
    horizon: Math.max(1, Math.ceil((spec.forecast.horizon + REFIT_EVERY) / TRAINING_STEP)),
    quantiles: [...new Set([0.5, input.percentile / 100])].toSorted((a, b) => a - b),
    zone: spec.forecast.timeZone,
    declared,
    ...(memory === undefined ? {} : { memory }),
  });
  if (!outcome.ok) return { inHand: { kind: "none", because: outcome.failure }, memory };
  return {
    inHand: {
      kind: "made",
      forecast: outcome.value,
      madeAt: now,
      largestSeen: largestOf(training.value.values),
      busiestHour: busiestHour(training.value, declared),
    },
    memory: outcome.value.memory,
  };
}

/** Every occurrence that reaches into the history or the horizon. */
function declaredWindows({ name, spec, campaigns, now }: FitInput): readonly DeclaredWindow[] {
  const range = { start: instant(now - spec.forecast.history), end: instant(now + spec.forecast.horizon) };
  return campaigns.flatMap(({ spec: campaign }) => {
    const multiplier = campaign.targets.find((target) => target.name === name)?.peak.multiplier;
    return campaignOccurrences(campaign, range).map(({ start, end }) => ({
      start,
      end,
      ...(multiplier === undefined ? {} : { multiplier }),
    }));
  });
}

function largestOf(values: Float64Array): number {
  return values.reduce((most, value) => (value > most ? value : most), 0);
}

/**
 * The largest mean over an hour of the last 7 days, declared windows left out.
 * @returns undefined where no hour has at least half of its samples
 */
export function busiestHour(series: Series, declared: readonly Window[]): number | undefined {
  const perHour = Math.max(1, Math.round(HOUR / series.step));
  const from = Math.max(0, series.values.length - Math.round((7 * DAY) / series.step));
  const usable = series.values.map((value, i) => {
    if (i < from) return NaN;
    const at = instant(Math.min(series.start + i * series.step, seriesEnd(series)));
    return declared.some((window) => contains(window, at)) ? NaN : value;
  });
  let largest: number | undefined;
  let sum = 0;
  let known = 0;
  for (let i = from; i < usable.length; i++) {
    const entering = usable[i] ?? NaN;
    const leaving = i - perHour >= from ? (usable[i - perHour] ?? NaN) : NaN;
    sum += zeroed(entering) - zeroed(leaving);
    known += Number(!Number.isNaN(entering)) - Number(!Number.isNaN(leaving));
    if (i - from + 1 < perHour || known * 2 < perHour) continue;
    largest = Math.max(largest ?? 0, sum / known);
  }
  return largest;
}

function zeroed(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}
