import type { RecordedLoad } from "../../backtest/recordedLoad.ts";
import type { Milliseconds } from "../../units/duration.ts";
import type { Instant } from "../../units/instant.ts";
import type { Series } from "../../units/series.ts";

export interface Grid {
  readonly start: Instant;
  readonly step: Milliseconds;
  /** Samples, ≥ 0. */
  readonly count: number;
  /** An older sample is none, in milliseconds. */
  readonly lookBack: number;
}

/** The recording on an even grid, as Prometheus samples a gauge: the last value at or before each moment, else NaN. */
export function sampled({ times, values }: RecordedLoad, { start, step, count, lookBack }: Grid): Series {
  const grid = new Float64Array(count).fill(NaN);
  let next = 0;
  for (let i = 0; i < count; i++) {
    const at = start + i * step;
    while (next < times.length && times[next]! <= at) next++;
    if (next > 0 && at - times[next - 1]! < lookBack) grid[i] = values[next - 1]!;
  }
  return { start, step, values: grid };
}
