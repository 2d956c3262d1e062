import { type Milliseconds, milliseconds, MINUTE, SECOND } from "../../units/duration.ts";
import type { Instant } from "../../units/instant.ts";
import type { FloorWindow, Plan } from "../plan.ts";

/** Within this the plan must stand exactly: it is enforced even if no planner runs until then. */
const NEAR: Milliseconds = milliseconds(30 * MINUTE);
/** Edges that move by less, near now and further ahead, are no difference. */
const NEAR_TOLERANCE: Milliseconds = milliseconds(5 * SECOND);
const FAR_TOLERANCE: Milliseconds = milliseconds(60 * SECOND);

/**
 * Whether the plan that was written has to be written again: a floor differs soon, or later by more than a step.
 * Further ahead a written floor may be a little low, and somewhat high, since windows are merged upward there; turns
 * to come put it right before it is enforced. What lies past the end of what was written may wait until half of the
 * horizon is used up: else the far end would move with every turn.
 */
export function planDiffers(written: readonly FloorWindow[], wanted: Pick<Plan, "floors">, now: Instant): boolean {
  const edges = edgesOf([...written, ...wanted.floors], now);
  const writtenEnd = written.reduce((last, { end }) => Math.max(last, end), 0);
  const wantedEnd = wanted.floors.reduce((last, { end }) => Math.max(last, end), now as number);
  const patience = now + (wantedEnd - now) / 2;
  const [stands, wishes] = [cursor(written), cursor(wanted.floors)];
  let differsFor = 0;
  for (let i = 0; i + 1 < edges.length; i++) {
    const start = edges[i]!;
    const length = edges[i + 1]! - start;
    const [stand, wish] = [stands(start), wishes(start)];
    const mayWait = start >= writtenEnd && start >= patience && wish?.source !== "Campaign";
    const near = start < now + NEAR;
    const differs = !mayWait && levelsDiffer(stand?.minReplicas ?? 0, wish?.minReplicas ?? 0, near);
    differsFor = differs ? differsFor + length : 0;
    if (differsFor >= (near ? NEAR_TOLERANCE : FAR_TOLERANCE)) return true;
  }
  return false;
}

/** Later, 5 % too low, or 25 % too high, is looked over; one replica, or two, in any case. */
function levelsDiffer(stands: number, wished: number, near: boolean): boolean {
  if (near) return stands !== wished;
  return wished - stands > Math.max(1, 0.05 * wished) || stands - wished > Math.max(2, 0.25 * wished);
}

function edgesOf(windows: readonly FloorWindow[], now: Instant): Float64Array {
  return Float64Array.from([now, now + NEAR, ...windows.flatMap(({ start, end }) => [start, end])])
    .filter((edge) => edge >= now)
    .sort()
    .filter((edge, i, all) => i === 0 || edge !== all[i - 1]);
}

/** The highest window that covers a moment; moments are asked for in ascending order. */
function cursor(windows: readonly FloorWindow[]): (at: number) => FloorWindow | undefined {
  return (at) =>
    windows
      .filter(({ start, end }) => start <= at && at < end)
      .reduce<FloorWindow | undefined>(
        (most, window) => (most === undefined || window.minReplicas > most.minReplicas ? window : most),
        undefined,
      );
}
