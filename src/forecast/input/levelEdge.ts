import { medianOf } from "./medians.ts";

/** Where one level gives way to the other. */
export interface Edge {
  /** The first at the new level. */
  readonly hour: number;
  /** What hours differ from what is usual at their time, on both sides, in logarithms. */
  readonly before: number;
  readonly after: number;
}

/** After how many hours a shift is believed, ≥ 3. */
export interface LeastHours {
  readonly rise: number;
  readonly fall: number;
}

/** What hours differ from what is usual at their time, in logarithms, oldest first, NaN where nothing can be said. */
export interface Differences {
  /** From what was usual before the span looked at, and as long again: the shift itself may lie there. */
  readonly present: Float64Array;
  /** From all that was usual before them; shape of `present`. */
  readonly all: Float64Array;
  /** So many have to be known to tell what is usual. */
  readonly least: number;
}

/** Nothing is told from fewer hours. */
const LEAST_KNOWN = 3;
/** In units of 1.4826 MAD of what stretches of the same length, up to a day, differed by before. */
const LEAST_STRENGTH = 4;
const LONGEST_OTHERS = 24;
/** And in units of the most that any of them differed by: what has been before, and went, may go again. */
const BEYOND_OTHERS = 1.5;
/** An edge somewhat before twice the span would be placed at that: it is looked for over four spans up to a week. */
const MOST_REACH = 168;
/** Less of a change than a quarter is left to the members, which follow it. */
export const LEAST_CHANGE = Math.log(1.25);
/** What jumps to more than this in its first day is a burst, not a level: of all such on recorded load none stayed. */
const MOST_SOON = Math.log(3);
const SOON_HOURS = 24;
/** Never smaller than this, in logarithms: what never varied may, and would be infinitely certain. */
const LEAST_SPREAD = 0.02;
/** The share of hours since then that lie on the new level's side of the middle. */
const LEAST_SHARE = 0.85;
/** How far hours may scatter around the new level, as a part of the change and of what was usual. */
const MOST_SCATTER = 1 / 3;
const MOST_OF_USUAL = 2;
/** The part of the change by which its first half may differ from its second. */
const MOST_DRIFT = 0.4;
/** The part of the change that is made from the day before to the day after. */
const LEAST_JUMP = 0.6;

/**
 * The edge of a level shift that lies half to twice of L hours ago, or somewhat earlier: up to 4 L within a week.
 * c = median d over the last L − a, a the median of d up to 2 L hours ago, most of which is before the edge. It is one
 * where |c| passes 4 robust deviations of the medians of L hours of before, and clearly the most that any of them
 * reached; where hours since then lie beyond c / 2 and scatter around the new level as around the old one, neither
 * growing nor fading; and where most of c is between the day before it and the day after. What came and went is none: a
 * level has to be new against all before.
 * Source: Pettitt (1979), Applied Statistics 28 (one change in a sequence, without assuming a distribution);
 * Rousseeuw & Croux (1993), JASA 88 (MAD as a scale).
 * @param span L, ≥ 3
 */
export function edgeWithin(differences: Differences, span: number, believed: LeastHours): Edge | undefined {
  const { present: d, all } = differences;
  const past = all.subarray(0, Math.max(0, d.length - 2 * span));
  const late = d.subarray(d.length - span);
  if (knownIn(late) < LEAST_KNOWN || knownIn(past) < differences.least) return undefined;
  const before = medianOf(past);
  const rough = medianOf(late) - before;
  if (!(Math.abs(rough) > LEAST_CHANGE && isNew(rough, othersOver(past, Math.min(span, LONGEST_OTHERS), before)))) {
    return undefined;
  }
  const reach = Math.max(2 * span, Math.min(4 * span, MOST_REACH));
  const range = { from: Math.max(0, d.length - reach), to: d.length - Math.max(LEAST_KNOWN, span >> 1) };
  const hour = changePoint(d, range, { before, after: before + rough });
  const since = d.subarray(hour);
  const edge = { hour, before, after: medianOf(since) };
  if (since.length < (edge.after > before ? believed.rise : believed.fall)) return undefined;
  if (Math.abs(edge.after - before) > MOST_SOON && since.length < SOON_HOURS) return undefined;
  return stays(since, edge) && isLevel(since, edge, past) && isEdge(all, edge) ? edge : undefined;
}

/** @param others what medians of as many hours differed by before, ascending */
function isNew(change: number, others: Float64Array): boolean {
  const usual = Math.max(LEAST_SPREAD, 1.4826 * medianOf(others));
  return Math.abs(change) > Math.max(LEAST_STRENGTH * usual, BEYOND_OTHERS * (others[others.length - 1] ?? 0));
}

/** How far medians of as many hours lay from the level before, ascending. */
function othersOver(past: Float64Array, span: number, level: number): Float64Array {
  const stride = Math.max(1, span >> 2);
  const found: number[] = [];
  for (let end = past.length; end - span >= 0; end -= stride) {
    const apart = Math.abs(medianOf(past.subarray(end - span, end)) - level);
    if (!Number.isNaN(apart)) found.push(apart);
  }
  return Float64Array.from(found).sort();
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** The place within [from, to] at which one level gives way to the other: least Σ |d − level|; of equals the last. */
export function changePoint(d: Float64Array, { from, to }: Range, levels: Omit<Edge, "hour">): number {
  let best = from;
  let least = 0;
  let sum = 0;
  for (let place = from; place < to; place++) {
    const was = Math.abs(d[place]! - levels.before) - Math.abs(d[place]! - levels.after);
    sum += Number.isNaN(was) ? 0 : was;
    if (sum > least) continue;
    least = sum;
    best = place + 1;
  }
  return best;
}

/** Nearly all hours lie on the new level's side of the middle, the last one too. */
function stays(since: Float64Array, { before, after }: Edge): boolean {
  let known = 0;
  let beyond = 0;
  let last = false;
  for (const d of since) {
    if (Number.isNaN(d)) continue;
    known++;
    last = (d - before) / (after - before) > 0.5;
    if (last) beyond++;
  }
  return last && beyond >= LEAST_SHARE * known;
}

/** The shape is kept: hours scatter around the new level as around the old one, and it neither grows nor fades. */
function isLevel(since: Float64Array, { before, after }: Edge, past: Float64Array): boolean {
  const change = Math.abs(after - before);
  const scatter = scatterOf(since, after);
  const usual = Math.max(LEAST_SPREAD, scatterOf(past, before));
  if (scatter > MOST_SCATTER * change || scatter > MOST_OF_USUAL * usual) return false;
  const middle = since.length >> 1;
  const drift = Math.abs(medianOf(since.subarray(0, middle)) - medianOf(since.subarray(middle)));
  return !(drift > MOST_DRIFT * change);
}

/** 1.4826 MAD. */
function scatterOf(d: Float64Array, level: number): number {
  return 1.4826 * medianOf(d.map((one) => Math.abs(one - level)));
}

/** From the day before to the day after it, most of the change is made: a growing series has no shift. */
function isEdge(all: Float64Array, { hour, before, after }: Edge): boolean {
  const dayBefore = medianOf(all.subarray(Math.max(0, hour - 24), hour));
  const dayAfter = medianOf(all.subarray(hour, hour + 24));
  return !((dayAfter - dayBefore) / (after - before) < LEAST_JUMP);
}

function knownIn(values: Float64Array): number {
  let count = 0;
  for (const v of values) if (!Number.isNaN(v)) count++;
  return count;
}
