import { mulberry32 } from "../../../src/backtest/mulberry32.ts";
import { SECOND } from "../../../src/units/duration.ts";
import { type Instant, instant } from "../../../src/units/instant.ts";

/** Chance from a seed: the same seed draws the same. */
export interface Draw {
  chance(probability: number): boolean;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  pick<T>(from: readonly T[]): T;
}

/** When of the played time, to the second. */
export function momentIn(draw: Draw, from: Instant, to: Instant): Instant {
  return instant(from + draw.whole(0, Math.floor((to - from) / SECOND)) * SECOND);
}

export function drawFrom(seed: number): Draw {
  const next = mulberry32(Math.imul(seed + 1, 0x9e3779b1));
  const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    chance: (probability) => next() < probability,
    whole,
    pick: <T>(from: readonly T[]): T => from[whole(0, from.length - 1)] as T,
  };
}
