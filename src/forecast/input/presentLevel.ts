import type { Instant } from "../../units/instant.ts";
import type { DemandBins } from "./demandBins.ts";
import type { LevelShift } from "./levelShift.ts";
import type { Prepared } from "./prepared.ts";

/**
 * Brings what was before a level shift to the level of now, y ← y × ratio, so that every member keeps the shape and
 * sees the new level, and errors of before count in its size. Scaled again, so that the largest value is 1.
 * What was masked moves with the rest: a campaign's uplift is a ratio of both.
 * Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., §3.1 (adjusting a history).
 * @returns undefined where the largest would be no number any more at the new level, or zero
 */
export function atPresentLevel(bins: DemandBins, { from, ratio }: LevelShift): DemandBins | undefined {
  const values = bins.values.slice();
  const raw = bins.raw.slice();
  for (let i = 0; i < Math.min(from, raw.length); i++) {
    values[i]! *= ratio;
    raw[i]! *= ratio;
  }
  let largest = 0;
  for (const v of raw) if (v > largest) largest = v;
  const unit = bins.unit * largest;
  if (!(unit > 0 && unit < Infinity)) return undefined;
  for (let i = 0; i < raw.length; i++) {
    values[i]! /= largest;
    raw[i]! /= largest;
  }
  return { ...bins, values, raw, unit };
}

/** What scaled demand of then is multiplied with to be demand as it was: before a shift it is read at the new level. */
export function unitAt({ unit, shift, clock, outcomes }: Prepared, at: Instant): number {
  if (shift === undefined) return unit;
  return clock.binOf(at) - (clock.length - outcomes.length) < shift.from ? unit / shift.ratio : unit;
}
