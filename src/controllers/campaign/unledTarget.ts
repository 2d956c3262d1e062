import type { Campaign, CampaignPhase } from "../../api/campaign.ts";
import type { PredictiveAutoscaler } from "../../api/predictiveAutoscaler.ts";
import { campaignPhase, UNDER_WAY } from "../../plan/campaigns/campaignPhase.ts";
import type { CampaignPlan, Plan } from "../../plan/plan.ts";
import type { Instant } from "../../units/instant.ts";

/** Why nothing is done for a campaign at a target that is there. */
export interface Unled {
  /** For people, with the remedy. */
  readonly because: string;
  /** False: what is told of the target is its last plan, which nobody renews. */
  readonly isPlanned: boolean;
}

/** undefined while its autoscaler plans and acts: stalled, suspended or paused, its condition Ready says so. */
export function whyUnled({ metadata, spec, status }: PredictiveAutoscaler): Unled | undefined {
  const name = `the PredictiveAutoscaler ${metadata.name}`;
  const ready = status?.conditions?.find(({ type }) => type === "Ready");
  if (ready !== undefined && ready.status !== "True") {
    const stalled = status?.conditions?.find(({ type }) => type === "Stalled");
    const isPlanned = stalled?.status !== "True" && ready.reason !== "Paused";
    return { because: `${name} is not led: ${ready.message}`, isPlanned };
  }
  if (spec.mode === "Automatic") return undefined;
  const does = spec.mode === "Recommend" ? "only recommends" : "is off";
  return { because: `${name} ${does}: nothing is scaled until its mode is Automatic`, isPlanned: true };
}

export interface LastSeen {
  readonly campaign: Campaign;
  /** The last one, of whatever time. */
  readonly decided: Plan;
  readonly ready: number;
  readonly now: Instant;
}

/**
 * The phase by the last plan and the time: times go on, and pods come and go, while nobody plans.
 * What was under way then is not said to be given back before somebody has looked.
 */
export function phaseByLastPlan(plan: CampaignPlan, { campaign, decided, ready, now }: LastSeen): CampaignPhase {
  const { occurrence, phase, promised, reserveAt, orderAt } = plan;
  const began = occurrence !== undefined && decided.at >= occurrence.start;
  return campaignPhase({
    ...{ now, occurrence, reserveAt, orderAt, ready, promised },
    valid: phase !== "Invalid",
    suspended: campaign.spec.suspend,
    bornLate: phase === "Expired",
    recurring: campaign.spec.schedule !== undefined,
    descending: UNDER_WAY.includes(phase),
    wantedNow: began ? decided.floor : promised,
  });
}
