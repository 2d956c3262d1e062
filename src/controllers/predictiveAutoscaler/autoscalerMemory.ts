import type { Plan } from "../../plan/plan.ts";
import type { ForecastInHand, LiveDemand, Snapshot } from "../../plan/snapshot.ts";
import type { ForecastMemory } from "../../forecast/forecastTypes.ts";
import type { Failure } from "../../units/failure.ts";
import type { Instant } from "../../units/instant.ts";
import { type LeadTimeObserver, leadTimeObserver } from "./leadTimeObserver.ts";
import type { OlderPeak } from "./peakHistory.ts";

/** What was read of one question; with another question all of it is void. */
export interface InputsInHand {
  /** What was asked of the history, in words. */
  readonly question: string;
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
  /** The reading under way, of which there is one at most; it fails never, but leaves what it threw in `bug`. */
  refreshing: Promise<void> | undefined;
  bug: { readonly thrown: unknown } | undefined;
}

/** What spares a turn some work. Lost on a restart without harm: one turn later all of it is there again. */
export interface AutoscalerMemory {
  leadTimes: LeadTimeObserver;
  /** Whose starts they were: another target takes another time. */
  target: string | undefined;
  inputs: InputsInHand;
  previous: Snapshot["previous"];
  lastPlan: Plan | undefined;
  /** The version of the plan's CronHPA that was last written over, itself undefined where there was none. */
  writtenOver: { readonly version: string | undefined } | undefined;
  /** Since when the enforcement has had something to do, as far as is seen; undefined while it has not. */
  waitingSince: Instant | undefined;
}

export function autoscalerMemory(): AutoscalerMemory {
  return {
    leadTimes: leadTimeObserver(),
    target: undefined,
    inputs: nothingInHand(""),
    previous: undefined,
    lastPlan: undefined,
    writtenOver: undefined,
    waitingSince: undefined,
  };
}

export function nothingInHand(question: string): InputsInHand {
  return {
    question,
    live: undefined,
    lastKnownAt: undefined,
    inHand: undefined,
    forecastMemory: undefined,
    olderPeak: undefined,
    refitAt: undefined,
    refitFailure: undefined,
    refreshing: undefined,
    bug: undefined,
  };
}
