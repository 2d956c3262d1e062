import type { Plan } from "../../plan/plan.ts";
import type { ForecastInHand, LiveDemand, Snapshot } from "../../plan/snapshot.ts";
import type { ForecastMemory } from "../../forecast/forecastTypes.ts";
import type { Failure } from "../../units/failure.ts";
import type { Instant } from "../../units/instant.ts";
import { type LeadTimeObserver, leadTimeObserver } from "./leadTimeObserver.ts";
import type { OlderPeak } from "./peakHistory.ts";

/** What spares a turn some work. Lost on a restart without harm: one turn later all of it is there again. */
export interface AutoscalerMemory {
  leadTimes: LeadTimeObserver;
  /** Whose starts they were: another target takes another time. */
  target: string | undefined;
  /** What was asked of the history, in words: with another question all that was read is void. */
  question: string | undefined;
  live: { readonly demand: LiveDemand; readonly failure: Failure | undefined; readonly readAt: Instant } | undefined;
  lastKnownAt: Instant | undefined;
  inHand: ForecastInHand | undefined;
  forecastMemory: ForecastMemory | undefined;
  /** The largest demand of the older history, so that it is not read with each fit. */
  olderPeak: OlderPeak | undefined;
  /** When the history is read again. */
  refitAt: Instant | undefined;
  /** Why the last refit failed; undefined after one that did not. */
  refitFailure: Failure | undefined;
  previous: Snapshot["previous"];
  lastPlan: Plan | undefined;
}

export function autoscalerMemory(): AutoscalerMemory {
  return {
    leadTimes: leadTimeObserver(),
    target: undefined,
    question: undefined,
    live: undefined,
    lastKnownAt: undefined,
    inHand: undefined,
    forecastMemory: undefined,
    olderPeak: undefined,
    refitAt: undefined,
    refitFailure: undefined,
    previous: undefined,
    lastPlan: undefined,
  };
}
