import { hourlyOrigin, type HourlyView } from "../views/hourlyView.ts";
import type { Member } from "./member.ts";
import type { Ahead } from "../views/ahead.ts";
import type { View } from "../views/view.ts";

export interface Analogues {
  readonly name: string;
  readonly usualError: number;
  /** The last hours that are held against the past. */
  readonly window: number;
  /** Each of them weighs as exp(−j / so many hours), the latest most. */
  readonly fadeHours: number;
  /** How much of the level of now against theirs stays over the whole horizon; the rest fades as exp(−h / 4 h). */
  readonly levelKept: number;
}

const LEVEL_FADE_HOURS = 4;
/** Of the hours most like now so many are followed. */
const FOLLOWED = 5;
/** Another level is less like now, by this part of it. */
const LEVEL_PART = 0.1;
/** Up to these hours ahead, or steps where one is longer, only what lies further back is followed: it is all known. */
const REACHES = [6, 24, 48, 168];
/** Keeps hours that were just like now from an infinite weight. */
const LEAST_DISTANCE = 1e-6;

/**
 * Looks for hours of the past, at any time of the day, before which demand went as before now, and follows what came of
 * them: z[t+h] = Σ w_k (z[t+h−k] + a_h Δ_k) / Σ w_k, Δ_k the level of the window against that of k hours before,
 * a_h = κ + (1 − κ) e^(−h / 4 h), w_k = d_k^(−5), d_k the mean distance of both windows once their levels are one.
 * So it knows what jobs do that start at changing times, and which of the usual days this one will be.
 * Source: Lorenz (1969), J. Atmospheric Sciences 26 (naturally occurring analogues); Farmer & Sidorowich (1987),
 * Physical Review Letters 59 (nearest neighbours).
 */
export function analogues(model: Analogues): Member {
  const weights = Float64Array.from({ length: model.window }, (_, j) => Math.exp(-j / model.fadeHours));
  const sum = weights.reduce((a, b) => a + b, 0);
  const window = weights.map((w) => w / sum);
  return {
    name: model.name,
    view: "log",
    needsDays: 3,
    usualError: model.usualError,
    fixed: true,
    fits: (_, origins) => origins.map(() => []),
    path: (view, _, ahead) => pathFrom(view, ahead, { window, levelKept: model.levelKept }),
  };
}

interface Compared {
  /** Weights of the last hours, the latest first; they sum to 1. */
  readonly window: Float64Array;
  readonly levelKept: number;
}

function pathFrom(view: View, { origin, steps }: Ahead, { window, levelKept }: Compared): Float64Array {
  const { fine, shapes, hourly } = view;
  const reaches = REACHES.slice(0, reachOf(steps[steps.length - 1]! / hourly.width) + 1);
  const byReach = analoguesOf(hourly, { end: hourlyOrigin(hourly, fine.z.length, origin), window, reaches });
  const fadeSteps = LEVEL_FADE_HOURS * Math.max(fine.perHour, 1e-9);
  const path = new Float64Array(steps.length);
  for (let s = 0; s < steps.length; s++) {
    const h = steps[s]!;
    const level = levelKept + (1 - levelKept) * Math.exp(-h / fadeSteps);
    let sum = 0;
    let total = 0;
    for (const { lag, weight, against } of byReach[reachOf(h / hourly.width)]!) {
      const from = lastKnown(origin + h - 1 - Math.round(lag * hourly.width), origin, fine.day);
      sum += weight * (shapes.upTo(origin, from) + against * level);
      total += weight;
    }
    path[s] = total > 0 ? sum / total : fine.z[origin - 1]!;
  }
  return path;
}

/** The place in REACHES of the first that covers so many hours, or else of the last. */
function reachOf(hours: number): number {
  let reach = 0;
  while (reach < REACHES.length - 1 && hours > REACHES[reach]!) reach++;
  return reach;
}

/** The place itself, or the same time on the last day that is known. */
function lastKnown(place: number, origin: number, day: number): number {
  if (place < origin) return Math.max(0, place);
  return Math.max(0, place - Math.ceil((place - origin + 1) / day) * day);
}

interface Analogue {
  /** Hours back. */
  readonly lag: number;
  readonly distance: number;
  readonly weight: number;
  /** The level of now against its own. */
  readonly against: number;
}

interface Asked {
  /** The first hour of the view that is not known. */
  readonly end: number;
  readonly window: Float64Array;
  readonly reaches: readonly number[];
}

/** @returns by reach those most like the hours before `end`; those of the reach before where none lies so far back */
function analoguesOf(
  { grid: { z, day } }: HourlyView,
  { end, window, reaches }: Asked,
): readonly (readonly Analogue[])[] {
  const all = reaches.map((least) => new Nearest(least));
  const levels = levelsBefore(z, end, window);
  const compare = (lag: number): void => {
    let within = 0;
    for (let r = 0; r < all.length; r++) within = Math.max(within, all[r]!.within(lag));
    const against = levels[end]! - levels[end - lag]!;
    const distance = distanceOf(z, { end, lag, against, within }, window);
    if (distance >= within) return;
    for (const nearest of all) nearest.offer({ lag, distance, against });
  };
  // The same hour of other days first: what is like now is often there, and the rest is soon seen to be further.
  for (let phase = 0; phase < day; phase++) {
    for (let lag = phase; lag + window.length <= end; lag += day) compare(lag);
  }
  const found = all.map(({ kept }) => kept);
  for (let r = 1; r < found.length; r++) if (found[r]!.length === 0) found[r] = found[r - 1]!;
  return found;
}

/** Those at least so far back that are most like now, by their distance, ascending. */
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

  offer({ lag, distance, against }: Omit<Analogue, "weight">): void {
    if (distance >= this.within(lag)) return;
    const { kept } = this;
    let at = kept.length;
    while (at > 0 && kept[at - 1]!.distance > distance) at--;
    const squared = distance * distance;
    kept.splice(at, 0, { lag, distance, against, weight: 1 / (squared * squared * distance) });
    if (kept.length > FOLLOWED) kept.pop();
    if (kept.length === FOLLOWED) this.furthest = kept[FOLLOWED - 1]!.distance;
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
