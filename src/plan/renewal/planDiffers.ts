import { type Milliseconds, milliseconds, SECOND } from "../../units/duration.ts";
import type { Instant } from "../../units/instant.ts";
import type { ExactFloor, FloorWindow, Plan } from "../plan.ts";
import { type Level, levelsDiffer } from "./levelsDiffer.ts";

const NEAR_TOLERANCE: Milliseconds = milliseconds(5 * SECOND);

/** When it is looked at. */
export interface Horizon {
  readonly now: Instant;
  /** Its end. */
  readonly until: number;
}

/** Whether the floors that were written have to be written again. */
export function planDiffers(
  written: readonly FloorWindow[],
  { floors, exact }: Pick<Plan, "floors" | "exact">,
  { now, until }: Horizon,
): boolean {
  const [stands, wanted, needs] = [written, floors, exact].map((windows) => windows.map(asLevel));
  return levelsDiffer({ written: stands!, wanted: wanted!, exact: needs!, now, until, near: NEAR_TOLERANCE });
}

function asLevel({ start, end, minReplicas, source }: ExactFloor): Level {
  return { start, end, level: minReplicas, declared: source === "Campaign" };
}
