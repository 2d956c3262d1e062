import type { Campaign, CampaignPhase, CampaignStatus } from "../../api/campaign.ts";
import type { ScalingPolicySpec } from "../../api/scalingPolicy.ts";
import { MOST_URGENT_FIRST } from "../../plan/campaigns/campaignPhase.ts";
import type { CampaignPlan } from "../../plan/plan.ts";
import { formatDuration, milliseconds, SECOND } from "../../units/duration.ts";
import type { Stood } from "../../plan/campaigns/outcome.ts";
import { type Instant, formatInstant, parseInstant } from "../../units/instant.ts";
import { formatQuantity } from "../../units/quantity.ts";
import { type Window, contains } from "../../units/window.ts";
import { type Finding, conditionsFrom, fitted } from "../conditions.ts";
import { type Account, settled } from "./account.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

/** One target of the campaign, as its autoscaler plans it and as the cluster shows it. */
export interface TargetView {
  readonly name: string;
  /** undefined: there is no such autoscaler, or it has not planned yet. */
  readonly plan: CampaignPlan | undefined;
  /** Why there is no plan; for people. */
  readonly missing: string | undefined;
  readonly ready: number;
  readonly reserved: number;
  /** Whether its autoscaler is there, planned or not. */
  readonly exists: boolean;
  /** That is in force now: 0 while its autoscaler only recommends. */
  readonly floor: number;
  /** Of the time in which nobody looked; undefined until its autoscaler has planned. */
  readonly stood: Stood | undefined;
  /** Of its autoscaler; undefined until it has planned. */
  readonly perReplica: number | undefined;
  readonly price: ScalingPolicySpec["price"];
}

export interface CampaignView {
  readonly campaign: Campaign;
  readonly targets: readonly TargetView[];
  readonly now: Instant;
}

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
    conditions: conditionsFrom(findings(view, { phase, verdict, occurrence }), previous?.conditions, {
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
    ...(baseline === undefined ? {} : { baseline }),
    ...(units === undefined ? {} : { units }),
    replicas,
    resolvedAt: formatInstant(resolvedAt),
  };
}

type Verdict = NonNullable<CampaignStatus["verdict"]>;

/** Recorded at the first look within the occurrence, and then kept: later pods do not make an early hour better. */
function verdictOf({ campaign, targets, now }: CampaignView, occurrence: Window | undefined): Verdict | undefined {
  const before = campaign.status?.verdict;
  if (occurrence === undefined || !contains(occurrence, now)) return before;
  if (before !== undefined && parseInstant(before.occurrence) === occurrence.start) return before;
  if (campaign.spec.suspend || targets.some(({ plan }) => plan === undefined)) return before;
  const late = lacking(targets);
  const delay = milliseconds(Math.round((now - occurrence.start) / SECOND) * SECOND);
  const seen = delay < 30 * SECOND ? "" : ` (first looked at ${formatDuration(delay)} after the start)`;
  const message =
    late.length === 0 ? `every promised replica was Ready at the start${seen}` : `${late.join(", ")}${seen}`;
  return {
    occurrence: formatInstant(occurrence.start),
    at: formatInstant(now),
    ready: late.length === 0,
    message: fitted(message, 1024),
  };
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

/** What is not Ready of what was promised, target by target. What could never be had counts as not Ready. */
function lacking(targets: readonly TargetView[]): readonly string[] {
  return targets.flatMap(({ name, plan, ready }) => {
    const wanted = (plan?.promised ?? 0) + (plan?.shortBy ?? 0);
    return ready >= wanted ? [] : [`${name}: ${ready} of ${wanted} Ready`];
  });
}

interface Merged {
  readonly phase: CampaignPhase;
  readonly verdict: Verdict | undefined;
  readonly occurrence: Window | undefined;
}

function findings(view: CampaignView, merged: Merged): readonly Finding[] {
  return [ready(view, merged), capacityFits(view), capacityReserved(view), readyAtStart(merged), ...unknownPeaks(view)];
}

function ready({ targets, now }: CampaignView, { phase, occurrence }: Merged): Finding {
  const missing = targets.flatMap((target) => (target.missing === undefined ? [] : [target.missing]));
  if (missing.length > 0) {
    return { type: "Ready", status: false, reason: "TargetNotPlanned", message: missing.join("; ") };
  }
  const warnings = targets.flatMap(({ name, plan }) => (plan?.warnings ?? []).map((text) => `${name}: ${text}`));
  const bad = phase === "Invalid" || phase === "Short" || phase === "Expired";
  const start =
    occurrence === undefined
      ? ""
      : `; ${now < occurrence.start ? "starts" : "started"} ${formatInstant(occurrence.start)}`;
  return {
    type: "Ready",
    status: phase === "Pending" ? "Unknown" : !bad,
    reason: phase,
    message: [`phase ${phase}${start}`, ...warnings].join("; "),
  };
}

function capacityFits({ targets }: CampaignView): Finding {
  const short = targets.flatMap(({ name, plan }) =>
    plan !== undefined && plan.shortBy > 0
      ? [`${name} is short by ${plan.shortBy}${plan.warnings[0] === undefined ? "" : `, because ${plan.warnings[0]}`}`]
      : [],
  );
  if (targets.some(({ plan }) => plan === undefined)) {
    return { type: "CapacityFits", status: "Unknown", reason: "NotPlanned", message: "not every target is planned" };
  }
  return short.length === 0
    ? { type: "CapacityFits", status: true, reason: "Fits", message: "everything promised fits" }
    : { type: "CapacityFits", status: false, reason: "Short", message: short.join("; ") };
}

/** While room is being reserved: own pods and placeholders together have reached what is promised. */
function capacityReserved({ targets, now }: CampaignView): Finding {
  const type = "CapacityReserved";
  const due = targets.filter(({ plan }) => plan?.reserveAt !== undefined && plan.reserveAt <= now);
  const lackingRoom = due.flatMap(({ name, plan, ready, reserved }) => {
    const wanted = plan?.promised ?? 0;
    const over = plan?.occurrence !== undefined && now >= plan.occurrence.end;
    return over || ready + reserved >= wanted ? [] : [`${name}: ${ready + reserved} of ${wanted}`];
  });
  if (due.length === 0) return { type, status: false, reason: "NotYet", message: "room is not reserved yet" };
  return lackingRoom.length === 0
    ? { type, status: true, reason: "Reserved", message: "room for everything promised is taken" }
    : { type, status: false, reason: "Reserving", message: lackingRoom.join("; ") };
}

function readyAtStart({ verdict, occurrence }: Merged): Finding {
  const type = "ReadyAtStart";
  const isOfThisOne =
    verdict !== undefined && (occurrence === undefined || parseInstant(verdict.occurrence) === occurrence.start);
  if (!isOfThisOne) return { type, status: "Unknown", reason: "NotStarted", message: "decided at the start" };
  return {
    type,
    status: verdict.ready,
    reason: verdict.ready ? "AllReady" : "NotAllReady",
    message: verdict.message,
  };
}

function unknownPeaks({ targets }: CampaignView): readonly Finding[] {
  const unknown = targets.filter(({ plan }) => plan?.peakUnknown === true).map(({ name }) => name);
  const settled = unknown.length === 0;
  return [
    {
      type: "PeakUnknown",
      status: !settled,
      reason: settled ? "Resolved" : "NeverResolved",
      message: settled
        ? "every declared peak is resolved to replicas"
        : `the baseline of ${unknown.join(", ")} was never known; check its signals, or declare the peak in replicas`,
    },
  ];
}
