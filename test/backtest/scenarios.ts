import { recordedLoad } from "../../src/backtest/recordedLoad.ts";
import type { Scenario } from "../../src/backtest/policy.ts";
import { wholeSteps } from "../../src/backtest/rounding.ts";
import { type Track, trackOf } from "../../src/backtest/track.ts";
import { MINUTE, type Milliseconds } from "../../src/units/duration.ts";

/** Midnight UTC of a Monday. */
export const MONDAY = Date.UTC(2026, 0, 5);

export interface Recording {
  readonly values: readonly number[];
  /** Minutes between samples. */
  readonly every?: number;
  readonly start?: number;
  /** Minutes of history before what is scored. */
  readonly warmUp: number;
  readonly perReplica?: number;
}

export function track({ values, every = 1, start = MONDAY, warmUp, perReplica = 1 }: Recording): Track {
  const times = values.map((_, i) => start + i * every * MINUTE);
  const load = recordedLoad("load", { times, values });
  if (!load.ok) throw new Error(load.failure.message);
  const made = trackOf(load.value, { perReplica, warmUp: (warmUp * MINUTE) as Milliseconds });
  if (!made.ok) throw new Error(made.failure.message);
  return made.value;
}

/** @param lead minutes from order to Ready */
export function scenario(recording: Recording, lead: number): Scenario {
  const made = track(recording);
  return {
    track: made,
    lead: Math.max(1, wholeSteps(lead * MINUTE, made.step)),
    reach: wholeSteps(5 * MINUTE, made.step),
  };
}

/** `count` times the same value. */
export function flat(value: number, count: number): readonly number[] {
  return new Array<number>(count).fill(value);
}
