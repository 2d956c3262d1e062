import type { CronHpa } from "../../api/cronHpa.ts";
import { floorInForce } from "../../calendar/floorInForce.ts";
import { type FloorWish, decideFloor } from "../../plan/actions/decideFloor.ts";
import type { FloorAction } from "../../plan/actions/floorAction.ts";
import { type Instant, instant } from "../../units/instant.ts";
import { replicas } from "../../units/replicas.ts";
import { pausedWords } from "../pause.ts";
import type { Carrier } from "./carrier.ts";
import type { ObservedTarget } from "./observeTarget.ts";

/** What is done about one target now, and when it is looked at again if nothing changes. */
export interface Decided {
  /** undefined: there is nothing that could carry a floor. */
  readonly action: FloorAction | undefined;
  /** What is done about the records that do not stand on the carrier. */
  readonly returns: readonly Return[];
  readonly frozen: boolean;
  /** Of the floor asked for, what the ceiling does not admit. */
  readonly shortBy: number;
  readonly lookAgainAt: Instant | undefined;
}

export interface Return {
  readonly stray: Carrier;
  readonly action: FloorAction;
}

/** Joins what the CronHPAs ask, who may not be heard, and what stands, into the one decision of `plan`. */
export function decideTarget(observed: ObservedTarget, now: Instant): Decided {
  const { wish, nextChangeAt } = wishOf(observed, now);
  const frozen = wish.kind === "frozen";
  const returns = observed.strays.map((stray) => ({ stray, action: returned(stray, observed, { wish, now }) }));
  const next = [nextChangeAt, ...returns.map(({ action }) => momentOf(action))];
  if (!observed.carrier.ok) return { action: undefined, returns, frozen, shortBy: 0, lookAgainAt: earliest(next) };
  const seen = observed.carrier.value;
  const action = withoutSpoilt(decideFloor(seen.floor, wish, now), seen, wish);
  const ceiling = seen.floor.ceiling ?? Infinity;
  return {
    action,
    returns,
    frozen,
    shortBy: wish.kind === "floor" ? Math.max(0, wish.floor - ceiling) : 0,
    lookAgainAt: earliest([...next, momentOf(action)]),
  };
}

/**
 * Where an HPA leads the workload, a record on the workload itself is of an earlier time. Where nothing can carry a
 * floor, because two HPAs fight or KEDA owns the one, what stands from before is kept while it is asked for, and given
 * back after that: who has raised something is not free to leave it there.
 */
function returned(
  stray: Carrier,
  { carrier, pause }: ObservedTarget,
  { wish, now }: { readonly wish: FloorWish; readonly now: Instant },
): FloorAction {
  if (pause === "freeze") return { kind: "none", because: pausedWords(pause) };
  if (stray.floor.record === undefined && !stray.unreadable) return { kind: "none", because: "no record of ours" };
  if (carrier.ok) return { kind: "forget", because: "another object carries the floor now" };
  return wish.kind === "floor"
    ? { kind: "none", because: carrier.failure.message }
    : decideFloor(stray.floor, wish, now);
}

/** A record that nobody can read says nothing but that something was raised: it does not stay for ever. */
function withoutSpoilt(action: FloorAction, { unreadable }: Carrier, wish: FloorWish): FloorAction {
  if (!unreadable || action.kind !== "none" || wish.kind === "frozen") return action;
  return { kind: "forget", because: "what was found before cannot be read any more" };
}

function momentOf(action: FloorAction): Instant | undefined {
  return action.kind === "none" ? action.lookAgainAt : undefined;
}

export function earliest(instants: readonly (Instant | undefined)[]): Instant | undefined {
  const known = instants.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : instant(Math.min(...known));
}

interface Wished {
  readonly wish: FloorWish;
  readonly nextChangeAt: Instant | undefined;
}

function wishOf(observed: ObservedTarget, now: Instant): Wished {
  const { pause, asking, frozen, advisory, invalid } = observed;
  if (pause === "freeze") return silent({ kind: "frozen", because: pausedWords(pause) });
  if (pause === "release") return silent({ kind: "withdrawn", because: pausedWords(pause) });
  if (asking.length + invalid.length === 0) return silent({ kind: "withdrawn", because: "no CronHPA asks any more" });
  const ruling = asking.filter((object) => !frozen.has(object) && !advisory.has(object));
  const mayLower = frozen.size === 0 && invalid.length === 0;
  // Who only recommends has no say, so what was raised before he did is left to nobody: it is given back.
  if (ruling.length === 0) return silent({ kind: mayLower ? "withdrawn" : "frozen", because: whySilent(observed) });
  const { floor, reason, source, nextChangeAt } = floorInForce(ruling, now);
  const heard = ruling.map(({ metadata }) => metadata.name);
  const wish: FloorWish =
    floor === undefined
      ? { kind: "nothingInForce", heard }
      : { kind: "floor", floor, reason, heard, ...(source === undefined ? {} : { by: source.name }) };
  return { wish: mayLower ? wish : onlyUpward(wish, observed), nextChangeAt };
}

/** Somebody with a say cannot be heard now: what stands may be theirs, so it is raised but not lowered. */
function onlyUpward(wish: FloorWish, observed: ObservedTarget): FloorWish {
  const applied = observed.carrier.ok ? observed.carrier.value.floor.record?.applied : undefined;
  if (applied === undefined || (wish.kind === "floor" && wish.floor >= applied)) return wish;
  return { kind: "floor", floor: replicas(applied), reason: `kept: ${whySilent(observed)}` };
}

function whySilent({ asking, frozen, advisory, invalid }: ObservedTarget): string {
  const named = (objects: readonly Pick<CronHpa, "metadata">[]) =>
    objects.map(({ metadata }) => metadata.name).join(", ");
  const bad = invalid.map(({ metadata }) => metadata.name).join(", ");
  if (bad !== "") return `CronHPA ${bad} cannot be read`;
  const suspended = asking.filter((object) => frozen.has(object));
  if (suspended.length > 0) return `CronHPA ${named(suspended)} is suspended`;
  return `CronHPA ${named(asking.filter((object) => advisory.has(object)))} only recommends`;
}

function silent(wish: FloorWish): Wished {
  return { wish, nextChangeAt: undefined };
}
