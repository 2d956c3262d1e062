import type { HourlyView } from "../views/hourlyView.ts";

/** So many of the hours most like now are found. */
const FOLLOWED = 5;
/** Another level is less like now, by this part of it. */
const LEVEL_PART = 0.1;
/** Keeps hours that were just like now from an infinite weight. */
const LEAST_DISTANCE = 1e-6;

/** An hour of the past before which demand went as before now. */
export interface Analogue {
  /** Hours back. */
  readonly lag: number;
  readonly distance: number;
  /** The distance, further for a day of another kind: by this it was found. */
  readonly counted: number;
  readonly weight: number;
  /** The level of now against its own. */
  readonly against: number;
}

/** An hour within so many of the same time of the day is of a day. */
const BESIDE_HOURS = 1;

interface Asked {
  /** The first hour of the view that is not known. */
  readonly end: number;
  readonly window: Float64Array;
  readonly reaches: readonly number[];
  /** By days back less one, over a week: how many times as far a day of that kind counts, ≥ 1. */
  readonly further: Float64Array;
}

/** Whole days back, ≥ 1, of an hour at about the same time of the day; undefined at another time: it tells no kind. */
export function daysBack(lag: number, day: number): number | undefined {
  const days = Math.round(lag / day);
  return days < 1 || Math.abs(lag - days * day) > BESIDE_HOURS ? undefined : days;
}

/**
 * Looks at all hours, at any time of the day. The weights of the window are a geometric series.
 * @returns by reach those most like the hours before `end`, nearest first; those of the reach before where none lies so
 *          far back
 */
export function hoursLike(
  { grid: { z, day } }: HourlyView,
  { end, window, reaches, further }: Asked,
): readonly (readonly Analogue[])[] {
  const all = reaches.map((least) => new Nearest(least));
  const levels = levelsBefore(z, end, window);
  const compare = (lag: number): void => {
    let within = 0;
    for (let r = 0; r < all.length; r++) within = Math.max(within, all[r]!.within(lag));
    const against = levels[end]! - levels[end - lag]!;
    const days = daysBack(lag, day);
    const times = days === undefined ? 1 : further[(days - 1) % further.length]!;
    const distance = distanceOf(z, { end, lag, against, within: within / times }, window);
    if (distance * times >= within) return;
    for (const nearest of all) nearest.offer({ lag, distance, times, against });
  };
  // The same hour of other days first: what is like now is often there, and the rest is soon seen to be further.
  for (let phase = 0; phase < day; phase++) {
    for (let lag = phase; lag + window.length <= end; lag += day) compare(lag);
  }
  const found = all.map(({ kept }) => kept);
  for (let r = 1; r < found.length; r++) if (found[r]!.length === 0) found[r] = found[r - 1]!;
  return found;
}

/** Those at least so far back that are most like now, by what their distance counts, ascending. */
class Nearest {
  readonly kept: Analogue[] = [];
  private readonly least: number;
  private furthest = Infinity;

  constructor(least: number) {
    this.least = least;
  }

  /** What lies so far back is kept at a distance below this one. */
  within(lag: number): number {
    return lag < this.least ? 0 : this.furthest;
  }

  offer({ lag, distance, times, against }: Omit<Analogue, "weight" | "counted"> & { readonly times: number }): void {
    const counted = distance * times;
    if (counted >= this.within(lag)) return;
    const { kept } = this;
    let at = kept.length;
    while (at > 0 && kept[at - 1]!.counted > counted) at--;
    const squared = distance * distance;
    kept.splice(at, 0, { lag, distance, counted, against, weight: 1 / (squared * squared * distance) });
    if (kept.length > FOLLOWED) kept.pop();
    if (kept.length === FOLLOWED) this.furthest = kept[FOLLOWED - 1]!.counted;
  }
}

/** By place the weighted mean of the window before it, from the first place that has a whole one; shape (end + 1,). */
function levelsBefore(z: Float64Array, end: number, window: Float64Array): Float64Array {
  const levels = new Float64Array(end + 1);
  const width = window.length;
  if (end < width) return levels;
  for (let j = 0; j < width; j++) levels[width]! += window[j]! * z[width - 1 - j]!;
  // The weights are a geometric series: the next mean follows from the last one.
  const ratio = window[1]! / window[0]!;
  const leaving = window[width - 1]! * ratio;
  for (let e = width; e < end; e++) levels[e + 1] = ratio * levels[e]! + window[0]! * z[e]! - leaving * z[e - width]!;
  return levels;
}

interface Pair extends Pick<Asked, "end"> {
  readonly lag: number;
  readonly against: number;
  /** Whatever is as far as this is of no use. */
  readonly within: number;
}

/** @returns some number ≥ `within` as soon as it is known to be as large: few hours are like now */
function distanceOf(z: Float64Array, { end, lag, against, within }: Pair, window: Float64Array): number {
  let distance = LEVEL_PART * Math.abs(against) + LEAST_DISTANCE;
  for (let j = 0, i = end - 1; j < window.length && distance < within; j++, i--) {
    distance += window[j]! * Math.abs(z[i]! - z[i - lag]! - against);
  }
  return distance;
}
