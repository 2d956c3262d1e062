import type { PredictiveAutoscaler } from "../../api/predictiveAutoscaler.ts";
import type { ForecastInHand } from "../../plan/snapshot.ts";
import { MINUTE } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";
import type { Observing } from "../runtime/controller.ts";
import type { AutoscalerMemory } from "./autoscalerMemory.ts";
import type { ChosenPolicy } from "./choosePolicy.ts";
import { readLiveDemand } from "./demandHistory.ts";
import { REFIT_AGAIN, REFIT_EVERY, refit } from "./forecastInHand.ts";
import { campaignsNaming } from "./observeAutoscaler.ts";

/** Prometheus is asked for the live demand of one target at most this often. */
const LIVE_EVERY = MINUTE;

export interface InputsOf {
  readonly autoscaler: PredictiveAutoscaler;
  readonly policy: ChosenPolicy;
  readonly memory: AutoscalerMemory;
}

/** Reads what has grown old: the live demand after a minute, the forecast after a quarter of an hour. */
export async function refreshInputs(surroundings: Observing, inputs: InputsOf): Promise<void> {
  forgetIfAskedOtherwise(inputs);
  await Promise.all([lookAtDemand(surroundings, inputs), lookAhead(surroundings, inputs)]);
}

/** Other signals have another history: nothing that was read for the old ones may be used for the new. */
function forgetIfAskedOtherwise({ autoscaler, policy, memory }: InputsOf): void {
  const { demand, forecast } = autoscaler.spec;
  const question = JSON.stringify([demand, forecast, policy.spec.defaults.percentile]);
  if (memory.question === question) return;
  memory.question = question;
  memory.live = undefined;
  memory.lastKnownAt = undefined;
  memory.inHand = undefined;
  memory.forecastMemory = undefined;
  memory.olderPeak = undefined;
  memory.refitAt = undefined;
}

async function lookAtDemand({ history, clock }: Observing, { autoscaler, memory }: InputsOf): Promise<void> {
  const now = clock.now();
  if (memory.live !== undefined && now - memory.live.readAt < LIVE_EVERY) return;
  const reading = await readLiveDemand(history, autoscaler.spec.demand, { now, lastKnownAt: memory.lastKnownAt });
  memory.live = { ...reading, readAt: now };
  if (reading.demand.kind === "known") memory.lastKnownAt = reading.demand.at;
}

/** Fits anew when it is time; a refit that fails leaves the forecast in hand where it is. */
async function lookAhead(
  { cluster, history, forecaster, clock }: Observing,
  { autoscaler, policy, memory }: InputsOf,
): Promise<void> {
  const now = clock.now();
  if (memory.refitAt !== undefined && now < memory.refitAt) return;
  const { spec, metadata } = autoscaler;
  const made = await refit(history, forecaster, {
    name: metadata.name,
    spec,
    percentile: spec.forecast.percentile ?? policy.spec.defaults.percentile,
    campaigns: campaignsNaming(cluster, metadata),
    memory: memory.forecastMemory,
    older: memory.olderPeak,
    madeAt: memory.inHand?.kind === "made" ? memory.inHand.madeAt : undefined,
    now,
  });
  memory.forecastMemory = made.memory;
  memory.olderPeak = made.older;
  memory.refitFailure = made.inHand.kind === "none" ? made.inHand.because : undefined;
  memory.refitAt = nextRefit(made.inHand, now);
  if (made.inHand.kind === "made" || memory.inHand?.kind !== "made") memory.inHand = made.inHand;
}

function nextRefit(inHand: ForecastInHand, now: Instant): Instant {
  return instant(now + (inHand.kind === "made" ? REFIT_EVERY : REFIT_AGAIN));
}
