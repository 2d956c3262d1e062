import { MOST_WINDOWS } from "../api/cronHpa.ts";
import { DAY, HOUR, MINUTE } from "../units/duration.ts";
import { instant } from "../units/instant.ts";
import { replicas } from "../units/replicas.ts";
import { campaignPlanOf } from "./campaigns/campaignPlans.ts";
import { upliftsIn } from "./campaigns/suggestedMultiplier.ts";
import { candidatesAt } from "./curve/candidates.ts";
import { type Asker, clipped, type Segment, segmentAt, skyline } from "./curve/curve.ts";
import { foundText, keptForecastText, minimumText } from "./curve/reasons.ts";
import { type Declaration, declarationsOf } from "./declared/declarations.ts";
import type { PeakContext } from "./declared/peaks.ts";
import { raisedWindows } from "./declared/raisedWindows.ts";
import { type Baseline, baselineOf } from "./demand/baseline.ts";
import { type Capacity, replicasFor } from "./demand/replicasFor.ts";
import { descentUnderWay, SOON, tailsOf } from "./descent/descent.ts";
import { leadTimeOf } from "./leadTime/leadTime.ts";
import { ledNeeds } from "./leadTime/ledNeeds.ts";
import { ceilingOf, forecastCapLimit, roomLimit, underCeiling, windowLimit, withinTurn } from "./limits/limits.ts";
import { mergedUpward } from "./limits/mergeWindows.ts";
import { forecastLevel, needsOf } from "./needs/needs.ts";
import type { FloorWindow, Limit, Plan } from "./plan.ts";
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
  const { now, spec, scale } = snapshot;
  const ceiling = ceilingOf(snapshot);
  const base = Math.max(scale.found, Math.min(spec.minReplicas ?? 0, ceiling.most));
  const standing = Math.max(base, scale.applied?.floor ?? 0);
  const lead = leadTimeOf(snapshot.leadTime);
  const until = now + spec.forecast.horizon;

  // 1. What is known: the baseline, if one can be believed, and what was declared.
  const believed = baselineOf(snapshot);
  const baseline = believed.ok && spec.mode !== "Off" ? believed.value : undefined;
  const capacity = capacityOf(snapshot);
  const peaks = peakContextOf(snapshot, baseline, capacity);
  const declarations = declarationsOf(snapshot.campaigns, {
    ...peaks,
    until: until + DAY,
    maxHold: spec.scaleIn.maxHold,
  });
  const declared = spec.mode === "Off" ? [] : declarations.flatMap((declaration) => declaration.windows);
  const windows = raisedWindows(declared, { now, baseline, demand: snapshot.demand, lead, capacity });

  // 2. How many replicas are needed when, and how many of them are allowed.
  const needs = needsOf({ baseline, windows, now, until, declaredUntil: until + DAY, capacity });
  const allowed = underCeiling(needs, ceiling);

  // 3. When they have to be ordered, so that they are Ready by then.
  const ordered = ledNeeds(allowed.segments, lead, { now, base, applied: standing });
  const led = withinTurn(ordered, { now, standing, addable: snapshot.addable });
  const last = believed.ok ? [] : keptForecast(snapshot, ceiling.most);
  const wished = [...led.segments, ...last, ...minimumOf(snapshot, base)];
  const curve = skyline(wished.filter(({ level }) => level > scale.found));
  const ahead = clipped(curve, now);

  // 4. How it comes down again: in steps, held while load is high.
  const underWay = descent(snapshot, { ahead, base, declarations, capacity });
  const stepping = [...tailsOf(ahead, base, spec.scaleIn), ...underWay];
  const rooms = roomsOf(declarations, ordered);
  const coming = skyline([...ahead, ...stepping]);
  const kept = keptInRoom({ ...{ rooms, now, standing, longest: spec.scaleIn.maxHold }, floors: coming });
  const floors = together(coming, kept).filter(({ level, start }) => level > scale.found && start < until);
  const written = mergedUpward(floors, { most: MOST_WINDOWS, base: scale.found, exactUntil: now + EXACT_FOR });

  // 5. What it means for campaigns, and what stands in the way.
  const floorNow = Math.max(scale.found, segmentAt(written, now)?.level ?? 0);
  const isKept = kept.some(({ start, end }) => start <= now && now < end);
  const wishedNow = Math.max(base, segmentAt(ahead, now)?.level ?? 0);
  const descendingFrom = !isKept && floorNow > wishedNow ? endOfPeak(segmentAt(written, now), now) : undefined;
  const view = {
    ...{ now, needs, led: ordered, curve, base, most: ceiling.most, lead, descendingFrom, peaks },
    ...{ scale, room: snapshot.room, uplifts: upliftsIn(snapshot.forecast) },
  };
  const campaigns = declarations.map((declaration) => campaignPlanOf(declaration, view));
  const shortBy = Math.max(0, ...campaigns.map((campaign) => campaign.shortBy), cutBy(allowed.limit));
  const limitedBy = [
    allowed.limit,
    baseline === undefined ? undefined : forecastCap(baseline, capacity),
    led.limit,
    roomLimit(campaigns, snapshot),
    windowLimit(floors.length, written.length),
  ].filter((limit) => limit !== undefined);

  // 6. The plan, with its reasons, and when to look again.
  return {
    at: now,
    floor: replicas(floorNow),
    because: candidatesAt(now, {
      winner: segmentAt(written, now),
      askers: [...wished, ...stepping, ...kept],
      minimum: { source: "Found", replicas: scale.found, text: foundText(scale.found) },
    }),
    limitedBy,
    shortBy: replicas(shortBy),
    floors: written.map(asWindow),
    reservations: reservationsOf({ rooms, floors, base, now, until }),
    campaigns,
    lookAgainAt: lookAgainAt(now, { floors: written, campaigns, heldBack: led.limit !== undefined }),
  };
}

