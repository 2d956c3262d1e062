import type { PredictiveAutoscaler, PredictiveAutoscalerStatus } from "../../api/predictiveAutoscaler.ts";
import { leadTimeOf } from "../../plan/leadTime/leadTime.ts";
import type { Plan } from "../../plan/plan.ts";
import type { ForecastInHand, Snapshot } from "../../plan/snapshot.ts";
import { HOUR, MINUTE, SECOND, formatDuration, milliseconds } from "../../units/duration.ts";
import { type Failure, describeFailure } from "../../units/failure.ts";
import { type Instant, formatToSecond, parseInstant } from "../../units/instant.ts";
import { type Finding, conditionsFrom, fitted } from "../conditions.ts";

/** How one turn of an autoscaler ended. */
export type Outcome =
  | {
      readonly kind: "planned";
      readonly snapshot: Snapshot;
      readonly plan: Plan;
      /** Why the live demand is not known; undefined when it is. */
      readonly inputFailure: Failure | undefined;
      /** Why the last refit failed; undefined when it did not. */
      readonly refitFailure: Failure | undefined;
      /** Why the plan could not be written; undefined when it stands. */
      readonly writeFailure: Failure | undefined;
      /** Why the target does not follow the plan; undefined when it does. */
      readonly unheeded: Failure | undefined;
    }
  | { readonly kind: "stalled"; readonly failure: Failure }
  | { readonly kind: "paused"; readonly by: string };

/** The status as it should read; conditions keep their transition times. */
export function autoscalerStatus(
  { metadata, status: previous }: Pick<PredictiveAutoscaler, "metadata" | "status">,
  outcome: Outcome,
  now: Instant,
): PredictiveAutoscalerStatus {
  const generation = metadata.generation;
  const figures = outcome.kind === "planned" ? figuresOf(outcome) : figuresKept(previous, outcome, now);
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...figures,
    conditions: conditionsFrom(findingsOf(outcome), previous?.conditions, { now, generation }),
  };
}

type Planned = Extract<Outcome, { kind: "planned" }>;
type Figures = Omit<PredictiveAutoscalerStatus, "conditions" | "observedGeneration">;

function figuresOf({ plan, snapshot }: Planned): Figures {
  const next = nextChange(plan, plan.at + snapshot.spec.forecast.horizon - NOT_THE_END);
  const { forecast } = snapshot;
  return {
    floor: plan.floor,
    reason: fitted(plan.because[0]?.text ?? "nothing asks for a floor", 1024),
    ...(next === undefined ? {} : { next }),
    ...(forecast.kind === "made"
      ? { forecast: { method: fitted(forecast.forecast.method.name, 64), tier: fitted(forecast.forecast.tier, 32) } }
      : {}),
    leadTime: leadTimeText(snapshot, plan),
  };
}

/** What was last planned. Paused, no change comes; and one that should have come by now tells nobody anything. */
function figuresKept(previous: PredictiveAutoscalerStatus | undefined, { kind }: Outcome, now: Instant): Figures {
  const { floor, reason, next, forecast, leadTime } = previous ?? {};
  const isToCome = kind !== "paused" && (parseInstant(next?.split(" ")[0] ?? "") ?? now) > now;
  return {
    ...(floor === undefined ? {} : { floor }),
    ...(reason === undefined ? {} : { reason }),
    ...(next === undefined || !isToCome ? {} : { next }),
    ...(forecast === undefined ? {} : { forecast }),
    ...(leadTime === undefined ? {} : { leadTime }),
  };
}

/** Where the horizon ends nothing changes: the next turn sees further. */
const NOT_THE_END = HOUR;

/** The next change of the floor: `2026-11-10T15:42:00Z → 80`. */
function nextChange({ at, floor, floors }: Plan, until: number): string | undefined {
  for (const [index, window] of floors.entries()) {
    if (window.start > at && window.minReplicas !== floor)
      return `${formatToSecond(window.start)} → ${window.minReplicas}`;
    const follows = floors[index + 1];
    if (window.end > at && window.end < until && follows?.start !== window.end)
      return `${formatToSecond(window.end)} → as found`;
  }
  return undefined;
}

/** Rounded up to what a person acts on, so that a sample more does not rewrite the status. */
function leadTimeText({ leadTime }: Snapshot, { floor }: Plan): string {
  const lead = leadTimeOf(leadTime)(Math.max(1, floor));
  const grain = lead < 2 * MINUTE ? 10 * SECOND : MINUTE;
  const rounded = formatDuration(milliseconds(Math.ceil(lead / grain) * grain));
  return leadTime.kind === "fixed"
    ? `${rounded} (fixed)`
    : `${rounded} (${leadTime.pods.length === 0 ? "assumed" : "learned"})`;
}

