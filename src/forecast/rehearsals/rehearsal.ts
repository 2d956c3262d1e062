import { BUCKETS } from "./horizonBuckets.ts";

/** What members and what is made of them said at an earlier moment, to be held against what came. */
export interface Said {
  /** Index of the first step it did not know, on the grid of now. */
  readonly origin: number;
  /** Steps ahead of the origin, ascending. */
  readonly steps: Int32Array;
  /** By member; shape (steps.length,), scaled demand. Empty once it is settled and only its errors are kept. */
  readonly paths: ReadonlyMap<string, Float64Array>;
  /** The combination as it was made, from rehearsals before this one only; shape (steps.length,). */
  readonly made: Float64Array;
}

/**
 * A forecast made at an earlier moment, by every member and by their combination. Yesterday's forecast is today's
 * rehearsal: in the steady state none has to be made again.
 */
export interface Rehearsal extends Said {
  /** How far its members lay from it, weighted as in it; shape (steps.length,), scaled demand. */
  readonly apart: Float64Array;
  /** Errors when every outcome is known. */
  readonly settled?: Errors;
}

/** Mean absolute errors per bucket, each of shape (BUCKETS,), and the share of outcomes known in it. */
export interface Errors {
  readonly members: ReadonlyMap<string, Float64Array>;
  readonly made: Float64Array;
  readonly shares: Float64Array;
  /** Members that were not there: their errors are what light rehearsals say they would have been. */
  readonly guessed?: ReadonlySet<string>;
}

/** What came, scaled, NaN where nothing is known, and the buckets of a rehearsal's steps; some have the first only. */
export interface Scoring {
  readonly outcomes: Float64Array;
  readonly buckets: Uint8Array;
  /** Where demand went to another level; what was before it is read at the new one, in outcomes and paths. */
  readonly shift?: { readonly from: number; readonly seen: number };
}

/**
 * What came at a place, as far as a rehearsal can be held to it: one that began before a level shift was to be seen
 * has been moved to the new level, and would be praised behind the shift for what it could not know.
 */
export function outcomeAt({ outcomes, shift }: Scoring, origin: number, place: number): number {
  if (shift !== undefined && origin < shift.seen && place >= shift.from) return NaN;
  return outcomes[place] ?? NaN;
}

export function isSettled({ origin, steps }: Pick<Said, "origin" | "steps">, now: number): boolean {
  return origin + steps[steps.length - 1]! <= now;
}

/** Errors of a rehearsal against the outcomes before `now`. */
export function errorsOf(rehearsal: Said & Pick<Rehearsal, "settled">, scoring: Scoring, now: number): Errors {
  return rehearsal.settled ?? errorsAt(missedBy(rehearsal, scoring), now);
}

/** What a rehearsal missed by, summed along its steps: the errors at any moment are differences of these sums. */
export interface Missed {
  readonly said: Said;
  /** By bucket the number of steps up to its end. */
  readonly ends: Int32Array;
  /** Outcomes within the first steps; shape (steps.length + 1,), as those below. */
  readonly known: Float64Array;
  readonly members: ReadonlyMap<string, Float64Array>;
  readonly made: Float64Array;
}

export function missedBy(said: Said, scoring: Scoring): Missed {
  const { buckets } = scoring;
  const { origin, steps, paths, made } = said;
  const came = new Float64Array(steps.length);
  const known = new Float64Array(steps.length + 1);
  const ends = new Int32Array(BUCKETS);
  for (let s = 0; s < steps.length; s++) {
    came[s] = outcomeAt(scoring, origin, origin + steps[s]! - 1);
    known[s + 1] = known[s]! + (Number.isNaN(came[s]!) ? 0 : 1);
    for (let b = buckets[s]!; b < BUCKETS; b++) ends[b]! += 1;
  }
  const members = new Map<string, Float64Array>();
  // One piece of memory for all: many small ones cost more than the sums.
  const length = steps.length + 1;
  const memory = new Float64Array((paths.size + 1) * length);
  const room = (): Float64Array => memory.subarray(members.size * length, (members.size + 1) * length);
  for (const [name, path] of paths) members.set(name, summedErrors(path, came, room()));
  return { said, ends, known, members, made: summedErrors(made, came, room()) };
}

/** @param sums where they are written; zeros, of shape (steps.length + 1,) */
function summedErrors(path: Float64Array, came: Float64Array, sums: Float64Array): Float64Array {
  for (let s = 0; s < came.length; s++) {
    const error = Math.abs(came[s]! - path[s]!);
    sums[s + 1] = sums[s]! + (Number.isNaN(error) ? 0 : error);
  }
  return sums;
}

/** The errors against the outcomes before `now`. */
export function errorsAt({ said: { origin, steps }, ends, known, members, made }: Missed, now: number): Errors {
  let length = 0;
  while (length < steps.length && origin + steps[length]! <= now) length++;
  const edges = new Int32Array(BUCKETS + 1);
  const shares = new Float64Array(BUCKETS);
  for (let b = 0; b < BUCKETS; b++) {
    edges[b + 1] = Math.min(length, ends[b]!);
    const steps = ends[b]! - (b === 0 ? 0 : ends[b - 1]!);
    shares[b] = steps === 0 ? 0 : (known[edges[b + 1]!]! - known[edges[b]!]!) / steps;
  }
  const errors = new Map<string, Float64Array>();
  for (const [name, sums] of members) errors.set(name, meansBetween(edges, sums, known));
  return { members: errors, made: meansBetween(edges, made, known), shares };
}

/** Once all its outcomes are known, only the errors of a rehearsal's members are kept. */
export function settledAt(rehearsal: Rehearsal, missed: Missed, now: number): Rehearsal {
  return isSettled(rehearsal, now) ? { ...rehearsal, paths: new Map(), settled: errorsAt(missed, now) } : rehearsal;
}

/** By bucket what was added between its edges, for each outcome known there. */
function meansBetween(edges: Int32Array, sums: Float64Array, known: Float64Array): Float64Array {
  const means = new Float64Array(BUCKETS);
  for (let b = 0; b < BUCKETS; b++) {
    const from = edges[b]!;
    const to = edges[b + 1]!;
    means[b] = (sums[to]! - sums[from]!) / Math.max(1, known[to]! - known[from]!);
  }
  return means;
}
