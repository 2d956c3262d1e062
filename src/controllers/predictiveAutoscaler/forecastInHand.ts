import type { Campaign } from "../../api/campaign.ts";
import type { PredictiveAutoscalerSpec } from "../../api/predictiveAutoscaler.ts";
import type { ForecastMemory } from "../../forecast/forecastTypes.ts";
import { busiestHour } from "../../plan/demand/busiestHour.ts";
import { campaignUplifts } from "../../plan/campaigns/campaignUplifts.ts";
import { declaredWindows } from "../../plan/declared/declaredWindows.ts";
import { seenPeaks } from "../../plan/demand/seenPeaks.ts";
import type { ForecastInHand } from "../../plan/snapshot.ts";
import type { Forecaster } from "../../ports/forecaster.ts";
import type { History } from "../../ports/history.ts";
import { HOUR, MINUTE, milliseconds } from "../../units/duration.ts";
import type { Failure } from "../../units/failure.ts";
import { type Instant, instant } from "../../units/instant.ts";
import { readTraining, TRAINING_STEP } from "./demandHistory.ts";
import { largestOf, olderPeak, type OlderPeak, readPeaks } from "./peakHistory.ts";

export const REFIT_EVERY = milliseconds(15 * MINUTE);
/** After a refit that failed: soon enough to recover, seldom enough not to press a Prometheus that is down. */
export const REFIT_AGAIN = MINUTE;

export interface Refit {
  readonly inHand: ForecastInHand;
  readonly memory: ForecastMemory | undefined;
  readonly older: OlderPeak | undefined;
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
  /** The largest demand before the peaks that are looked up, as read last. */
  readonly older: OlderPeak | undefined;
  /** When the forecast in hand was made; undefined without one. */
  readonly madeAt: Instant | undefined;
  readonly now: Instant;
}

/** Reads the history and fits anew. On failure the caller keeps what it has in hand. */
export async function refit(history: History, forecaster: Forecaster, input: FitInput): Promise<Refit> {
  const { spec, now, memory } = input;
  const training = await readTraining(history, spec, now);
  if (!training.ok) return { inHand: { kind: "none", because: training.failure }, memory, older: input.older };
  const read = await readPeaks(history, spec, training.value);
  if (read === undefined && isRecent(input))
    return { inHand: { kind: "none", because: PEAKS_UNREAD }, memory, older: input.older };
  const peaks = read ?? training.value;
  const older = await olderPeak(history, spec, { training: training.value, known: input.older });
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
  if (!outcome.ok) return { inHand: { kind: "none", because: outcome.failure }, memory, older };
  return {
    inHand: {
      kind: "made",
      forecast: outcome.value,
      madeAt: now,
      largestSeen: Math.max(largestOf(training.value.values), largestOf(peaks.values), older?.largest ?? 0),
      busiestHour: busiestHour(training.value, declared),
      uplifts: campaignUplifts(input.campaigns, {
        training: training.value,
        declared,
        past: outcome.value.pastUplifts,
      }),
      seen: seenPeaks({ peaks, samples: training.value }, declared, {
        from: outcome.value.from,
        length: horizon,
        zone: spec.forecast.timeZone,
      }),
    },
    memory: outcome.value.memory,
    older,
  };
}

/** Ignorance lowers nothing: a forecast that knows the peaks is kept this long before one without them replaces it. */
const KEPT_FOR = HOUR;

function isRecent({ madeAt, now }: FitInput): boolean {
  return madeAt !== undefined && now - madeAt < KEPT_FOR;
}

const PEAKS_UNREAD: Failure = {
  code: "PeaksUnread",
  message: "the demand of the last week cannot be read by the minute",
  remedy:
    "see whether Prometheus refuses so many points; the forecast made before is kept for an hour, and after that " +
    "peaks between samples of five minutes are not known",
};