function findingsOf(outcome: Outcome): readonly Finding[] {
  switch (outcome.kind) {
    case "stalled": {
      const message = describeFailure(outcome.failure);
      return [
        { type: "Ready", status: false, reason: outcome.failure.code, message },
        { type: "Stalled", status: true, reason: outcome.failure.code, message },
        ...conflictOf(outcome.failure),
      ];
    }
    case "paused":
      return [
        { type: "Ready", status: "Unknown", reason: "Paused", message: `nothing is planned: ${outcome.by}` },
        { type: "Stalled", status: false, reason: "Paused", message: outcome.by },
      ];
    case "planned":
      return [
        readyFinding(outcome),
        stalledFinding(outcome),
        ...inputs(outcome),
        capacityFits(outcome),
        peaks(outcome),
      ];
  }
}

const CONFLICTS: readonly string[] = ["TwoPlanners", "TwoAutoscalers", "NameTaken", "ControlledByScaledObject"];

function conflictOf({ code, message }: Failure): readonly Finding[] {
  return CONFLICTS.includes(code) ? [{ type: "Conflict", status: true, reason: code, message }] : [];
}

function readyFinding({ snapshot, plan, writeFailure, unheeded }: Planned): Finding {
  const failure = writeFailure ?? unheeded;
  if (failure !== undefined) {
    return { type: "Ready", status: false, reason: failure.code, message: describeFailure(failure) };
  }
  const { mode } = snapshot.spec;
  const because = plan.because[0]?.text ?? "nothing asks for a floor";
  return { type: "Ready", status: true, reason: mode, message: fitted(because, 1024) };
}

function stalledFinding({ writeFailure }: Planned): Finding {
  return writeFailure?.code === "NameTaken"
    ? { type: "Stalled", status: true, reason: "NameTaken", message: describeFailure(writeFailure) }
    : { type: "Stalled", status: false, reason: "Progressing", message: "plans every turn" };
}

function inputs({ snapshot, inputFailure, refitFailure }: Planned): readonly Finding[] {
  const { demand, forecast } = snapshot;
  const live: Finding =
    demand.kind === "known"
      ? { type: "InputsLive", status: true, reason: "Live", message: "every signal is live" }
      : {
          type: "InputsLive",
          status: false,
          reason: demand.state,
          message: inputFailure === undefined ? "the demand is unknown" : describeFailure(inputFailure),
        };
  return [live, skilful(forecast, refitFailure)];
}

function skilful(forecast: ForecastInHand, refitFailure: Failure | undefined): Finding {
  const type = "ForecastSkilful";
  if (forecast.kind === "none") {
    return { type, status: "Unknown", reason: "NoForecast", message: describeFailure(forecast.because) };
  }
  const { skill, method, tier } = forecast.forecast;
  const stale = refitFailure === undefined ? "" : `; the last refit failed: ${describeFailure(refitFailure)}`;
  const how = `${method.name} on ${tier} of history${stale}`;
  if (skill === undefined) return { type, status: "Unknown", reason: "NotMeasured", message: how };
  return skill > 0
    ? { type, status: true, reason: "BetterThanNaive", message: how }
    : { type, status: false, reason: "NoBetterThanNaive", message: `${how}; ${GIVES_WAY}` };
}

/** Without figures, which would be another with each refit, and a write of the status with them. */
const GIVES_WAY = "it gives way to yesterday's, last week's or the last value as far as those were better lately";

function capacityFits({ plan }: Planned): Finding {
  const type = "CapacityFits";
  if (plan.shortBy === 0) return { type, status: true, reason: "Fits", message: "everything promised fits" };
  const why = plan.limitedBy.map(({ text }) => text).join("; ");
  const kind = plan.limitedBy[0]?.kind ?? "Room";
  return { type, status: false, reason: kind, message: fitted(`short by ${plan.shortBy}, because ${why}`, 1024) };
}

function peaks({ plan }: Planned): Finding {
  const unknown = plan.campaigns.filter(({ peakUnknown }) => peakUnknown).map(({ key }) => key.name);
  return unknown.length === 0
    ? { type: "PeakUnknown", status: false, reason: "Resolved", message: "every declared peak is resolved to replicas" }
    : {
        type: "PeakUnknown",
        status: true,
        reason: "NeverResolved",
        message: `campaign ${unknown.join(", ")}: the baseline was never known; check the signals, or declare replicas`,
      };
}
