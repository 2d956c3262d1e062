import { DAY, formatDuration, MINUTE, type Milliseconds } from "../units/duration.ts";
import type { Failure } from "../units/failure.ts";
import { failed, type Result, success } from "../units/result.ts";
import type { RecordedLoad } from "./recordedLoad.ts";
import { wholeReplicas, wholeSteps } from "./rounding.ts";

/** A recording laid out on the replay's even steps: what policies are run over. */
export interface Track {
  readonly load: RecordedLoad;
  /** Epoch milliseconds of step 0: the first sample. */
  readonly start: number;
  /** Milliseconds: a minute, or the recording's own step where that is shorter. */
  readonly step: number;
  /** What has to be served at each step: linear between samples; units per second. */
  readonly demand: Float64Array;
  /** The value of the last original sample at or before each step: all that a policy may see. */
  readonly seen: Float64Array;
  /** How many original samples there are up to and with each step. */
  readonly seenCount: Int32Array;
  /** The first scored step; those before are history only. */
  readonly first: number;
  /** Milliseconds of history before the first scored step, as asked for. */
  readonly warmUp: Milliseconds;
  /** Demand units that one ready replica serves. */
  readonly perReplica: number;
  /** Share of the scored steps that lie inside gaps of more than 30 minutes. */
  readonly gapShare: number;
}

export interface TrackOptions {
  /** Absent: such that the 99.9th percentile of scored demand needs 40 replicas. */
  readonly perReplica?: number | undefined;
  /** Absent: 14 days, 8 where the recording is shorter than 21 days. */
  readonly warmUp?: Milliseconds | undefined;
}

const REPLICAS_AT_PEAK = 40;
const LONG_GAP = 30 * MINUTE;
/** A year of minutes is half a million; more than this is a mistake, or a job for a shorter recording. */
const MOST_STEPS = 20_000_000;

/** @returns a failure when nothing would be left to score */
export function trackOf(load: RecordedLoad, options: TrackOptions): Result<Track, Failure> {
  const start = load.times[0]!;
  const end = load.times.at(-1)!;
  const step = Math.min(MINUTE, load.step);
  const length = Math.floor((end - start) / step + 1e-9) + 1;
  const warmUp = options.warmUp ?? ((end - start < 21 * DAY ? 8 * DAY : 14 * DAY) as Milliseconds);
  const first = wholeSteps(warmUp, step);
  if (first >= length) return failed(nothingScored(load, warmUp, end - start));
  if (length > MOST_STEPS) return failed(tooLong(load, length));
  const grid = laidOut(load, { start, step, length });
  const scored = grid.demand.subarray(first);
  const perReplica = options.perReplica ?? nearestRank(scored, 0.999) / REPLICAS_AT_PEAK;
  if (!(perReplica > 0)) return failed(noDemand(load));
  return success({ load, start, step, ...grid, first, warmUp, perReplica, gapShare: gapShare(grid.inGap, first) });
}

/** Replicas that must be ready to serve a demand; at least one. */
export function needOf({ perReplica }: Track, demand: number): number {
  return Math.max(1, wholeReplicas(demand / perReplica));
}

interface Grid {
  readonly start: number;
  readonly step: number;
  readonly length: number;
}

function laidOut({ times, values }: RecordedLoad, { start, step, length }: Grid) {
  const demand = new Float64Array(length);
  const seen = new Float64Array(length);
  const seenCount = new Int32Array(length);
  const inGap = new Uint8Array(length);
  let last = 0;
  for (let i = 0; i < length; i++) {
    const at = start + i * step;
    while (last + 1 < times.length && times[last + 1]! <= at) last++;
    const from = times[last]!;
    const to = times[last + 1] ?? from;
    seen[i] = values[last]!;
    seenCount[i] = last + 1;
    demand[i] = to === from ? values[last]! : between(values[last]!, values[last + 1]!, (at - from) / (to - from));
    inGap[i] = Number(to - from > LONG_GAP && at > from);
  }
  return { demand, seen, seenCount, inGap };
}

function between(a: number, b: number, share: number): number {
  return share === 0 ? a : a + (b - a) * share;
}

/** The smallest value that at least the given share of all values does not exceed. */
export function nearestRank(values: Float64Array, share: number): number {
  const sorted = values.slice().sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)]!;
}

function gapShare(inGap: Uint8Array, first: number): number {
  let inside = 0;
  for (let i = first; i < inGap.length; i++) inside += inGap[i]!;
  return inside / (inGap.length - first);
}

function nothingScored(load: RecordedLoad, warmUp: Milliseconds, length: number): Failure {
  return {
    code: "NothingToScore",
    message: `the recording lasts ${formatDuration(Math.round(length) as Milliseconds)}, all of it warm-up`,
    remedy: "give a longer recording, or a shorter --warm-up; nothing of this series was replayed",
    field: load.name,
    value: formatDuration(warmUp),
  };
}

function tooLong(load: RecordedLoad, length: number): Failure {
  return {
    code: "TooLong",
    message: `${length} steps are more than the ${MOST_STEPS} that one replay takes`,
    remedy: "check the times of the recording, or cut it; nothing of this series was replayed",
    field: load.name,
  };
}

function noDemand(load: RecordedLoad): Failure {
  return {
    code: "NoDemand",
    message: "there is no demand in the scored part, so what one replica serves cannot be chosen from it",
    remedy: "give --per-replica; nothing of this series was replayed",
    field: load.name,
  };
}
