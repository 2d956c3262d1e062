import { hourlyOrigin } from "../views/hourlyView.ts";
import { fadeSteps } from "./levelFade.ts";
import { hoursLike } from "./likeHours.ts";
import type { Member } from "./member.ts";
import type { Ahead } from "../views/ahead.ts";
import type { View, Views } from "../views/view.ts";

export interface Analogues {
  readonly name: string;
  readonly view: keyof Views;
  readonly usualError: number;
  /** The last hours that are held against the past. */
  readonly window: number;
  /** Each of them weighs as exp(−j / so many hours), the latest most. */
  readonly fadeHours: number;
  /** How much of the level of now against theirs stays over the whole horizon; the rest fades as exp(−h / 4 h). */
  readonly levelKept: number;
}

/** Up to these hours ahead, or steps where one is longer, only what lies further back is followed: it is all known. */
const REACHES = [6, 24, 48, 168];

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
    view: model.view,
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
  const byReach = hoursLike(hourly, { end: hourlyOrigin(hourly, fine.z.length, origin), window, reaches });
  const fade = fadeSteps(fine);
  const path = new Float64Array(steps.length);
  for (let s = 0; s < steps.length; s++) {
    const h = steps[s]!;
    const level = levelKept + (1 - levelKept) * Math.exp(-h / fade);
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
