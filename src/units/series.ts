import type { Milliseconds } from "./duration.ts";
import type { Instant } from "./instant.ts";

/**
 * Evenly spaced samples, oldest first: `values[i]` belongs to `start + i × step`.
 * NaN is a gap: nothing is known there. A zero is a measured zero.
 */
export interface Series {
  readonly start: Instant;
  readonly step: Milliseconds;
  readonly values: Float64Array;
}

/** The instant after the last sample's step: where the next sample would stand. */
export function seriesEnd(series: Series): Instant {
  return (series.start + series.values.length * series.step) as Instant;
}
