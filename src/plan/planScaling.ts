import { MOST_WINDOWS } from "../api/cronHpa.ts";
import { DAY, HOUR } from "../units/duration.ts";
import { instant } from "../units/instant.ts";
import { replicas } from "../units/replicas.ts";
import { type CampaignView, campaignPlanOf } from "./campaigns/campaignPlans.ts";
import { upliftsIn } from "./campaigns/suggestedMultiplier.ts";
import { candidatesAt } from "./curve/candidates.ts";
import { clipped, type Segment, segmentAt, skyline } from "./curve/curve.ts";
import { foundText } from "./curve/reasons.ts";
import { type Declaration, declarationsOf } from "./declared/declarations.ts";
import type { DemandWindow } from "./declared/demandWindow.ts";
import { type PeakContext, peakContextOf } from "./declared/peaks.ts";
import { raisedWindows } from "./declared/raisedWindows.ts";
import { type Baseline, baselineOf } from "./demand/baseline.ts";
import { descentOf } from "./descent/descent.ts";
import { type Given, givenOf } from "./given.ts";
import { type LedSegment, ledNeeds } from "./leadTime/ledNeeds.ts";
import { underCeiling } from "./limits/ceiling.ts";
import { forecastCapLimit } from "./limits/forecastCap.ts";
import { mergedUpward, windowLimit } from "./limits/mergeWindows.ts";
import { roomLimit } from "./limits/roomLimit.ts";
import { withinTurn } from "./limits/withinTurn.ts";
import { keptForecast } from "./needs/keptForecast.ts";
import { minimumOf } from "./needs/minimum.ts";
import { needsOf } from "./needs/needs.ts";
import type { CampaignPlan, ExactFloor, FloorWindow, Limit, Plan } from "./plan.ts";
import { lookAgainAt } from "./renewal/lookAgainAt.ts";
import { keptInRoom } from "./rooms/keptInRoom.ts";
import { reservationsOf, roomsOf } from "./rooms/reservations.ts";
import type { Snapshot } from "./snapshot.ts";

/** Near now the windows are written exactly; further ahead neighbours may be merged upward. */
const EXACT_FOR = 2 * HOUR;

/**
 * What should be done about one target, now and over the horizon, and why. The only door to a decision: demo, command
 * line, backtest and controller all come through here.
 *
 * Pure: the same snapshot gives the same plan. Never throws for what users wrote.
 *
 * The rooms of the folder, in the order of the steps; each uses only those before it (test/tidy.test.ts):
 * - `curve`: levels of replicas over time, who asks for them, and in which words;
 * - `demand`: the load that is believed in, and the replicas that serve it;
 * - `leadTime`: how long it takes from an order to Ready, and needs moved to where they are ordered;
 * - `declared`: what campaigns say, as demand over their windows;
 * - `needs`: how many replicas must be Ready when;
 * - `limits`: what is allowed of them;
 * - `rooms`: room on nodes that is taken ahead of an order;
 * - `descent`: how a floor comes down in steps, and when it is held;
 * - `campaigns`: what the plan means for each campaign, and what one brought;
 * - `renewal`: when to plan again, and whether a plan is written again;
 * - `told`: the plan for people, and as JSON;
 * - `actions`: what enforcing does to the field, the placeholders and the scheduler.
 */
export function planScaling(snapshot: Snapshot): Plan {
  // 1. What is given and known: what stands, the baseline, if one can be believed, and what was declared.
  const given = givenOf(snapshot);
  const known = knownOf(snapshot, given);

  // 2. How many replicas are needed when, and how many of them are allowed.
  const needs = needsOf({ ...given, ...known, declaredUntil: given.until + DAY });
  const allowed = underCeiling(needs, given.ceiling);

  // 3. When they have to be ordered, so that they are Ready by then.
  const orders = ordersOf(snapshot, given, { known, needs: allowed.segments });

  // 4. How it comes down again: in steps, held while load is high or room is reserved.
  const floors = floorsOf(snapshot, given, { known, orders });

  // 5. What it means for campaigns, and what stands in the way.
  const campaigns = campaignsOf(snapshot, given, { known, needs, orders, floors });
  const limitedBy = [
    allowed.limit,
    known.baseline === undefined ? undefined : forecastCapLimit(known.baseline, given.capacity),
    orders.limit,
    roomLimit(campaigns, snapshot),
    windowLimit(floors.exact.length, floors.written.length),
  ].filter((limit) => limit !== undefined);

  // 6. The plan, with its reasons, and when to look again.
  const { now, base, until } = given;
  return {
    at: now,
    floor: replicas(floors.now),
    keptInRoom: replicas(floors.keptNow),
    because: candidatesAt(now, {
      winner: segmentAt(floors.written, now),
      askers: [...orders.wished, ...floors.stepping, ...floors.kept],
      minimum: { source: "Found", replicas: snapshot.scale.found, text: foundText(snapshot.scale.found) },
    }),
    limitedBy,
    shortBy: replicas(Math.max(cutBy(allowed.limit), ...campaigns.map(({ shortBy }) => shortBy))),
    floors: floors.written.map(asWindow),
    exact: floors.exact.map(asExact),
    reservations: reservationsOf({ rooms: floors.rooms, floors: floors.exact, base, now, until }),
    campaigns,
    lookAgainAt: lookAgainAt(now, { floors: floors.written, campaigns, heldBack: orders.limit !== undefined }),
  };
}

interface Known {
  /** There is a forecast that can be believed, whether or not it is to be followed. */
  readonly isForecast: boolean;
  readonly baseline: Baseline | undefined;
  readonly peaks: PeakContext;
  readonly declarations: readonly Declaration[];
  /** What is declared, as demand. */
  readonly windows: readonly DemandWindow[];
}

