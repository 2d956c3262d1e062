import type { CampaignPhase } from "../../api/campaign.ts";
import type { Instant } from "../../units/instant.ts";
import type { Window } from "../../units/window.ts";

/** All that the phase of one campaign for one target depends on. */
export interface PhaseState {
  readonly now: Instant;
  readonly valid: boolean;
  readonly suspended: boolean;
  /** It was over when it was created. */
  readonly bornLate: boolean;
  readonly recurring: boolean;
  /** The one that is coming, running, or was the last. */
  readonly occurrence: Window | undefined;
  readonly reserveAt: Instant | undefined;
  readonly orderAt: Instant | undefined;
  /** The floor still stands above what is wished without the campaign. */
  readonly descending: boolean;
  readonly ready: number;
  readonly promised: number;
  /** What of the promise is still wanted now: a flash sale decays. */
  readonly wantedNow: number;
}

/** From what a person must hear first to what needs nobody. One target's trouble is the campaign's. */
export const MOST_URGENT_FIRST: readonly CampaignPhase[] = [
  "Invalid",
  "Suspended",
  "Expired",
  "Short",
  "Pending",
  "Active",
  "ScalingIn",
  "PreScaling",
  "Reserving",
  "Ready",
  "Scheduled",
  "Completed",
];

/** Phases in which something is kept for a campaign, and pods come and go for it. */
export const UNDER_WAY: readonly CampaignPhase[] = ["Reserving", "PreScaling", "Ready", "Active", "Short", "ScalingIn"];

/** A phase is computed from spec, observed state and the time; it is never remembered. */
export function campaignPhase(state: PhaseState): CampaignPhase {
  const { now, occurrence } = state;
  if (!state.valid) return "Invalid";
  if (state.suspended) return "Suspended";
  if (state.bornLate) return "Expired";
  if (occurrence === undefined) return state.recurring ? "Completed" : "Pending";
  if (now >= occurrence.end) return state.descending ? "ScalingIn" : state.recurring ? "Scheduled" : "Completed";
  return now >= occurrence.start ? runningPhase(state) : comingPhase(state);
}

function runningPhase({ ready, promised, wantedNow }: PhaseState): CampaignPhase {
  return ready >= Math.min(promised, wantedNow) ? "Active" : "Short";
}

function comingPhase({ now, orderAt, reserveAt, ready, promised }: PhaseState): CampaignPhase {
  if (orderAt !== undefined && now >= orderAt) return ready >= promised ? "Ready" : "PreScaling";
  return reserveAt !== undefined && now >= reserveAt ? "Reserving" : "Scheduled";
}
