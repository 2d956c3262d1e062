import { MINUTE, type Milliseconds } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";
import { replicas } from "../../units/replicas.ts";
import { contains } from "../../units/window.ts";
import { startOfSteps } from "../curve/reasons.ts";
import type { FloorWindow } from "../plan.ts";
import type { ObservedScale, Snapshot } from "../snapshot.ts";

/** For so long a plan that was written is taken to be on its way: who enforces it may see it late, and we the floor. */
const ON_ITS_WAY: Milliseconds = MINUTE;

/**
 * The floor that a descent goes on from: the applied one, or while a new plan is on its way, what that asks for now.
 *
 * Planner and enforcement each act on what they see of the other. Were a floor that the plan has just left held because
 * it is still seen to stand, the enforcement would have lowered it by the time it sees that, and the planner would give
 * up the hold by the time it sees the lowered floor: so they would go on, each always one step behind the other.
 */
export function standingOf(snapshot: Snapshot): ObservedScale["applied"] {
  const { now, scale, previous, spec } = snapshot;
  if (previous === undefined) return scale.applied;
  const inForce = highest(previous.floors.filter((window) => contains(window, now)));
  if (spec.mode === "Recommend" || previous.advisory === true) return recommended(snapshot, inForce);
  return now - previous.at < ON_ITS_WAY ? onItsWay(snapshot, inForce) : dueAsPlanned(snapshot, inForce);
}

function onItsWay(snapshot: Snapshot, inForce: FloorWindow | undefined): ObservedScale["applied"] {
  const { applied, found, ceiling = Infinity } = snapshot.scale;
  if (inForce === undefined) return undefined;
  const asked = Math.min(inForce.minReplicas, ceiling);
  const stands = Math.min(applied?.floor ?? found, ceiling);
  if (asked === stands) return dueAsPlanned(snapshot, inForce);
  // What was not raised yet for somebody's need has no way down either.
  if (asked > stands && !isOnTheWayDown(inForce)) return applied;
  if (asked <= found) return undefined;
  const from = applied?.from ?? replicas(Math.max(asked, stands));
  return { floor: replicas(asked), since: sinceOf(inForce, snapshot), from };
}

/** A step that was enforced late does not put off the next one: who has that one written down takes it in time. */
function dueAsPlanned(snapshot: Snapshot, inForce: FloorWindow | undefined): ObservedScale["applied"] {
  const { applied, ceiling = Infinity } = snapshot.scale;
  if (applied === undefined || inForce?.source !== "ScaleIn") return applied;
  if (Math.min(inForce.minReplicas, ceiling) !== applied.floor) return applied;
  return { ...applied, since: instant(Math.min(applied.since, sinceOf(inForce, snapshot))) };
}

/**
 * A recommendation is not enforced, but goes on from the one before: else it would have no way down, and would be
 * written again with each turn in which less is wished. No record says where its steps began; its own words do.
 */
function recommended(snapshot: Snapshot, inForce: FloorWindow | undefined): ObservedScale["applied"] {
  const { spec, scale, previous } = snapshot;
  // Of one that is only read from now on, or until now, what stands is all that counts.
  if (spec.mode !== "Recommend" || previous?.advisory !== true) return scale.applied;
  const asked = Math.min(inForce?.minReplicas ?? 0, scale.ceiling ?? Infinity);
  if (inForce === undefined || asked <= scale.found) return undefined;
  const from = startOfSteps(inForce.reason);
  const start = from === undefined ? {} : { from: replicas(from) };
  return { floor: replicas(asked), since: sinceOf(inForce, snapshot), ...start };
}

/** The next step stays due when it was: a plan that is written anew while it is on its way must not put it off. */
function sinceOf(inForce: FloorWindow, { now, spec }: Snapshot): Instant {
  const due = isOnTheWayDown(inForce) ? inForce.end - spec.scaleIn.interval : inForce.start;
  return instant(Math.min(now, due));
}

function highest(windows: readonly FloorWindow[]): FloorWindow | undefined {
  return windows.toSorted((a, b) => b.minReplicas - a.minReplicas)[0];
}

function isOnTheWayDown({ source }: FloorWindow): boolean {
  return source === "ScaleIn" || source === "Held";
}
