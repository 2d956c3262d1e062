import { type UsualHours, usualHours } from "./usualHours.ts";

/** What is longer than the first is a temporary change, what is longer than the second is how demand is now. */
const SPIKE_HOURS = 3;
const CHANGE_HOURS = 24;
/** What is longer than this in the first weeks, when no other week is known, may be a weekend. */
const WEEKEND_HOURS = 12;
/** An hour that has only just ended may be the beginning of something that stays. */
const SETTLED_HOURS = 1;
/**
 * Spikes are rare: where more of the hours than this would be some, or more than so many in a short history, the
 * series is one that jumps (jobs at changing times), and none is taken out.
 */
const MOST_SHARE = 0.02;
const MOST_HOURS = 6;
/** A temporary change is at least as large, in logarithms; more of them in one direction are how the series is. */
const LEAST_CHANGE = Math.log(1.5);
const MOST_CHANGES = 6;

/** Steps [from, to). */
export interface Steps {
  readonly from: number;
  readonly to: number;
}

/** What came and went, and says nothing of what will come. */
export interface Passing {
  /** Of up to three hours. */
  readonly spikes: readonly Steps[];
  /** Of up to a day: an outage, a holiday, a campaign that nobody declared. */
  readonly changes: readonly Steps[];
}

const NOTHING: Passing = { spikes: [], changes: [] };

/**
 * Finds runs of hours that are unusual (see `usualHours`) in one direction and over: a peak that returns every day or
 * every week is none. Runs of up to a day that no other week shows are temporary changes, rises where two weeks say so.
 * A fall that cannot be held against any other week has to be below all that is known beside it: it could be a Sunday.
 * Without this, an outage is forecast to come again a week later.
 * Source: Chen & Liu (1993), JASA 88 (additive outliers, temporary changes and level shifts told apart).
 * @param z   logarithms of demand, NaN for a gap
 * @param day steps in a day
 */
export function passingIn(z: Float64Array, day: number): Passing {
  const hours = usualHours(z, day);
  if (hours === undefined) return NOTHING;
  const large = unusualRuns(hours, Math.max(hours.limit, LEAST_CHANGE)).filter((run) => isChange(hours, run));
  const changes = [-1, 1].flatMap((sign) => {
    const alike = large.filter((run) => run.sign === sign);
    return alike.length > MOST_CHANGES ? [] : alike;
  });
  const spikes = unusualRuns(hours, hours.limit).filter((run) => changes.every((change) => apartFrom(run, change)));
  return {
    changes: changes.map((run) => stepsOf(hours, withEdges(hours, run))),
    spikes: spikesAmong(hours, spikes).map((run) => stepsOf(hours, run)),
  };
}

/** A copy with gaps there, or z itself where nothing is passing. */
export function without(z: Float64Array, passing: readonly Steps[]): Float64Array {
  if (passing.length === 0) return z;
  const out = z.slice();
  for (const { from, to } of passing) out.fill(NaN, from, to);
  return out;
}

/** Hours [from, to) that differ in one direction. */
interface Run {
  readonly from: number;
  readonly to: number;
  readonly sign: number;
  /** The least number of other weeks that one of its hours is known in. */
  readonly weeks: number;
}

/** @param least whoever differs by more belongs to one */
function unusualRuns({ apart, weeks }: UsualHours, least: number): readonly Run[] {
  const runs: Run[] = [];
  for (let from = 0; from < apart.length; from++) {
    const sign = Math.sign(apart[from]!);
    let to = from;
    let known = Infinity;
    for (; to < apart.length && sign * apart[to]! > least; to++) known = Math.min(known, weeks[to]!);
    if (to === from) continue;
    runs.push({ from, to, sign, weeks: known });
    from = to - 1;
  }
  return runs;
}

function apartFrom(one: Run, other: Run): boolean {
  return one.to <= other.from || other.to <= one.from;
}

/** An hour that it began or ended in differs less than the others. */
function withEdges({ apart, limit }: UsualHours, run: Run): Run {
  const before = run.sign * (apart[run.from - 1] ?? 0) > limit ? 1 : 0;
  const behind = run.sign * (apart[run.to] ?? 0) > limit ? 1 : 0;
  return { ...run, from: run.from - before, to: run.to + behind };
}

function isOver({ apart }: UsualHours, { to }: Run): boolean {
  return to <= apart.length - SETTLED_HOURS;
}

function isChange(hours: UsualHours, run: Run): boolean {
  const length = run.to - run.from;
  if (length <= SPIKE_HOURS || length > CHANGE_HOURS || !isOver(hours, run)) return false;
  if (run.sign > 0) return run.weeks >= 2;
  return run.weeks > 0 || isBelowAll(hours, run);
}

/** Each of its hours is far below each of the others; the edges belong to neither. */
function isBelowAll({ means }: UsualHours, { from, to }: Run): boolean {
  let most = -Infinity;
  let least = Infinity;
  for (let j = 0; j < means.length; j++) {
    if (Number.isNaN(means[j]!)) continue;
    if (j >= from && j < to) most = Math.max(most, means[j]!);
    else if (j < from - 1 || j > to) least = Math.min(least, means[j]!);
  }
  return most < least - LEAST_CHANGE;
}

function spikesAmong(hours: UsualHours, runs: readonly Run[]): readonly Run[] {
  let unusual = 0;
  for (const { from, to, weeks } of runs) if (weeks > 0 || to - from <= WEEKEND_HOURS) unusual += to - from;
  if (unusual > Math.max(MOST_HOURS, MOST_SHARE * hours.apart.length)) return [];
  return runs.filter((run) => run.to - run.from <= SPIKE_HOURS && isOver(hours, run));
}

/** With half an hour on either side: edges rarely stand on whole hours. */
function stepsOf({ offset, width }: UsualHours, { from, to }: Run): Steps {
  const edge = width >> 1;
  return { from: Math.max(1, offset + from * width - edge), to: offset + to * width + edge };
}
