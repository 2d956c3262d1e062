import type { Instant } from "../units/instant.ts";
import { contains, type Window } from "../units/window.ts";
import { zoneOffset } from "../units/zone.ts";

/** One day that repeats, in demand units, and what comes on top of no pattern. */
export interface DemandShape {
  readonly zone: string;
  readonly seed: number;
  readonly noisePercent: number;
  /** From that hour of the wall clock on, ascending; the last one holds until the first of the next day. */
  readonly day: readonly { readonly fromHour: number; readonly demand: number }[];
  readonly surges: readonly (Window & { readonly demand: number })[];
}

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** The demand at an instant: the same for the same shape, whoever asks, as often as they ask. */
export function demandCurve(shape: DemandShape): (at: Instant) => number {
  // Asking a zone is slow, and no zone moves within an hour of UTC by less than a whole quarter of it.
  const offsets = new Map<number, number>();

  function hourOfDay(at: Instant): number {
    const slot = Math.floor(at / (HOUR / 4));
    const offset = offsets.get(slot) ?? zoneOffset(shape.zone, at);
    if (offsets.size < MOST_OFFSETS) offsets.set(slot, offset);
    return ((((at + offset) / HOUR) % 24) + 24) % 24;
  }

  return (at) => {
    const surge = shape.surges.find((window) => contains(window, at));
    const level = surge?.demand ?? levelAt(shape.day, hourOfDay(at));
    return level * (1 + (shape.noisePercent / 100) * noiseAt(shape.seed, Math.floor(at / MINUTE)));
  };
}

/** Four weeks of quarters of an hour, and some. */
const MOST_OFFSETS = 4_000;

function levelAt(day: DemandShape["day"], hour: number): number {
  const begun = day.filter(({ fromHour }) => fromHour <= hour).at(-1) ?? day.at(-1);
  return begun?.demand ?? 0;
}

/**
 * Evenly spread over [−1, 1), from seed and minute alone.
 * @see splitmix32, a mixer of 32 bits
 */
function noiseAt(seed: number, minute: number): number {
  let mixed = (Math.imul(seed, 0x9e3779b9) + Math.imul(minute, 0x85ebca6b)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 31 - 1;
}
