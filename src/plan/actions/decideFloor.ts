import type { FloorRecord } from "../../api/cronHpa.ts";
import { HOUR, type Milliseconds, milliseconds, MINUTE } from "../../units/duration.ts";
import { formatInstant, type Instant, instant, parseInstant } from "../../units/instant.ts";
import { type Replicas, replicas } from "../../units/replicas.ts";
import { unreachable } from "../../units/unreachable.ts";
import type { FloorAction, ObservedFloor } from "./floorAction.ts";

/** What all CronHPAs of a target come to at one moment. */
export type FloorWish =
  /** `by`: the CronHPA whose window it is. */
  | (Heard & { readonly kind: "floor"; readonly floor: Replicas; readonly reason: string; readonly by?: string })
  /** There are CronHPAs, but no window is open: the windows have come down in steps already. */
  | (Heard & { readonly kind: "nothingInForce" })
  /** Nobody asks any more: the object was deleted, or somebody said to release. */
  | { readonly kind: "withdrawn"; readonly because: string }
  /** Suspended or paused: what is applied stays, nothing is written. */
  | { readonly kind: "frozen"; readonly because: string };

interface Heard {
  /** Names of all CronHPAs that have a say; absent: whoever asked for what stands still has one. */
  readonly heard?: readonly string[];
}

/** When nobody says how to come down any more, it goes down like this. */
const WITHDRAWN_STEP_PERCENT = 34;
const WITHDRAWN_INTERVAL: Milliseconds = milliseconds(5 * MINUTE);

/** Floors lowered closer together than this are one descent. */
const ONE_DESCENT = HOUR;

/** An HPA that names no minimum has this one. */
const UNSET_MINIMUM = 1;

/**
 * What the enforcement does to the field that carries the floor.
 *
 * What was found is remembered in the record beside the field, and nowhere else. A value that is not the one we wrote
 * is somebody's: it becomes what was found, and a floor in force is raised above it again.
 *
 * A window that ends, or is written lower, ends as its owner wrote it. A CronHPA that is gone has no end: what it asked
 * for comes down in steps, onto what those ask for who are left.
 */
export function decideFloor(observed: ObservedFloor, wish: FloorWish, now: Instant): FloorAction {
  switch (wish.kind) {
    case "frozen":
      return { kind: "none", because: wish.because };
    case "floor":
      return leftBy(observed, wish, now) ?? enforced(observed, wish, now);
    case "nothingInForce":
      return leftBy(observed, wish, now) ?? givenBack(observed, "no window is in force");
    case "withdrawn":
      return (
        steppedBack(observed, { to: UNSET_MINIMUM, because: wish.because }, now) ?? givenBack(observed, wish.because)
      );
    default:
      return unreachable(wish);
  }
}

type Asked = Extract<FloorWish, { kind: "floor" }>;

function enforced(observed: ObservedFloor, { floor, reason, by }: Asked, now: Instant): FloorAction {
  const { record, value } = observed;
  const to = underCeiling(floor, observed);
  const ours = isOurs(observed);
  const found = foundIn(observed);
  if (to <= (found ?? UNSET_MINIMUM)) return givenBack(observed, `${reason}: not above what was found`);
  if (ours && record?.applied === to) return { kind: "none", because: reason };
  return {
    kind: "apply",
    to,
    record: { found, applied: to, since: formatInstant(now), ...descent(record, { to, now, ours }), ...asker(by) },
    because: reason,
    foreignReset: record !== undefined && !ours && value !== undefined,
    shortBy: replicas(floor - to),
  };
}

/** Where the steps began, as long as the floor is below it and they follow each other closely. */
function descent(
  record: FloorRecord | undefined,
  { to, now, ours }: { to: number; now: Instant; ours: boolean },
): { readonly from?: number } {
  if (record === undefined || !ours) return {};
  const recent = now - sinceOf(record, now) < ONE_DESCENT;
  const from = (recent ? record.from : undefined) ?? record.applied;
  return to < from ? { from } : {};
}

function givenBack(observed: ObservedFloor, because: string): FloorAction {
  const { record, ceiling } = observed;
  if (record === undefined) return { kind: "none", because };
  if (!isOurs(observed)) return { kind: "forget", because };
  const { found } = record;
  // Nothing above the ceiling is accepted, not even what was there before somebody lowered it.
  return { kind: "giveBack", to: found === null ? null : Math.min(found, ceiling ?? found), because };
}

/**
 * What stands was asked for by a CronHPA that is gone: it comes down in steps, or somebody else asks for it now.
 * @returns undefined when the one who asked for it has a say, or when there is no step left
 */
function leftBy(observed: ObservedFloor, wish: Extract<FloorWish, Heard>, now: Instant): FloorAction | undefined {
  const { record } = observed;
  if (record?.by === undefined || wish.heard === undefined || wish.heard.includes(record.by)) return undefined;
  const to = wish.kind === "floor" ? underCeiling(wish.floor, observed) : UNSET_MINIMUM;
  if (wish.kind === "floor" && to === record.applied && isOurs(observed)) return takenOver(record, wish);
  return steppedBack(observed, { to, because: `CronHPA ${record.by} is gone` }, now);
}

/** It stands already. From now on it ends as its new asker says. */
function takenOver(record: FloorRecord, { floor, reason, by }: Asked): FloorAction | undefined {
  if (by === undefined) return undefined;
  const shortBy = replicas(floor - record.applied);
  const to = replicas(record.applied);
  return { kind: "apply", to, record: { ...record, by }, because: reason, foreignReset: false, shortBy };
}

/** One step of what is not asked for any more; undefined when it is not ours, or no step is left above `to`. */
function steppedBack(
  observed: ObservedFloor,
  { to: asked, because }: { readonly to: number; readonly because: string },
  now: Instant,
): FloorAction | undefined {
  const { record } = observed;
  if (record === undefined || !isOurs(observed)) return undefined;
  const { applied, found } = record;
  const bottom = Math.max(asked, found ?? UNSET_MINIMUM);
  const from = Math.max(applied, record.from ?? 0);
  const due = sinceOf(record, now) + WITHDRAWN_INTERVAL;
  if (now < due && applied > bottom) return { kind: "none", because, lookAgainAt: instant(due) };
  const to = applied - Math.max(1, Math.ceil((WITHDRAWN_STEP_PERCENT * (from - bottom)) / 100));
  if (to <= bottom) return undefined;
  return {
    kind: "apply",
    to: replicas(to),
    record: { found, applied: to, since: formatInstant(now), from, ...asker(record.by) },
    because: `given back in steps from ${from} to ${bottom}: ${because}`,
    foreignReset: false,
    shortBy: replicas(0),
  };
}

function asker(by: string | undefined): Pick<FloorRecord, "by"> {
  return by === undefined ? {} : { by };
}

function underCeiling(floor: Replicas, { ceiling }: ObservedFloor): Replicas {
  return replicas(Math.min(floor, ceiling ?? floor));
}

/** What we wrote, and nobody else has wished for since: a wish for the same value is to be kept when ours ends. */
function isOurs({ record, value, isAlsoTheirs = false }: ObservedFloor): boolean {
  return record !== undefined && record.applied === value && !isAlsoTheirs;
}

/** What stands there without us; null when the field is not set. */
function foundIn(observed: ObservedFloor): number | null {
  return isOurs(observed) ? (observed.record?.found ?? null) : (observed.value ?? null);
}

/** A time that cannot be read is taken as long ago: it must not keep a floor up. */
function sinceOf({ since }: FloorRecord, now: Instant): number {
  const at = parseInstant(since);
  return at === undefined || at > now ? now - ONE_DESCENT : at;
}
