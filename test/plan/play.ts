import type { FloorRecord } from "../../src/api/cronHpa.ts";
import { decideFloor, type FloorWish } from "../../src/plan/actions/decideFloor.ts";
import { endOfReason, sourceOfReason } from "../../src/plan/curve/reasons.ts";
import type { FloorWindow, Plan } from "../../src/plan/plan.ts";
import { planScaling } from "../../src/plan/planScaling.ts";
import { planDiffers } from "../../src/plan/renewal/planDiffers.ts";
import type { Snapshot } from "../../src/plan/snapshot.ts";
import { type Instant, formatInstant, instant, parseInstant } from "../../src/units/instant.ts";
import { contains } from "../../src/units/window.ts";
import { snapshot, type World } from "./snapshots.ts";

/** Planner and enforcement over simulated time, with nothing between them but what both write down. */
export interface Play {
  readonly from: Instant;
  readonly until: Instant;
  /** The world of a moment, without what the play itself keeps. */
  readonly world: (now: Instant) => World;
  readonly found?: number;
  /** False while the planner is down. */
  readonly planning?: (now: Instant) => boolean;
  /** False while the enforcement is down. */
  readonly enforcing?: (now: Instant) => boolean;
  /** What somebody else writes into the field at this very moment. */
  readonly foreign?: (now: Instant) => number | undefined;
  readonly tickSeconds?: number;
}

export interface Played {
  /** Each change of the field, as `20:00:05 4 → 80`. */
  readonly changes: readonly string[];
  readonly record: FloorRecord | undefined;
  readonly value: number;
  readonly plansWritten: number;
  readonly valueAt: (moment: Instant) => number;
  readonly lastPlan: Plan | undefined;
}

const TURN = 30_000;
const UNDISTURBED = { planning: () => true, enforcing: () => true, foreign: () => undefined };

export function play({ from, until, world, found = 4, tickSeconds = 5, ...rest }: Play): Played {
  const { planning, enforcing, foreign } = { ...UNDISTURBED, ...rest };
  let value = found;
  let record: FloorRecord | undefined;
  let written: { readonly at: Instant; readonly floors: readonly FloorWindow[] } | undefined;
  let nextTurn: number = from;
  let plansWritten = 0;
  let lastPlan: Plan | undefined;
  const changes: string[] = [];
  const history: { readonly at: Instant; readonly value: number }[] = [];

  for (let now = from; now < until; now = instant(now + tickSeconds * 1000)) {
    value = foreign(now) ?? value;
    if (planning(now) && now >= nextTurn) {
      const seen = withState(world(now), { now, value, record, previous: written });
      lastPlan = planScaling(seen);
      if (planDiffers(written?.floors ?? [], lastPlan, { now, until: now + seen.spec.forecast.horizon })) {
        written = { at: now, floors: throughObject(lastPlan.floors) };
        plansWritten += 1;
      }
      nextTurn = Math.min(now + TURN, lastPlan.lookAgainAt);
    }
    if (enforcing(now)) {
      const before = value;
      ({ value, record } = enforce({ value, record }, { floors: written?.floors ?? [], now, found }));
      if (value !== before) changes.push(`${formatInstant(now).slice(11, 19)} ${before} → ${value}`);
    }
    history.push({ at: now, value });
  }
  const valueAt = (moment: Instant): number => history.findLast(({ at }) => at <= moment)?.value ?? found;
  return { changes, record, value, plansWritten, valueAt, lastPlan };
}

interface Field {
  readonly value: number;
  readonly record: FloorRecord | undefined;
}

function enforce(
  field: Field,
  { floors, now, found }: { floors: readonly FloorWindow[]; now: Instant; found: number },
): Field {
  const action = decideFloor({ ...field, ceiling: undefined }, wishOf(floors, now), now);
  switch (action.kind) {
    case "apply":
      return { value: action.to, record: action.record };
    case "giveBack":
      return { value: action.to ?? found, record: undefined };
    case "forget":
      return { ...field, record: undefined };
    case "none":
      return field;
  }
}

interface State {
  readonly now: Instant;
  readonly value: number;
  readonly record: FloorRecord | undefined;
  readonly previous: Snapshot["previous"];
}

function withState(world: World, { now, value, record, previous }: State): Snapshot {
  const ours = record !== undefined && record.applied === value;
  const since = parseInstant(record?.since ?? "");
  const applied =
    ours && since !== undefined
      ? { floor: record.applied, since, ...(record.from === undefined ? {} : { from: record.from }) }
      : undefined;
  const scale = { found: (ours ? record.found : value) ?? 1, replicas: value, ...world.scale };
  return snapshot({ ...world, now, scale: { ...scale, ...(applied === undefined ? {} : { applied }) }, previous });
}

/** What is left of the windows once they were an object: times, counts and words. */
function throughObject(floors: readonly FloorWindow[]): readonly FloorWindow[] {
  return floors.map(({ start, end, minReplicas, reason }) => {
    const endedAt = endOfReason(reason);
    const source = sourceOfReason(reason) ?? "Schedule";
    return { start, end, minReplicas, source, reason, ...(endedAt === undefined ? {} : { endedAt }) };
  });
}

function wishOf(windows: readonly FloorWindow[], now: Instant): FloorWish {
  const open = windows.filter((window) => contains(window, now)).sort((a, b) => b.minReplicas - a.minReplicas)[0];
  return open === undefined
    ? { kind: "nothingInForce" }
    : { kind: "floor", floor: open.minReplicas, reason: open.reason };
}
