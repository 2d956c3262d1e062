import type { Ahead } from "../views/ahead.ts";
import type { View, Views } from "../views/view.ts";

/** What a member has learned: coefficient vectors, plain enough to be kept between forecasts; empty when nothing is. */
export type Fit = readonly Float64Array[];

/**
 * One way to continue a series. `fits` learns for every origin from what lies before it, in one pass;
 * `path` continues from an origin, on the transformed scale of its view.
 * An origin is the index of the first step that is not known yet, on the fine grid.
 */
export interface Member {
  readonly name: string;
  readonly view: keyof Views;
  /** Days of history before an origin without which the member has nothing to say. */
  readonly needsDays: number;
  /** From so many days of history on others say it better. */
  readonly untilDays?: number;
  /** Its usual error relative to the best member: what is believed of it before anything was measured. */
  readonly usualError: number;
  /**
   * What it learns holds for the hour of the day of its origin: each rehearsal needs a fit of its own, or that of
   * the rehearsal before the last will do, 26 h before and so two hours of the day away.
   */
  readonly fitsByHour?: "own" | "nearby";
  /** It learns nothing, so that each moment of the past can be tried without a fit. */
  readonly fixed?: true;
  /** It has a say only on grids finer than an hour: on hours it would be what another member is, or nearly so. */
  readonly finerThanHours?: true;
  /**
   * @param origins ascending
   * @param reaches by origin the furthest step that its fit will be asked for; the horizon where absent
   */
  fits(view: View, origins: readonly number[], horizon: number, reaches?: readonly number[]): readonly Fit[];
  /** @returns shape (steps.length,) on the transformed scale */
  path(view: View, fit: Fit, ahead: Ahead): Float64Array;
}