function knownOf(snapshot: Snapshot, { now, until, capacity, lead }: Given): Known {
  const { spec, demand } = snapshot;
  const isOff = spec.mode === "Off";
  const believed = baselineOf(snapshot);
  const baseline = believed.ok && !isOff ? believed.value : undefined;
  const peaks = peakContextOf(snapshot, baseline, capacity);
  const range = { until: until + DAY, maxHold: spec.scaleIn.maxHold };
  const declarations = declarationsOf(snapshot.campaigns, { ...peaks, ...range });
  const declared = isOff ? [] : declarations.flatMap(({ windows }) => windows);
  const windows = raisedWindows(declared, { now, baseline, demand, lead, capacity });
  return { isForecast: believed.ok, baseline, peaks, declarations, windows };
}

interface Orders {
  /** The needs, moved to where they are ordered. */
  readonly led: readonly LedSegment[];
  /** All that is wished, from any time on: may overlap. */
  readonly wished: readonly Segment[];
  /** What of it is above the found minimum, the past too, and from now on. */
  readonly curve: readonly Segment[];
  readonly ahead: readonly Segment[];
  /** What the policy's share of a turn held back. */
  readonly limit: Limit | undefined;
}

function ordersOf(
  snapshot: Snapshot,
  { now, base, applied, ceiling, lead }: Given,
  { known, needs }: { readonly known: Known; readonly needs: readonly Segment[] },
): Orders {
  const { scale, addable } = snapshot;
  const led = ledNeeds(needs, lead, { now, base, applied });
  const { segments, limit } = withinTurn(led, { now, standing: applied, addable });
  const last = known.isForecast ? [] : keptForecast(snapshot, ceiling.most);
  const wished = [...segments, ...last, ...minimumOf(snapshot, base)];
  const curve = skyline(wished.filter(({ level }) => level > scale.found));
  return { led, wished, curve, ahead: clipped(curve, now), limit };
}

interface Floors {
  /** Room that is reserved ahead of orders. */
  readonly rooms: readonly Segment[];
  readonly stepping: readonly Segment[];
  /** What stays up in reserved room. */
  readonly kept: readonly Segment[];
  readonly exact: readonly Segment[];
  /** The same in as few windows as can be written. */
  readonly written: readonly Segment[];
  readonly now: number;
  /** What of it stays up in reserved room only: nobody else asks for it any more. */
  readonly keptNow: number;
}

function floorsOf(
  snapshot: Snapshot,
  { now, until, base, applied, capacity }: Given,
  { known, orders }: { readonly known: Known; readonly orders: Orders },
): Floors {
  const { scale, spec } = snapshot;
  const { ahead, led } = orders;
  const stepping = descentOf(snapshot, { ahead, base, declarations: known.declarations, capacity });
  const rooms = roomsOf(known.declarations, led);
  const coming = skyline([...ahead, ...stepping]);
  const kept = keptInRoom({ rooms, floors: coming, now, standing: applied, longest: spec.scaleIn.maxHold });
  const exact = together(coming, kept).filter(({ level, start }) => level > scale.found && start < until);
  const written = mergedUpward(exact, { most: MOST_WINDOWS, base: scale.found, exactUntil: now + EXACT_FOR });
  const levelNow = (floors: readonly Segment[]) => Math.max(scale.found, segmentAt(floors, now)?.level ?? 0);
  const isKept = kept.some(({ start, end }) => start <= now && now < end);
  const keptNow = isKept ? Math.max(0, levelNow(written) - levelNow(ahead)) : 0;
  return { rooms, stepping, kept, exact, written, now: levelNow(written), keptNow };
}

/** Seldom is anything kept: what comes is its own skyline then. */
function together(coming: readonly Segment[], kept: readonly Segment[]): readonly Segment[] {
  return kept.length === 0 ? coming : skyline([...coming, ...kept]);
}

interface Planned {
  readonly known: Known;
  /** Before the ceiling. */
  readonly needs: readonly Segment[];
  readonly orders: Orders;
  readonly floors: Floors;
}

function campaignsOf(snapshot: Snapshot, given: Given, planned: Planned): readonly CampaignPlan[] {
  const { known, needs, orders, floors } = planned;
  const view: CampaignView = {
    ...given,
    needs,
    led: orders.led,
    curve: orders.curve,
    isOff: snapshot.spec.mode === "Off",
    descendingFrom: descendingFrom(given, orders, floors),
    peaks: known.peaks,
    filedAt: new Map(known.declarations.map(({ name, campaign }) => [name, campaign.changedAt ?? campaign.createdAt])),
    scale: snapshot.scale,
    room: snapshot.room,
    uplifts: upliftsIn(snapshot.forecast),
  };
  return known.declarations.map((declaration) => campaignPlanOf(declaration, view));
}

/** When the peak ended from which the floor comes down; undefined while it does not, or stays up in reserved room. */
function descendingFrom({ now, base }: Given, { ahead }: Orders, floors: Floors): number | undefined {
  const wishedNow = Math.max(base, segmentAt(ahead, now)?.level ?? 0);
  if (floors.keptNow > 0 || floors.now <= wishedNow) return undefined;
  return segmentAt(floors.written, now)?.by.endedAt ?? now;
}

function cutBy(limit: Limit | undefined): number {
  return limit === undefined ? 0 : limit.asked - limit.given;
}

function asExact({ start, end, level, by }: Segment): ExactFloor {
  return { start: instant(start), end: instant(end), minReplicas: replicas(level), source: by.source };
}

function asWindow(segment: Segment): FloorWindow {
  const { level, by } = segment;
  return {
    ...asExact(segment),
    reason: by.text(level),
    ...(by.endedAt === undefined ? {} : { endedAt: instant(by.endedAt) }),
  };
}
