import { formatSeconds, HOUR, milliseconds, SECOND } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";
import { replicas } from "../../units/replicas.ts";
import { type Segment, segmentAt } from "../curve/curve.ts";
import { unitsText } from "../curve/reasons.ts";
import { type Declaration, isDescending, occurrenceAt, startsAfter } from "../declared/declarations.ts";
import { type PeakContext, peakInForce } from "../declared/peaks.ts";
import { largestBaseline } from "../demand/baseline.ts";
import { replicasFor } from "../demand/replicasFor.ts";
import { type LeadTime, REACTION } from "../leadTime/leadTime.ts";
import type { LedSegment } from "../leadTime/ledNeeds.ts";
import type { CampaignPlan } from "../plan.ts";
import type { DeclaredCampaign } from "../snapshot.ts";
import { campaignPhase } from "./campaignPhase.ts";
import type { CampaignUplift } from "./campaignUplifts.ts";
import { isMadeBy, type Part, type ShortageView, shortageOf } from "./shortage.ts";
import { suggestedMultiplier } from "./suggestedMultiplier.ts";

/** What the plan of this target came to, as far as a campaign wants to know it. */
export interface CampaignView extends ShortageView {
  readonly now: Instant;
  /** The autoscaler is off: nothing is done for anybody. */
  readonly isOff: boolean;
  /** Needs under the ceiling, from when they are ordered. */
  readonly led: readonly LedSegment[];
  /** The wished floors, past ones too, without the steps down. */
  readonly curve: readonly Segment[];
  readonly base: number;
  readonly lead: LeadTime;
  /** When the peak ended from which the floor comes down; undefined while it does not. */
  readonly descendingFrom: number | undefined;
  readonly peaks: PeakContext;
  /** When each campaign of the target was filed, or changed last, by `namespace/name`. */
  readonly filedAt: ReadonlyMap<string, Instant>;
  /** What past occurrences of this target's campaigns brought; undefined while there is no forecast. */
  readonly uplifts: readonly CampaignUplift[] | undefined;
}

/** The campaign as seen from this target: its phase, its promise, and what is missing. */
export function campaignPlanOf(declaration: Declaration, view: CampaignView): CampaignPlan {
  const { campaign } = declaration;
  const { now, scale } = view;
  const descending = isDescending(declaration, now, view.descendingFrom);
  const occurrence = occurrenceAt(declaration, now, descending);
  if (occurrence === undefined) return withoutOccurrence(declaration, view);
  const peak = peakInForce(campaign, occurrence, view.peaks);
  const asks = !view.isOff && declaration.windows.some(({ start }) => start === occurrence.start);
  const part = {
    campaign,
    occurrence,
    peak,
    asks,
    isFar: !asks && occurrence.start > now,
    withdrawn: view.isOff || campaign.spec.suspend || declaration.bornLate,
  };
  const promised = promisedAt(part, view);
  const times = timesOf(part, promised, view);
  const phase = campaignPhase({
    now,
    valid: declaration.valid,
    suspended: campaign.spec.suspend,
    bornLate: declaration.bornLate,
    recurring: declaration.recurring,
    occurrence,
    reserveAt: times.reserveAt,
    orderAt: times.orderAt,
    descending,
    ready: scale.ready,
    promised,
    wantedNow: Math.max(view.base, segmentAt(view.curve, now)?.level ?? 0),
  });
  return {
    key: campaign.key,
    phase,
    occurrence,
    next: startsAfter(declaration, now, occurrence),
    promised: replicas(promised),
    ...shortageOf(part, promised, view),
    declared: peak.declared,
    ...suggestionOf(campaign, view),
    peakUnknown: peak.unknown,
    ...times,
    warnings: warningsOf(part, times.orderAt, view),
  };
}

function suggestionOf(
  campaign: DeclaredCampaign,
  { uplifts }: CampaignView,
): Pick<CampaignPlan, "suggestedMultiplier"> {
  const suggested = suggestedMultiplier(campaign, uplifts);
  return suggested === undefined ? {} : { suggestedMultiplier: suggested };
}

type Times = Pick<CampaignPlan, "reserveAt" | "orderAt" | "readyBy">;

function withoutOccurrence({ campaign, valid, bornLate, recurring }: Declaration, view: CampaignView): CampaignPlan {
  const { now, scale } = view;
  const state = { now, valid, bornLate, recurring, suspended: campaign.spec.suspend, ready: scale.ready };
  const none = { occurrence: undefined, reserveAt: undefined, orderAt: undefined };
  return {
    key: campaign.key,
    phase: campaignPhase({ ...state, ...none, descending: false, promised: 0, wantedNow: 0 }),
    ...none,
    next: [],
    promised: replicas(0),
    shortBy: replicas(0),
    beyondCeiling: replicas(0),
    declared: campaign.resolved,
    ...suggestionOf(campaign, view),
    peakUnknown: false,
    readyBy: undefined,
    warnings: valid ? (bornLate ? [NEVER_STARTS] : []) : [MEANS_NOTHING],
  };
}

