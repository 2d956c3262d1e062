import type { PredictiveAutoscaler } from "../../api/predictiveAutoscaler.ts";
import type { ForecastInHand } from "../../plan/snapshot.ts";
import type { Clock } from "../../ports/clock.ts";
import { MINUTE, type Milliseconds } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";
import type { Observing } from "../runtime/controller.ts";
import { type AutoscalerMemory, type InputsInHand, nothingInHand } from "./autoscalerMemory.ts";
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

/**
 * Reads what has grown old: the live demand after a minute, the forecast after a quarter of an hour.
 * @param patience milliseconds to wait for it where there is something to decide on without; it goes on meanwhile, and
 *   is there for a later turn. Absent: however long it takes
 */
export async function refreshInputs(observing: Observing, inputs: InputsOf, patience?: Milliseconds): Promise<void> {
  const inHand = inHandFor(inputs);
  inHand.refreshing ??= refresh(observing, inputs, inHand);
  const { refreshing } = inHand;
  await (patience !== undefined && canDecide(observing, inputs, inHand)
    ? within(patience, refreshing, observing.clock)
    : refreshing);
  const { bug } = inHand;
  inHand.bug = undefined;
  if (bug !== undefined) throw bug.thrown;
}

/** Other signals have another history: nothing that was read for the old ones may be used for the new. */
function inHandFor({ autoscaler, policy, memory }: InputsOf): InputsInHand {
  const { demand, forecast } = autoscaler.spec;
  const question = JSON.stringify([demand, forecast, policy.spec.defaults.percentile]);
  if (memory.inputs.question !== question) memory.inputs = nothingInHand(question);
  return memory.inputs;
}

async function refresh(observing: Observing, inputs: InputsOf, inHand: InputsInHand): Promise<void> {
  try {
    await Promise.all([lookAtDemand(observing, inputs, inHand), lookAhead(observing, inputs, inHand)]);
  } catch (thrown) {
    inHand.bug = { thrown };
  }
  inHand.refreshing = undefined;
}

/**
 * What was read before is good for a while longer. Before the first reading only a declared peak does not need it: all
 * others would say in their status that nothing is known, and take it back when the answer comes.
 */
function canDecide({ cluster }: Observing, { autoscaler }: InputsOf, { live, inHand }: InputsInHand): boolean {
  if (live !== undefined && inHand !== undefined) return true;
  return campaignsNaming(cluster, autoscaler.metadata).length > 0;
}

function within(patience: Milliseconds, reading: Promise<void>, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.at(instant(clock.now() + patience), resolve);
    void reading.then(() => {
      cancel();
      resolve();
    });
  });
}

async function lookAtDemand(
  { history, clock }: Observing,
  { autoscaler }: InputsOf,
  hand: InputsInHand,
): Promise<void> {
  const now = clock.now();
  if (hand.live !== undefined && now - hand.live.readAt < LIVE_EVERY) return;
  const reading = await readLiveDemand(history, autoscaler.spec.demand, { now, lastKnownAt: hand.lastKnownAt });
  hand.live = { ...reading, readAt: now };
  if (reading.demand.kind === "known") hand.lastKnownAt = reading.demand.at;
}

/** Fits anew when it is time; a refit that fails leaves the forecast in hand where it is. */
async function lookAhead(
  { cluster, history, forecaster, clock }: Observing,
  { autoscaler, policy }: InputsOf,
  hand: InputsInHand,
): Promise<void> {
  const now = clock.now();
  if (hand.refitAt !== undefined && now < hand.refitAt) return;
  const { spec, metadata } = autoscaler;
  const made = await refit(history, forecaster, {
    name: metadata.name,
    spec,
    percentile: spec.forecast.percentile ?? policy.spec.defaults.percentile,
    campaigns: campaignsNaming(cluster, metadata),
    memory: hand.forecastMemory,
    older: hand.olderPeak,
    madeAt: hand.inHand?.kind === "made" ? hand.inHand.madeAt : undefined,
    now,
  });
  hand.forecastMemory = made.memory;
  hand.olderPeak = made.older;
  hand.refitFailure = made.inHand.kind === "none" ? made.inHand.because : undefined;
  hand.refitAt = nextRefit(made.inHand, now);
  if (made.inHand.kind === "made" || hand.inHand?.kind !== "made") hand.inHand = made.inHand;
}

function nextRefit(inHand: ForecastInHand, now: Instant): Instant {
  return instant(now + (inHand.kind === "made" ? REFIT_EVERY : REFIT_AGAIN));
}
