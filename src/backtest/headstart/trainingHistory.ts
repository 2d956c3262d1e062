import { PEAKS_BACK } from "../../plan/demand/seenPeaks.ts";
import { DAY, MINUTE, type Milliseconds, milliseconds } from "../../units/duration.ts";
import { instant } from "../../units/instant.ts";
import type { Series } from "../../units/series.ts";
import type { Track } from "../track.ts";

/** The controller's training grid and how far back it reads. */
export const TRAINING_STEP: Milliseconds = milliseconds(5 * MINUTE);
export const TRAINING_LENGTH: Milliseconds = milliseconds(28 * DAY);

/** A sample older than this is no sample, as in Prometheus. */
const LOOK_BACK = 5 * MINUTE;

/** What the forecast may be fitted on, for any moment of the replay. */
export interface TrainingHistory {
  /** The history whose last value is of the last whole step at or before `at`, at most 28 days of it. */
  readonly until: (at: number) => Series;
  /** The largest sample of the five minutes up to and with each instant, as far back as peaks are looked up. */
  readonly peaksUntil: (at: number) => Series;
  /** The largest sample of the whole history until then. */
  readonly largestUntil: (at: number) => number;
}

/**
 * The recording as the controller would read it: on whole five minutes since 1970, from original samples alone.
 * The value at an instant is the last sample of the five minutes up to and with it, as Prometheus would answer.
 */
export function trainingHistory({ load, start }: Track): TrainingHistory {
  const { times, values } = load;
  const from = Math.floor(start / TRAINING_STEP) * TRAINING_STEP;
  const length = Math.ceil((times.at(-1)! - from) / TRAINING_STEP) + 1;
  const grid = new Float64Array(length).fill(NaN);
  const peaks = new Float64Array(length).fill(NaN);
  for (let i = 0; i < times.length; i++) {
    const cell = Math.ceil((times[i]! - from) / TRAINING_STEP) - 1;
    grid[cell] = values[i]!;
    if (!(peaks[cell]! >= values[i]!)) peaks[cell] = values[i]!;
  }
  bridgeCoarse(grid, load.step);
  bridgeCoarse(peaks, load.step);
  const endingAt = (all: Float64Array, at: number, reach: Milliseconds): Series => {
    const end = Math.min(length, Math.max(0, Math.floor((at - from) / TRAINING_STEP)));
    const first = Math.max(0, end - Math.ceil(reach / TRAINING_STEP));
    return {
      // Cell k holds what lies within (k, k + 1], and belongs to the end of that.
      start: instant(from + (first + 1) * TRAINING_STEP),
      step: TRAINING_STEP,
      values: all.subarray(first, end),
    };
  };
  const until = (at: number): Series => endingAt(grid, at, TRAINING_LENGTH);
  const peaksUntil = (at: number): Series => endingAt(peaks, at, PEAKS_BACK);
  return {
    until,
    peaksUntil,
    largestUntil: (at) => largestOf(endingAt(peaks, at, TRAINING_LENGTH).values),
  };
}

/** Zero of nothing but gaps. A plain loop: it runs over four weeks at each of thousands of fits. */
function largestOf(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > most) most = values[i]!;
  return most;
}

/** A recording coarser than the grid is held at its last value until the next is due, as a gauge would be. */
function bridgeCoarse(grid: Float64Array, step: number): void {
  const held = Math.max(0, Math.ceil(Math.max(step, LOOK_BACK) / TRAINING_STEP) - 1);
  let known = -Infinity;
  for (let i = 0; i < grid.length; i++) {
    if (!Number.isNaN(grid[i]!)) known = i;
    else if (i - known <= held) grid[i] = grid[known]!;
  }
}
