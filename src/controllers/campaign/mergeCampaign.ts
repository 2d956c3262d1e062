import type { CampaignPhase, CampaignStatus } from "../../api/campaign.ts";
import { MOST_URGENT_FIRST } from "../../plan/campaigns/campaignPhase.ts";
import type { CampaignPlan } from "../../plan/plan.ts";
import { formatInstant } from "../../units/instant.ts";
import { formatQuantity } from "../../units/quantity.ts";
import type { Window } from "../../units/window.ts";
import { conditionsFrom } from "../conditions.ts";
import { type Account, settled } from "./account.ts";
import { campaignConditions } from "./campaignConditions.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import type { CampaignView, TargetView } from "./targetView.ts";
import { verdictOf } from "./verdict.ts";

/**
 * The campaign as a whole: computed from what its targets plan and show, never remembered, except what cannot be
 * computed afterwards: the verdict, and what was kept for it.
 */
export function mergeCampaign(view: CampaignView): CampaignStatus {
  const { campaign, targets, now } = view;
  const { status: previous, metadata } = campaign;
  const phase = phaseOf(targets);
  const occurrence = occurrenceOf(targets);
  const verdict = verdictOf(view, occurrence);
  const generation = metadata.generation;
  const { account, outcome } = accounts(view);
  const next = targets.find(({ plan }) => plan !== undefined)?.plan?.next ?? [];
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    phase,
    ...(occurrence === undefined
      ? {}
      : { occurrence: { start: formatInstant(occurrence.start), end: formatInstant(occurrence.end) } }),
    next: next.slice(0, 8).map(formatInstant),
    targets: targets.map((target) => targetStatus(target, previous)),
    ...(verdict === undefined ? {} : { verdict }),
    ...(account === undefined ? {} : { account }),
    ...(outcome === undefined ? {} : { outcome }),
    conditions: conditionsFrom(campaignConditions(view, { phase, verdict, occurrence }), previous?.conditions, {
      now,
      generation,
    }),
  };
}

function phaseOf(targets: readonly TargetView[]): CampaignPhase {
  const phases = targets.map(({ plan }) => plan?.phase ?? "Pending");
  return MOST_URGENT_FIRST.find((phase) => phases.includes(phase)) ?? "Pending";
}

/** Targets of one campaign share its times; the first that planned tells them. */
function occurrenceOf(targets: readonly TargetView[]): Window | undefined {
  return targets.find(({ plan }) => plan?.occurrence !== undefined)?.plan?.occurrence;
}

function targetStatus({ name, plan, ready, reserved }: TargetView, previous: CampaignStatus | undefined) {
  const before = previous?.targets?.find((target) => target.name === name);
  // The status is where a resolved peak is remembered, also while its target cannot be planned.
  const declared = plan === undefined ? before?.declared : declaredNow(plan);
  const suggested = plan === undefined ? before?.suggestedMultiplier : suggestedNow(plan);
  return {
    name,
    promised: plan?.promised ?? 0,
    reserved,
    ready,
    shortBy: plan?.shortBy ?? 0,
    ...(declared === undefined ? {} : { declared }),
    ...(suggested === undefined ? {} : { suggestedMultiplier: suggested }),
  };
}

type Declared = NonNullable<CampaignStatus["targets"]>[number]["declared"];

function suggestedNow({ suggestedMultiplier: suggested }: CampaignPlan): string | undefined {
  return suggested === undefined ? undefined : formatQuantity(suggested);
}

function declaredNow({ declared }: CampaignPlan): Declared {
  if (declared === undefined) return undefined;
  const { baseline, units, replicas, resolvedAt } = declared;
  return {
    ...(baseline === undefined ? {} : { baseline: withoutNoise(baseline) }),
    ...(units === undefined ? {} : { units: withoutNoise(units) }),
    replicas,
    resolvedAt: formatInstant(resolvedAt),
  };
}

/**
 * 100.1 × 3 is 300.29999999999995. Ten digits and no hundredths: it is planned with again while the baseline is
 * unknown, where units may be small, and what is left out here is less than `replicasFor` takes for noise.
 */
function withoutNoise(units: number): number {
  return Number(units.toPrecision(10));
}

interface Accounts {
  readonly account: Account | undefined;
  readonly outcome: Outcome | undefined;
}

/** The outcome stays until that of the next occurrence takes its place. */
function accounts({ campaign: { status }, targets, now }: CampaignView): Accounts {
  const { account, finished } = settled(status?.account, targets, now);
  const prices = new Map(targets.map(({ name, price }) => [name, price]));
  return { account, outcome: finished === undefined ? status?.outcome : outcomeOf(finished, prices, now) };
}
