import type { LevelShift } from "./levelShift.ts";
import type { Views } from "../views/view.ts";
import type { WallClock } from "./wallClock.ts";

/** A request made ready: everything on the wall clock's grid and scaled by `unit`. */
export interface Prepared {
  readonly clock: WallClock;
  /** What a scaled value is multiplied with to be demand again. */
  readonly unit: number;
  /** The last level shift; what was before it is read at the level of now, here and in `outcomes`. */
  readonly shift: LevelShift | undefined;
  /** What was measured, spikes included, NaN for a gap; shape (n,), the first one known. */
  readonly outcomes: Float64Array;
  /** The same with what was masked; shape of `outcomes`. */
  readonly raw: Float64Array;
  /** Numbers of local days that are holidays. */
  readonly holidays: ReadonlySet<number>;
  /** Bins that hold a usable value, and samples that were no demand. */
  readonly known: number;
  readonly refused: number;
  /**
   * What the members learn from: complete, without what came and went. The root's view keeps spikes: taking them out
   * there, too, made M4's training origins 0.2 to 0.4 % worse and changed nothing on the traces.
   */
  readonly views: Views;
}
