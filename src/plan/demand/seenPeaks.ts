import { offsets } from "../../forecast/input/wallClock.ts";
import { DAY, HOUR, MINUTE, type Milliseconds, milliseconds } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";
import { type Series, seriesEnd } from "../../units/series.ts";
import type { Window } from "../../units/window.ts";
import { type PeakBack, tellsOf, WEEK_DAYS } from "./daysAlike.ts";

/** Peaks of the history that a forecast's quantiles smooth away, each by step of the forecast; demand units, ≥ 0. */
export interface SeenPeaks {
  /** Bursts of the last hours, fading by half each hour: they come in clusters. */
  readonly lately: Float64Array;
  /** The largest demand of the same step a week ago. */
  readonly weekAgo: Float64Array;
  /** The largest within a quarter of an hour of the same time a week ago. */
  readonly aroundWeekAgo: Float64Array;
  /** The second largest of the same of the last 7 days: what came on two of those that tell of the day. */
  readonly twice: Float64Array;
  /** The same of any of them. */
  readonly anyDay: Float64Array;
}

/** What demand was: evenly spaced on one grid with one end, steps as long as the forecast's, NaN for a gap. */
export interface DemandSeen {
  /** The largest demand of the step up to and with each instant, at least `PEAKS_BACK` of it where there is as much. */
  readonly peaks: Series;
  /** Single samples; what lies before the peaks tells which days are alike. */
  readonly samples: Series;
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
/** No zone moves its clock by more. */
const CLOCK_CHANGE = 2 * HOUR;

/** How much history is looked up for peaks: the week before the last hours, what lies around it, a clock's change. */
export const PEAKS_BACK: Milliseconds = milliseconds(WEEK_DAYS * DAY + LATELY + AROUND + CLOCK_CHANGE);
/** And for which days are alike: four weeks before it. */
const DAYS_BACK = 4 * WEEK_DAYS * DAY + PEAKS_BACK;

/**
 * Looks up the peaks that the history shows for each step ahead, declared windows left out. A day ago is the same time
 * on the wall clock, though the clock was changed since.
 */
export function seenPeaks(seen: DemandSeen, declared: readonly Window[], { from, length, zone }: Steps): SeenPeaks {
  const { step } = seen.peaks;
  const perDay = Math.max(1, Math.round(DAY / step));
  const usual = undeclared(lastWeeks(seen), declared);
  const ahead = usual.length + Math.round((from - seriesEnd(seen.peaks)) / step);
  const offsetAt = offsets(zone, from - DAYS_BACK, from + length * step);
  const around = Math.round(AROUND / step);
  // The largest around where in the history a step lies that is so many days before another, ahead or of the history.
  const placeBefore = (i: number, days: number): number => {
    const at = from + i * step;
    const moved = Math.round((offsetAt(at) - offsetAt(at - days * DAY)) / step);
    return ahead + i - days * perDay + moved;
  };
  const peakBefore =
    (i: number): PeakBack =>
    (days) =>
      largestAround(usual, placeBefore(i, days), around);
  const days = Array.from({ length }, (_, i) => {
    const peakBack = peakBefore(i);
    return lastDays((day) => (tellsOf(peakBack, day) ? peakBack(day) : NaN));
  });
  const isBurst = (index: number): boolean => usual[index]! > BURST * lastDays(peakBefore(index - ahead)).second;
  const aWeekBefore = (of: (i: number) => number): Float64Array =>
    Float64Array.from({ length }, (_, i) => knownOr0(of(i)));
  return {
    lately: fading(usual, { step, ahead, length, isBurst }),
    weekAgo: aWeekBefore((i) => usual[placeBefore(i, WEEK_DAYS)] ?? NaN),
    aroundWeekAgo: aWeekBefore((i) => peakBefore(i)(WEEK_DAYS)),
    twice: Float64Array.from(days, ({ second }) => second),
    anyDay: Float64Array.from(days, ({ first }) => first),
  };
}

/** The two largest of what the last 7 days show; a day of which nothing is known has nothing. */
function lastDays(of: PeakBack): { readonly first: number; readonly second: number } {
  let first = 0;
  let second = 0;
  for (let day = 1; day <= WEEK_DAYS; day++) {
    const peak = knownOr0(of(day));
    second = Math.max(second, Math.min(peak, first));
    first = Math.max(first, peak);
  }
  return { first, second };
}

function knownOr0(peak: number): number {
  return Number.isNaN(peak) ? 0 : peak;
}

/** The peaks, and before them the samples, as far back as anything is looked up. */
function lastWeeks({ peaks, samples }: DemandSeen): Series {
  const { step } = peaks;
  const before = Math.max(0, samples.values.length - peaks.values.length);
  const left = Math.max(0, before + peaks.values.length - Math.ceil(DAYS_BACK / step));
  const values = new Float64Array(before + peaks.values.length - left);
  values.set(samples.values.subarray(Math.min(left, before), before));
  values.set(peaks.values.subarray(Math.max(0, left - before)), Math.max(0, before - left));
  return { start: instant(Math.round(seriesEnd(peaks) - values.length * step)), step, values };
}

/** Nothing is known in any step that a declared window touches: value i is of (i − 1, i]. */
function undeclared({ start, step, values }: Series, declared: readonly Window[]): Float64Array {
  const out = Float64Array.from(values);
  for (const window of declared) {
    const first = Math.max(0, Math.ceil((window.start - start) / step));
    const last = Math.min(out.length, Math.ceil((window.end - start) / step) + 1);
    for (let i = first; i < last; i++) out[i] = NaN;
  }
  return out;
}

/** The largest of the values up to `around` to either side of a place; NaN where none is known, or where none lies. */
function largestAround(values: Float64Array, place: number, around: number): number {
  let most = NaN;
  if (!(place >= 0 && place < values.length)) return most;
  for (let j = Math.max(0, place - around); j <= Math.min(values.length - 1, place + around); j++) {
    if (!(values[j]! <= most) && !Number.isNaN(values[j]!)) most = values[j]!;
  }
  return most;
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
