import { MINUTE, type Milliseconds } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";
import { replicas } from "../../units/replicas.ts";
import { contains } from "../../units/window.ts";
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
  const { now, scale, previous } = snapshot;
  if (previous === undefined || !isOnItsWay(snapshot)) return scale.applied;
  const { applied, found, ceiling = Infinity } = scale;
  const inForce = highest(previous.floors.filter((window) => contains(window, now)));
  const asked = Math.min(inForce?.minReplicas ?? 0, ceiling);
  const stands = Math.min(applied?.floor ?? found, ceiling);
  if (inForce === undefined) return undefined;
  // What was not raised yet for somebody's need has no way down either.
  if (asked === stands || (asked > stands && !isOnTheWayDown(inForce))) return applied;
  if (asked <= found) return undefined;
  const from = applied?.from ?? replicas(Math.max(asked, stands));
  return { floor: replicas(asked), since: sinceOf(inForce, snapshot), from };
}

/** A recommendation is not enforced: what stands is all that counts. */
function isOnItsWay({ now, spec, previous }: Snapshot): boolean {
  if (previous === undefined || previous.advisory === true || spec.mode === "Recommend") return false;
  return now - previous.at < ON_ITS_WAY;
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
