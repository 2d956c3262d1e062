import { medianOf } from "./medians.ts";
import { WEEK_HOURS, weeklyDifferences } from "./weeklyDifferences.ts";

/** Where one level gives way to the other. */
export interface Edge {
  /** The first at the new level. */
  readonly hour: number;
  /** What hours differ from the same of other weeks, on both sides, in logarithms. */
  readonly before: number;
  readonly after: number;
}

/** The present is looked at over so many hours, the longest first; the shift is half to twice as long ago. */
const SPANS = [168, 84, 48, 24, 12, 6, 3] as const;
/** Nothing is told from fewer hours. */
const LEAST_KNOWN = 3;
/** In units of 1.4826 MAD of what stretches of the same length, up to a day, differed by before. */
const LEAST_STRENGTH = 4;
const LONGEST_OTHERS = 24;
/** And in units of the most that any of them differed by: what has been before, and went, may go again. */
const BEYOND_OTHERS = 1.5;
/** Less of a change than a quarter is left to the members, which follow it. */
const LEAST_CHANGE = Math.log(1.25);
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
/** Hours with something to compare them with: fewer do not tell what is usual. */
const LEAST_BEFORE = 120;

/**
 * Finds the last level shift from hours against the same hours of the weeks before, d[j] = h[j] − median h[j − 168 k],
 * so that a weekend or a night is none; from a week on without the week before, which may lie behind it, too.
 * For L = 168 … 3 hours c = median d over the last L − a, a the median of d up to 2 L hours ago. It is one where |c|
 * passes 4 robust deviations of the medians of L hours of before, and clearly the most that any of them reached; where
 * hours since then lie beyond c / 2 and scatter around the new level as around the old one, neither growing nor fading;
 * and where most of c is between the day before it and the day after. What came and went is none: a level has to be new
 * against all before.
 * Source: Pettitt (1979), Applied Statistics 28 (one change in a sequence, without assuming a distribution);
 * Rousseeuw & Croux (1993), JASA 88 (MAD as a scale).
 * @param hours logarithms of demand, oldest first, NaN for a gap
 * @param least hours after which it is believed, ≥ 3
 */
export function shiftedHour(
  hours: Float64Array,
  least: { readonly rise: number; readonly fall: number },
): Edge | undefined {
  if (hours.length < WEEK_HOURS + LEAST_BEFORE) return undefined;
  const values = weeklyDifferences(hours);
  const old = medianOf(values.subarray(0, (WEEK_HOURS + values.length) >> 1));
  for (const span of SPANS) {
    const d = span < WEEK_HOURS ? values : weeklyDifferences(hours, 2);
    // Most histories have no shift: that is seen at once.
    if (!(Math.abs(medianOf(d.subarray(d.length - span)) - old) > LEAST_CHANGE / 2)) continue;
    const found = shiftOver(d, values, span);
    if (found === undefined) continue;
    const since = hours.length - found.hour;
    if (since >= (found.after > found.before ? least.rise : least.fall)) return found;
  }
  return undefined;
}

/**
 * @param d      differences, as far back as the shift may lie not from weeks behind it
 * @param values differences from all weeks before
 */
function shiftOver(d: Float64Array, values: Float64Array, span: number): Edge | undefined {
  const present = d.subarray(d.length - span);
  const past = values.subarray(0, Math.max(0, d.length - 2 * span));
  if (knownIn(present) < LEAST_KNOWN || knownIn(past) < LEAST_BEFORE) return undefined;
  const before = medianOf(past);
  const rough = medianOf(present) - before;
  if (!(Math.abs(rough) > LEAST_CHANGE)) return undefined;
  const others = othersOver(past, Math.min(span, LONGEST_OTHERS), before);
  if (!(Math.abs(rough) > LEAST_STRENGTH * Math.max(LEAST_SPREAD, 1.4826 * medianOf(others)))) return undefined;
  if (!(Math.abs(rough) > BEYOND_OTHERS * (others[others.length - 1] ?? 0))) return undefined;
  const range = { from: d.length - 2 * span, to: d.length - Math.max(LEAST_KNOWN, span >> 1) };
  const hour = changePoint(d, range, { before, after: before + rough });
  const since = d.subarray(hour);
  const edge = { hour, before, after: medianOf(since) };
  if (Math.abs(edge.after - before) > MOST_SOON && since.length < SOON_HOURS) return undefined;
  return stays(since, edge) && isLevel(since, edge, past) && isEdge(values, edge) ? edge : undefined;
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
function isEdge(values: Float64Array, { hour, before, after }: Edge): boolean {
  const dayBefore = medianOf(values.subarray(Math.max(0, hour - 24), hour));
  const dayAfter = medianOf(values.subarray(hour, hour + 24));
  return !((dayAfter - dayBefore) / (after - before) < LEAST_JUMP);
}

function knownIn(values: Float64Array): number {
  let count = 0;
  for (const v of values) if (!Number.isNaN(v)) count++;
  return count;
}
