import type { CampaignSpec } from "../../api/campaign.ts";
import { campaignOccurrences, nextOccurrences } from "../../calendar/campaignOccurrences.ts";
import { DAY, HOUR, WEEK } from "../../units/duration.ts";
import { type Instant, instant, parseInstant } from "../../units/instant.ts";
import { contains, type Window } from "../../units/window.ts";
import type { DeclaredCampaign } from "../snapshot.ts";
import type { DemandWindow } from "./demandWindow.ts";
import { isPeak, type PeakContext, peakInForce } from "./peaks.ts";
import { profileOf } from "./profiles.ts";

/** A campaign with its times and peak worked out, as far as this target and this moment need them. */
export interface Declaration {
  readonly campaign: DeclaredCampaign;
  /** `namespace/name` */
  readonly name: string;
  readonly valid: boolean;
  /** It was over when it was created, or never starts. */
  readonly bornLate: boolean;
  readonly recurring: boolean;
  /** Those of around now, and the next ones; ascending. A one-off campaign has exactly one, however long ago. */
  readonly occurrences: readonly Window[];
  /** Demand of the occurrences that are not over; empty for a campaign that asks for nothing. */
  readonly windows: readonly DemandWindow[];
  /** When the last occurrence ended, of those that ended within the range looked at. */
  readonly endedAt: Instant | undefined;
}

export interface DeclarationContext extends PeakContext {
  readonly until: number;
  /** How long a floor may still be coming down after an end. */
  readonly maxHold: number;
}

/** Starts of later occurrences that are told. */
const MOST_NEXT = 8;
/** Occurrences of one campaign that are planned at once; later ones when they come nearer. */
const MOST_PLANNED = 128;
/** How far the walk over a schedule goes each turn, beyond what is planned. */
const WEEKS_TOLD = 5 * WEEK;
/** After the longest hold the steps down still take a while. */
const STEPS_DOWN = HOUR;

/** @param campaigns in any order; what comes out is ordered by namespace and name */
export function declarationsOf(
  campaigns: readonly DeclaredCampaign[],
  context: DeclarationContext,
): readonly Declaration[] {
  return campaigns
    .map((campaign) => declarationOf(campaign, context))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function declarationOf(campaign: DeclaredCampaign, context: DeclarationContext): Declaration {
  const { spec, key, target } = campaign;
  const name = `${key.namespace}/${key.name}`;
  const recurring = spec.schedule !== undefined;
  const occurrences = isPeak(target.peak) ? occurrencesOf(campaign, context) : [];
  const bornLate = recurring
    ? occurrences.length === 0 && neverStarts(campaign)
    : occurrences.some(({ end }) => end <= campaign.createdAt);
  const asking = spec.suspend || bornLate ? [] : occurrences;
  return {
    campaign,
    name,
    recurring,
    valid: isPeak(target.peak) && (recurring || occurrences.length > 0),
    bornLate,
    occurrences,
    windows: asking
      .filter(({ start, end }) => end > context.now && start < context.until)
      .map((window) => demandOf(campaign, name, window, context)),
    endedAt: asking.findLast(({ end }) => end <= context.now)?.end,
  };
}

/** None of its occurrences ends after it was created: `until` was over by then, or every date is excluded. */
function neverStarts({ spec, createdAt }: DeclaredCampaign): boolean {
  // What is in a file was created long ago: the walk over its schedule begins where its dates do.
  const from = parseInstant(`${spec.from ?? ""}T00:00:00Z`) ?? -Infinity;
  try {
    return nextOccurrences(spec, instant(Math.max(createdAt - (spec.duration ?? 0), from - DAY)), 1).length === 0;
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}

/** None when the times cannot be read: admission should have refused them, and one bad object stops no other. */
function occurrencesOf({ spec, createdAt }: DeclaredCampaign, context: DeclarationContext): readonly Window[] {
  const { now, until, maxHold } = context;
  try {
    if (spec.schedule === undefined) return campaignOccurrences(spec, ALWAYS);
    const range = { start: instant(now - maxHold - STEPS_DOWN), end: instant(until) };
    const near = campaignOccurrences(spec, range).filter(({ end }) => end > createdAt);
    const past = near.filter(({ end }) => end <= now).slice(-1);
    const ahead = near.filter(({ end }) => end > now).slice(0, MOST_PLANNED);
    return [...past, ...ahead, ...(ahead.length > MOST_NEXT ? [] : laterThan(range.end, spec))];
  } catch (cause) {
    if (cause instanceof RangeError) return [];
    throw cause;
  }
}

/** For the status only: those of the weeks after the plan, or else the one next start, however far. */
function laterThan(end: Instant, spec: CampaignSpec): readonly Window[] {
  const later = campaignOccurrences(spec, { start: end, end: instant(end + WEEKS_TOLD) }).filter((w) => w.start >= end);
  return later.length > 0 ? later.slice(0, MOST_NEXT) : nextOccurrences(spec, instant(end - 1), 1);
}

/** All of time that can be written, less a margin for zones. */
const ALWAYS: Window = { start: instant(-62_135_596_800_000 + 2 * DAY), end: instant(253_402_300_799_999 - 2 * DAY) };

/**
 * Whether the floor comes down from the last occurrence, and not from what came after it: the peak of an evening that
 * is given back is no campaign's of that noon.
 * @param descendingFrom when the peak ended from which the floor comes down; undefined while it does not
 */
export function isDescending({ occurrences }: Declaration, now: Instant, descendingFrom: number | undefined): boolean {
  const last = occurrences.findLast(({ end }) => end <= now);
  return last !== undefined && descendingFrom !== undefined && descendingFrom <= last.end;
}

/**
 * The occurrence that a status is about: the one that runs; while the floor still comes down, the last; else the next;
 * when none follows, the last.
 */
export function occurrenceAt({ occurrences }: Declaration, now: Instant, descending: boolean): Window | undefined {
  const running = occurrences.find((window) => contains(window, now));
  const last = occurrences.findLast(({ end }) => end <= now);
  const coming = occurrences.find(({ start }) => start > now);
  return running ?? (descending ? (last ?? coming) : (coming ?? last));
}

/** Starts after that one, at most 8. */
export function startsAfter(
  { occurrences }: Declaration,
  now: Instant,
  current: Window | undefined,
): readonly Instant[] {
  return occurrences
    .map(({ start }) => start)
    .filter((start) => start > now && start !== current?.start)
    .slice(0, MOST_NEXT);
}

function demandOf(campaign: DeclaredCampaign, name: string, window: Window, context: DeclarationContext): DemandWindow {
  const { demand, baseline } = peakInForce(campaign, window, context);
  const { combine, readyBefore } = campaign.spec;
  const times = { start: window.start, end: window.end, campaign: name };
  return { ...times, peak: demand, baseline, profile: profileOf(campaign.spec), combine, readyBefore };
}
