import { offsets } from "../forecast/input/wallClock.ts";
import { DAY, HOUR, MINUTE, type Milliseconds, milliseconds } from "../units/duration.ts";
import { type Instant, instant } from "../units/instant.ts";
import { type Series, seriesEnd } from "../units/series.ts";
import type { Window } from "../units/window.ts";

/** Peaks of the history that a forecast's quantiles smooth away, each by step of the forecast; demand units, ≥ 0. */
export interface SeenPeaks {
  /** What was seen lately, fading by half each hour: bursts come in clusters. */
  readonly lately: Float64Array;
  /** The largest within a quarter of an hour of the same time a week ago. */
  readonly weekAgo: Float64Array;
  /** The second largest of the same of the last 7 days: what came on two of them. */
  readonly twice: Float64Array;
  /** The same of any of the last 7 days. */
  readonly anyDay: Float64Array;
}

/** Where a forecast's steps lie. */
export interface Steps {
  readonly from: Instant;
  readonly length: number;
  /** On whose wall clock days repeat. */
  readonly zone: string;
}

const HALF_LIFE = HOUR;
/** What fades is under a thousandth after this. */
const LATELY = 10 * HOUR;
const AROUND = 15 * MINUTE;
const WEEK_DAYS = 7;
/** No zone moves its clock by more. */
const CLOCK_CHANGE = 2 * HOUR;

/** How much history is looked up: a week, what lies around it, and a change of the clock. */
export const PEAKS_BACK: Milliseconds = milliseconds(WEEK_DAYS * DAY + AROUND + CLOCK_CHANGE);

/**
 * Looks up the peaks that the history shows for each step ahead, declared windows left out. A day ago is the same time
 * on the wall clock, though the clock was changed since.
 * @param peaks the largest demand of the step up to and with each instant, as far as it was sampled; evenly spaced,
 *              oldest first, NaN for a gap; the forecast's steps are as long as its own
 */
export function seenPeaks(peaks: Series, declared: readonly Window[], { from, length, zone }: Steps): SeenPeaks {
  const { step } = peaks;
  const perDay = Math.max(1, Math.round(DAY / step));
  const around = Math.round(AROUND / step);
  const usual = undeclared(ending(peaks, Math.ceil(PEAKS_BACK / step)), declared);
  const ahead = usual.length + Math.round((from - seriesEnd(peaks)) / step);
  const largest = largestAround(usual, around);
  const offsetAt = offsets(zone, from - PEAKS_BACK, from + length * step);
  const atLag = (i: number, days: number): number => {
    const at = from + i * step;
    const moved = Math.round((offsetAt(at) - offsetAt(at - days * DAY)) / step);
    return largest[ahead + i - days * perDay + moved] ?? 0;
  };
  const twice = new Float64Array(length);
  const anyDay = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    for (let days = 1; days <= WEEK_DAYS; days++) {
      const peak = atLag(i, days);
      twice[i] = Math.max(twice[i]!, Math.min(peak, anyDay[i]!));
      anyDay[i] = Math.max(anyDay[i]!, peak);
    }
  }
  return {
    lately: fading(usual, { step, ahead, length }),
    weekAgo: Float64Array.from({ length }, (_, i) => atLag(i, WEEK_DAYS)),
    twice,
    anyDay,
  };
}

/** Its last samples, at most so many. */
function ending({ start, step, values }: Series, most: number): Series {
  const left = Math.max(0, values.length - most);
  return { start: instant(Math.round(start + left * step)), step, values: values.subarray(left) };
}

/** Zero where nothing is known, and in each step that a declared window touches: value i is of (i − 1, i]. */
function undeclared({ start, step, values }: Series, declared: readonly Window[]): Float64Array {
  const out = values.map((value) => (Number.isNaN(value) ? 0 : value));
  for (const window of declared) {
    const first = Math.max(0, Math.ceil((window.start - start) / step));
    const last = Math.min(out.length, Math.ceil((window.end - start) / step) + 1);
    for (let i = first; i < last; i++) out[i] = 0;
  }
  return out;
}

/** The largest of the values up to `around` to either side. */
function largestAround(values: Float64Array, around: number): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    for (let j = Math.max(0, i - around); j <= Math.min(values.length - 1, i + around); j++) {
      out[i] = Math.max(out[i]!, values[j]!);
    }
  }
  return out;
}

interface Fading {
  readonly step: number;
  /** The index that the forecast's first step would have in the history. */
  readonly ahead: number;
  readonly length: number;
}

function fading(values: Float64Array, { step, ahead, length }: Fading): Float64Array {
  const perStep = 2 ** (-step / HALF_LIFE);
  let level = 0;
  for (let i = Math.max(0, values.length - Math.ceil(LATELY / step)); i < values.length; i++) {
    level = Math.max(level * perStep, values[i]!);
  }
  const since = ahead - (values.length - 1);
  return Float64Array.from({ length }, (_, i) => level * perStep ** Math.max(0, since + i));
}
