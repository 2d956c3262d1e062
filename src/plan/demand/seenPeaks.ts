import { offsets } from "../../forecast/input/wallClock.ts";
import { DAY, HOUR, MINUTE, type Milliseconds, milliseconds } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";
import { type Series, seriesEnd } from "../../units/series.ts";
import type { Window } from "../../units/window.ts";

/** Peaks of the history that a forecast's quantiles smooth away, each by step of the forecast; demand units, ≥ 0. */
export interface SeenPeaks {
  /** Bursts of the last hours, fading by half each hour: they come in clusters. */
  readonly lately: Float64Array;
  /** The largest demand of the same step a week ago. */
  readonly weekAgo: Float64Array;
  /** The largest within a quarter of an hour of the same time a week ago. */
  readonly aroundWeekAgo: Float64Array;
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

/**
 * So many times what came at its time on two of the 7 days before is a burst. A usual peak is not: its end is forecast,
 * and what fades slower than that only costs.
 */
const BURST = 1.5;
const HALF_LIFE = HOUR;
/** What fades is under a thousandth after this. */
const LATELY = 10 * HOUR;
const AROUND = 15 * MINUTE;
const WEEK_DAYS = 7;
/** No zone moves its clock by more. */
const CLOCK_CHANGE = 2 * HOUR;

/** How much history is looked up: the week before the last hours, what lies around it, and a change of the clock. */
export const PEAKS_BACK: Milliseconds = milliseconds(WEEK_DAYS * DAY + LATELY + AROUND + CLOCK_CHANGE);

/**
 * Looks up the peaks that the history shows for each step ahead, declared windows left out. A day ago is the same time
 * on the wall clock, though the clock was changed since.
 * @param peaks the largest demand of the step up to and with each instant, as far as it was sampled; evenly spaced,
 *              oldest first, NaN for a gap; the forecast's steps are as long as its own
 */
export function seenPeaks(peaks: Series, declared: readonly Window[], { from, length, zone }: Steps): SeenPeaks {
  const { step } = peaks;
  const perDay = Math.max(1, Math.round(DAY / step));
  const usual = undeclared(ending(peaks, Math.ceil(PEAKS_BACK / step)), declared);
  const ahead = usual.length + Math.round((from - seriesEnd(peaks)) / step);
  const largest = largestAround(usual, Math.round(AROUND / step));
  const offsetAt = offsets(zone, from - PEAKS_BACK, from + length * step);
  // Where in the history a step lies that is so many days before another, which may be of the history itself.
  const before = (i: number, days: number): number => {
    const at = from + i * step;
    const moved = Math.round((offsetAt(at) - offsetAt(at - days * DAY)) / step);
    return ahead + i - days * perDay + moved;
  };
  const days = Array.from({ length }, (_, i) => lastDays((day) => largest[before(i, day)]));
  const isBurst = (index: number): boolean =>
    usual[index]! > BURST * lastDays((day) => largest[before(index - ahead, day)]).second;
  const weekBefore = (values: Float64Array): Float64Array =>
    Float64Array.from({ length }, (_, i) => values[before(i, WEEK_DAYS)] ?? 0);
  return {
    lately: fading(usual, { step, ahead, length, isBurst }),
    weekAgo: weekBefore(usual),
    aroundWeekAgo: weekBefore(largest),
    twice: Float64Array.from(days, ({ second }) => second),
    anyDay: Float64Array.from(days, ({ first }) => first),
  };
}

/** The two largest of what the last 7 days show; a day that is not known has nothing. */
function lastDays(of: (day: number) => number | undefined): { readonly first: number; readonly second: number } {
  let first = 0;
  let second = 0;
  for (let day = 1; day <= WEEK_DAYS; day++) {
    const peak = of(day) ?? 0;
    second = Math.max(second, Math.min(peak, first));
    first = Math.max(first, peak);
  }
  return { first, second };
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
  readonly isBurst: (index: number) => boolean;
}

function fading(values: Float64Array, { step, ahead, length, isBurst }: Fading): Float64Array {
  const perStep = 2 ** (-step / HALF_LIFE);
  let level = 0;
  for (let i = Math.max(0, values.length - Math.ceil(LATELY / step)); i < values.length; i++) {
    level = Math.max(level * perStep, isBurst(i) ? values[i]! : 0);
  }
  const since = ahead - (values.length - 1);
  return Float64Array.from({ length }, (_, i) => level * perStep ** Math.max(0, since + i));
}