const MEANS_NOTHING =
  "its peak or its times mean nothing: give one of multiplier (with of), demand or replicas, and times that can be " +
  "read; until then it asks for nothing";
const NEVER_STARTS =
  "it never starts: no start of its schedule lies after it was created, within from and until, on a date that is not " +
  "excluded; correct these";

/**
 * What is needed at the start, all limits applied; far ahead, what the peak comes to as known now. The floor may stand
 * higher by then, for what is needed later: that is ordered at the start, and not Ready.
 */
function promisedAt(part: Part, view: CampaignView): number {
  const { occurrence, peak, asks, withdrawn } = part;
  const { curve, led, base, ceiling } = view;
  const { start } = occurrence;
  if (withdrawn) return 0;
  const due = led.filter(({ neededFrom, end }) => neededFrom <= start && start < end);
  const standing = segmentAt(curve, start);
  const planned = due.length > 0 ? due : standing === undefined ? [] : [standing];
  const levels = asks ? planned.map((segment) => shareOf(segment, part, view)) : [];
  return Math.max(base, ...(levels.length > 0 ? levels : [Math.min(ceiling.most, peak.declared.replicas)]));
}

/**
 * Of what others filed only after it had to be ordered, its own share: a hold of the last minute must not make a
 * promise that was kept look broken.
 */
function shareOf(segment: Segment, { campaign, peak }: Part, { filedAt }: CampaignView): number {
  const makers = segment.by.campaigns ?? [];
  const isLate = makers.some((name) => (filedAt.get(name) ?? -Infinity) > segment.start);
  return isLate && !isMadeBy(segment, campaign) ? Math.min(segment.level, peak.declared.replicas) : segment.level;
}

function timesOf({ occurrence, campaign, asks }: Part, promised: number, view: CampaignView): Times {
  const { readyBefore, reserveBefore } = campaign.spec;
  const atStart = view.led.find(({ neededFrom, end }) => neededFrom <= occurrence.start && occurrence.start < end);
  // What another campaign or the forecast asks for anyway was ordered for them.
  const need = asks && atStart !== undefined && isMadeBy(atStart, campaign) ? atStart : undefined;
  const lead = view.lead(Math.max(1, promised - view.base));
  const orderAt = need?.start ?? occurrence.start - readyBefore - REACTION - lead;
  return {
    reserveAt: instant(Math.min(occurrence.start - reserveBefore, orderAt)),
    orderAt: instant(orderAt),
    readyBy: instant(occurrence.start - readyBefore),
  };
}

function warningsOf(part: Part, orderAt: Instant | undefined, view: CampaignView): readonly string[] {
  const { campaign, occurrence, peak } = part;
  if (view.now >= occurrence.end) return [];
  const warnings: string[] = [];
  if (peak.unknown) {
    const guess = `${peak.declared.replicas} replicas, the multiple of what runs`;
    warnings.push(`the baseline that the multiplier is of is not known: ${guess}, stand in for it`);
  }
  const filedAt = campaign.changedAt ?? campaign.createdAt;
  if (orderAt !== undefined && filedAt > orderAt) {
    const late = formatSeconds(milliseconds(Math.max(SECOND, filedAt - orderAt)));
    const done = filedAt === campaign.createdAt ? "created" : "changed";
    warnings.push(`${done} ${late} after its replicas had to be ordered: not all may be Ready at the start`);
  }
  const usual = belowUsual(part, view);
  if (usual !== undefined) warnings.push(usual);
  const unreached = neverReached(part);
  if (unreached !== undefined) warnings.push(unreached);
  return warnings;
}

/** A ramp that outlasts its campaign: what was declared is never asked for. */
function neverReached({ campaign: { spec }, occurrence: { start, end } }: Part): string | undefined {
  const lasts = milliseconds(end - start);
  const { rampUp } = spec;
  if (spec.profile !== "Ramp" || rampUp === undefined || rampUp <= lasts) return undefined;
  const share = Math.floor((100 * lasts) / rampUp);
  return `its ramp of ${formatSeconds(rampUp)} outlasts it: ${share}% of what the peak adds is reached at most`;
}

/** A peak that every day surpasses was declared in the wrong unit more often than not. */
function belowUsual({ peak, occurrence }: Part, { peaks: { baseline, capacity } }: CampaignView): string | undefined {
  if (baseline === undefined || peak.unknown) return undefined;
  const usual = largestBaseline(baseline, occurrence.start - 12 * HOUR, occurrence.start + 12 * HOUR);
  const { units, replicas: count } = peak.declared;
  if (units !== undefined && units < usual) {
    return `the declared peak of ${unitsText(units)} is below the usual peak of that day, ${unitsText(usual)}`;
  }
  const usualReplicas = replicasFor(usual, capacity);
  if (units === undefined && count < usualReplicas) {
    return `the declared peak of ${count} replicas is below the usual peak of that day, ${usualReplicas} replicas`;
  }
  return undefined;
}
