import { MINUTE, type Milliseconds } from "../../units/duration.ts";
import { replicas } from "../../units/replicas.ts";
import { contains } from "../../units/window.ts";
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
export function standingOf({ now, scale, previous }: Snapshot): ObservedScale["applied"] {
  const { applied, found, ceiling } = scale;
  if (previous === undefined || now - previous.at >= ON_ITS_WAY) return applied;
  const inForce = previous.floors.filter((window) => contains(window, now)).map(({ minReplicas }) => minReplicas);
  const most = ceiling ?? Infinity;
  const asked = Math.max(0, ...inForce);
  if (asked <= found) return undefined;
  // Above the ceiling nothing is enforced.
  if (applied !== undefined && Math.min(asked, most) === Math.min(applied.floor, most)) return applied;
  return {
    floor: replicas(Math.min(asked, most)),
    since: now,
    from: applied?.from ?? replicas(Math.max(asked, applied?.floor ?? 0)),
  };
}
