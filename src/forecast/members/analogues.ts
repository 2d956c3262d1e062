import { hourlyOrigin } from "../views/hourlyView.ts";
import { fadeSteps } from "./levelFade.ts";
import { daysBack, hoursLike } from "./likeHours.ts";
import { DAYS } from "../views/pastShapes.ts";
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

/** Where all are of another kind, they still say what they know. */
const LEAST_KIND = 1e-6;
/** A distance counts K^(−1/5) times as far: in the weights, d^(−5), that is K. */
const FURTHER_POWER = 0.2;

/**
 * Looks for hours of the past, at any time of the day, before which demand went as before now, and follows what came of
 * them: z[t+h] = Σ w_k (z[t+h−k] + a_h Δ_k) / Σ w_k, Δ_k the level of the window against that of k hours before,
 * a_h = κ + (1 − κ) e^(−h / 4 h), w_k = K_k d_k^(−5), d_k the mean distance of both windows once their levels are one,
 * K_k how much that day was of the kind of the day ahead (`similarDays`), for those at the same time of the day; those
 * of another kind are also found less.
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
  const { fine, shapes, hourly, similar } = view;
  const reaches = REACHES.slice(0, reachOf(steps[steps.length - 1]! / hourly.width) + 1);
  const end = hourlyOrigin(hourly, fine.z.length, origin);
  const further = kindsOfNextDay(view, origin).map((kind) => Math.max(LEAST_KIND, kind) ** -FURTHER_POWER);
  const byReach = hoursLike(hourly, { end, window, reaches, further });
  const fade = fadeSteps(fine);
  const path = new Float64Array(steps.length);
  const kinds = new Float64Array(DAYS);
  for (let s = 0; s < steps.length; s++) {
    const h = steps[s]!;
    const level = levelKept + (1 - levelKept) * Math.exp(-h / fade);
    const first = Math.ceil(h / fine.day);
    similar.likenessInto(kinds, origin + h - 1, first);
    let sum = 0;
    let total = 0;
    for (const { lag, weight, against } of byReach[reachOf(h / hourly.width)]!) {
      const from = lastKnown(origin + h - 1 - Math.round(lag * hourly.width), origin, fine.day);
      const w = weight * kindOf(lag, { kinds, first, day: hourly.grid.day });
      sum += w * (shapes.upTo(origin, from) + against * level);
      total += w;
    }
    path[s] = total > 0 ? sum / total : fine.z[origin - 1]!;
  }
  return path;
}

/** By days back less one how much each of the last seven is of the kind of the next 24 hours, in the mean of them. */
function kindsOfNextDay({ fine: { day }, similar }: View, origin: number): Float64Array {
  const mean = new Float64Array(DAYS);
  const kinds = new Float64Array(DAYS);
  const hours = Math.min(24, day);
  for (let j = 0; j < hours; j++) {
    similar.likenessInto(kinds, origin + Math.floor(((j + 0.5) * day) / hours), 1);
    for (let l = 0; l < DAYS; l++) mean[l]! += kinds[l]! / hours;
  }
  return mean;
}

interface Kinds {
  /** By days back from `first`. */
  readonly kinds: Float64Array;
  readonly first: number;
  /** Hours. */
  readonly day: number;
}

/** How much an analogue is of the kind of the target's day; 1 at another time of the day, which tells no kind. */
function kindOf(lag: number, { kinds, first, day }: Kinds): number {
  const days = daysBack(lag, day);
  if (days === undefined) return 1;
  return Math.max(LEAST_KIND, kinds[(((days - first) % DAYS) + DAYS) % DAYS]!);
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