function capacityOf({ spec, policy }: Snapshot): Capacity {
  return {
    perReplica: spec.demand.perReplica,
    headroomPercent: spec.forecast.headroomPercent ?? policy.spec.defaults.headroomPercent,
  };
}

/** Seldom is anything kept: what comes is its own skyline then. */
function together(coming: readonly Segment[], kept: readonly Segment[]): readonly Segment[] {
  return kept.length === 0 ? coming : skyline([...coming, ...kept]);
}

/** All that declared peaks are multiples of. */
function peakContextOf(snapshot: Snapshot, baseline: Baseline | undefined, capacity: Capacity): PeakContext {
  const { now, scale, demand, forecast } = snapshot;
  const led = scale.applied !== undefined && scale.applied.floor > scale.found;
  const runs = led ? scale.found : Math.max(scale.found, scale.replicas);
  return {
    now,
    baseline,
    capacity,
    busiestHour: baseline !== undefined && forecast.kind === "made" ? forecast.busiestHour : undefined,
    current: { replicas: demand.kind === "known" ? replicasFor(demand.value, capacity) : runs, led },
  };
}

/** Without a forecast, the floors that the last one led to stand until they end by themselves: a largest age. */
function keptForecast({ previous, now }: Snapshot, most: number): readonly Segment[] {
  const by: Asker = { source: "Forecast", readyBefore: 0, text: keptForecastText };
  return (previous?.floors ?? [])
    .filter(({ source, end }) => source === "Forecast" && end > now)
    .map(({ start, end, minReplicas }) => ({
      start: Math.max(start, now),
      end,
      level: Math.min(minReplicas, most),
      by,
    }));
}

/** `spec.minReplicas` stands over the whole horizon; its end is a full hour, so that it does not move every turn. */
function minimumOf({ now, spec, scale }: Snapshot, base: number): readonly Segment[] {
  if (base <= scale.found || spec.mode === "Off") return [];
  const end = Math.ceil((now + spec.forecast.horizon) / HOUR) * HOUR;
  return [{ start: now, end, level: base, by: { source: "Found", readyBefore: 0, text: minimumText } }];
}

interface Curve {
  readonly ahead: readonly Segment[];
  readonly base: number;
  readonly capacity: Capacity;
  readonly declarations: readonly Declaration[];
}

function descent(snapshot: Snapshot, { ahead, base, declarations, capacity }: Curve): readonly Segment[] {
  const { now, scale, demand, spec } = snapshot;
  return descentUnderWay({
    now,
    curve: ahead,
    base,
    applied: scale.applied,
    demand,
    capacity,
    scaleIn: spec.scaleIn,
    endedAt: endedAt(snapshot, declarations),
    mayHold: spec.mode !== "Off",
  });
}

/** When the peak ended that the floor now comes down from: as written before, or as a campaign's times tell. */
function endedAt({ now, previous, scale, spec }: Snapshot, declarations: readonly Declaration[]): number | undefined {
  const earliest = earliestEnd(scale.applied, spec.scaleIn);
  const written = (previous?.floors ?? [])
    .filter(({ start, end }) => start <= now + SOON && end > now - MINUTE)
    .map((window) => window.endedAt);
  const declared = declarations.map((declaration) => declaration.endedAt).filter((at) => at !== undefined);
  const ends = [...written, ...declared.filter((at) => at >= earliest)].filter((at) => at !== undefined && at <= now);
  return ends.length === 0 ? undefined : Math.max(...ends.map((at) => at ?? 0));
}

/**
 * A floor that was raised after a campaign's end does not come down from it: it would have no hold left. One that is
 * on its way down was lowered at most a longest hold, and the steps after it, past the end.
 */
function earliestEnd(applied: Snapshot["scale"]["applied"], { maxHold }: Snapshot["spec"]["scaleIn"]): number {
  if (applied === undefined) return -Infinity;
  return applied.from === undefined ? applied.since : applied.since - maxHold - HOUR;
}

function forecastCap({ uncapped, cap }: Baseline, capacity: Capacity): Limit | undefined {
  return forecastCapLimit(replicasFor(uncapped, capacity), forecastLevel(uncapped, cap, capacity));
}

/** When the peak ended from which a floor comes down. */
function endOfPeak(standing: Segment | undefined, now: number): number {
  return standing?.by.endedAt ?? now;
}

function cutBy(limit: Limit | undefined): number {
  return limit === undefined ? 0 : limit.asked - limit.given;
}

function asWindow({ start, end, level, by }: Segment): FloorWindow {
  return {
    start: instant(start),
    end: instant(end),
    minReplicas: replicas(level),
    source: by.source,
    reason: by.text(level),
    ...(by.endedAt === undefined ? {} : { endedAt: instant(by.endedAt) }),
  };
}
