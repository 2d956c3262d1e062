import type { Instant } from "../units/instant.ts";
import type { DeclaredWindow, ForecastRequest } from "./forecastTypes.ts";
import type { WallClock } from "./wallClock.ts";

/** The history on the wall clock's bins, NaN for a gap, scaled so that its largest value is 1. */
export interface DemandBins {
  /** Shape (length,); starts with a known value unless it is empty. */
  readonly values: Float64Array;
  /** What a scaled value is multiplied with to be demand again; 0 when nothing but zeros was seen. */
  readonly unit: number;
  /** Bins that hold a usable value. */
  readonly known: number;
  /** Samples that were no demand: infinite or negative. */
  readonly refused: number;
}

/**
 * Means per bin. NaN, infinite and negative samples and those inside declared windows are gaps, never zeros.
 * Scaling by the largest value keeps sums and squares finite for any input.
 */
export function demandBins({ history, declared }: ForecastRequest, clock: WallClock): DemandBins {
  const sum = new Float64Array(clock.length);
  const count = new Float64Array(clock.length);
  const masked = maskOf(declared, clock);
  const { unit, refused } = largestOf(history.values);
  for (let i = 0; i < history.values.length; i++) {
    const v = history.values[i]!;
    if (!Number.isFinite(v) || v < 0) continue;
    const bin = clock.binOf((history.start + i * history.step) as Instant);
    if (bin < 0 || bin >= clock.length || masked[bin] === 1) continue;
    sum[bin]! += unit > 0 ? v / unit : 0;
    count[bin]! += 1;
  }
  let first = -1;
  let known = 0;
  for (let bin = 0; bin < clock.length; bin++) {
    sum[bin] = count[bin]! > 0 ? sum[bin]! / count[bin]! : NaN;
    if (count[bin] === 0) continue;
    if (first < 0) first = bin;
    known++;
  }
  return { values: first < 0 ? new Float64Array(0) : sum.subarray(first), unit, known, refused };
}

function largestOf(values: Float64Array): { readonly unit: number; readonly refused: number } {
  let unit = 0;
  let refused = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (Number.isFinite(v) && v >= 0) unit = Math.max(unit, v);
    else if (!Number.isNaN(v)) refused++;
  }
  return { unit, refused };
}

function maskOf(declared: readonly DeclaredWindow[], clock: WallClock): Uint8Array {
  const mask = new Uint8Array(clock.length);
  for (const { start, end } of declared) {
    if (end <= start) continue;
    const to = Math.min(clock.length - 1, clock.binOf((end - 1) as Instant));
    for (let bin = Math.max(0, clock.binOf(start)); bin <= to; bin++) mask[bin] = 1;
  }
  return mask;
}
