import type { CronHpa } from "../../api/cronHpa.ts";
import { floorInForce } from "../../calendar/floorInForce.ts";
import { type FloorWish, decideFloor } from "../../plan/decideFloor.ts";
import type { FloorAction } from "../../plan/floorAction.ts";
import { type Instant, instant } from "../../units/instant.ts";
import { replicas } from "../../units/replicas.ts";
import type { ObservedTarget } from "./observeTarget.ts";

/** What is done about one target now, and when it is looked at again if nothing changes. */
export interface Decided {
  /** undefined: there is nothing that could carry a floor. */
  readonly action: FloorAction | undefined;
  readonly frozen: boolean;
  /** Of the floor asked for, what the ceiling does not admit. */
  readonly shortBy: number;
  readonly lookAgainAt: Instant | undefined;
}

/** Joins what the CronHPAs ask, who may not be heard, and what stands, into the one decision of `plan`. */
export function decideTarget(observed: ObservedTarget, now: Instant): Decided {
  const { wish, nextChangeAt } = wishOf(observed, now);
  const frozen = wish.kind === "frozen";
  if (!observed.carrier.ok) return { action: undefined, frozen, shortBy: 0, lookAgainAt: nextChangeAt };
  const seen = observed.carrier.value;
  const action = decideFloor(seen.floor, wish, now);
  const ceiling = seen.floor.ceiling ?? Infinity;
  const moments = [nextChangeAt, action.kind === "none" ? action.lookAgainAt : undefined].filter(
    (at) => at !== undefined,
  );
  return {
    action,
    frozen,
    shortBy: wish.kind === "floor" ? Math.max(0, wish.floor - ceiling) : 0,
    lookAgainAt: moments.length === 0 ? undefined : instant(Math.min(...moments)),
  };
}

interface Wished {
  readonly wish: FloorWish;
  readonly nextChangeAt: Instant | undefined;
}

function wishOf(observed: ObservedTarget, now: Instant): Wished {
  const { pause, asking, frozen, advisory, invalid } = observed;
  if (pause === "freeze") return silent({ kind: "frozen", because: "the namespace is paused: freeze" });
  if (pause === "release") return silent({ kind: "withdrawn", because: "the namespace is paused: release" });
  if (asking.length + invalid.length === 0) return silent({ kind: "withdrawn", because: "no CronHPA asks any more" });
  const ruling = asking.filter((object) => !frozen.has(object) && !advisory.has(object));
  if (ruling.length === 0) return silent({ kind: "frozen", because: whySilent(observed) });
  const { floor, reason, nextChangeAt } = floorInForce(ruling, now);
  const wish: FloorWish = floor === undefined ? { kind: "nothingInForce" } : { kind: "floor", floor, reason };
  const mayLower = frozen.size === 0 && invalid.length === 0;
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
