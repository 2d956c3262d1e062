import type { Campaign } from "../../api/campaign.ts";
import type { PredictiveAutoscalerSpec } from "../../api/predictiveAutoscaler.ts";
import type { ForecastMemory } from "../../forecast/forecastTypes.ts";
import { busiestHour } from "../../plan/busiestHour.ts";
import { declaredWindows } from "../../plan/declaredWindows.ts";
import { seenPeaks } from "../../plan/seenPeaks.ts";
import type { ForecastInHand } from "../../plan/snapshot.ts";
import type { Forecaster } from "../../ports/forecaster.ts";
import type { History } from "../../ports/history.ts";
import { MINUTE, milliseconds } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";
import { readPeaks, readTraining, TRAINING_STEP } from "./demandHistory.ts";

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
  const declared = declaredWindows(input.name, input.campaigns, {
    start: instant(now - spec.forecast.history),
    end: instant(now + spec.forecast.horizon),
  });
  const horizon = Math.max(1, Math.ceil((spec.forecast.horizon + REFIT_EVERY) / TRAINING_STEP));
  const outcome = await forecaster.forecast({
    history: training.value,
    horizon,
    quantiles: [...new Set([0.5, input.percentile / 100])].toSorted((a, b) => a - b),
    zone: spec.forecast.timeZone,
    declared,
    ...(memory === undefined ? {} : { memory }),
  });
  if (!outcome.ok) return { inHand: { kind: "none", because: outcome.failure }, memory };
  // Who cannot read the peaks between the samples still has the samples.
  const peaks = (await readPeaks(history, spec, training.value)) ?? training.value;
  return {
    inHand: {
      kind: "made",
      forecast: outcome.value,
      madeAt: now,
      largestSeen: Math.max(largestOf(training.value.values), largestOf(peaks.values)),
      busiestHour: busiestHour(training.value, declared),
      seen: seenPeaks(peaks, declared, {
        from: outcome.value.from,
        length: horizon,
        zone: spec.forecast.timeZone,
      }),
    },
    memory: outcome.value.memory,
  };
}

function largestOf(values: Float64Array): number {
  return values.reduce((most, value) => (value > most ? value : most), 0);
}
