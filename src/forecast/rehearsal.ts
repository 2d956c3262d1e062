import { BUCKETS } from "./horizonBuckets.ts";

/**
 * A forecast made at an earlier moment, by every member and by their combination, kept to be held against what came.
 * Yesterday's forecast is today's rehearsal: in the steady state none has to be made again.
 */
export interface Rehearsal {
  /** Index of the first step it did not know, on the grid of now. */
  readonly origin: number;
  /** Steps ahead of the origin, ascending. */
  readonly steps: Int32Array;
  /** By member; shape (steps.length,), scaled demand. Empty once it is settled and only its errors are kept. */
  readonly paths: ReadonlyMap<string, Float64Array>;
  /** The combination as it was made, from rehearsals before this one only; shape (steps.length,). */
  readonly made: Float64Array;
  /** Errors when every outcome is known. */
  readonly settled?: Errors;
}

/** Mean absolute errors per bucket, each of shape (BUCKETS,), and the share of outcomes known in it. */
export interface Errors {
  readonly members: ReadonlyMap<string, Float64Array>;
  readonly made: Float64Array;
  readonly shares: Float64Array;
}

/** What came, scaled, NaN where nothing is known, and the buckets of a rehearsal's steps. */
export interface Scoring {
  readonly outcomes: Float64Array;
  readonly buckets: Uint8Array;
}

export function isSettled({ origin, steps }: Rehearsal, now: number): boolean {
  return origin + steps[steps.length - 1]! <= now;
}

/** Errors of a rehearsal against the outcomes before `now`. */
export function errorsOf(rehearsal: Rehearsal, { outcomes, buckets }: Scoring, now: number): Errors {
  if (rehearsal.settled !== undefined) return rehearsal.settled;
  const { origin, steps, paths, made } = rehearsal;
  const known = new Float64Array(BUCKETS);
  const shares = new Float64Array(BUCKETS);
  let length = 0;
  for (; length < steps.length && origin + steps[length]! <= now; length++) {
    if (!Number.isNaN(outcomes[origin + steps[length]! - 1]!)) known[buckets[length]!]! += 1;
  }
  for (let s = 0; s < buckets.length; s++) shares[buckets[s]!]! += 1;
  for (let b = 0; b < BUCKETS; b++) shares[b] = shares[b] === 0 ? 0 : known[b]! / shares[b]!;
  const came = new Float64Array(length);
  for (let s = 0; s < length; s++) came[s] = outcomes[origin + steps[s]! - 1]!;
  const members = new Map<string, Float64Array>();
  for (const [name, path] of paths) members.set(name, meanErrors({ path, came, buckets, known }));
  return { members, made: meanErrors({ path: made, came, buckets, known }), shares };
}

interface Compared {
  readonly path: Float64Array;
  /** As far as it is known; NaN is a gap. */
  readonly came: Float64Array;
  readonly buckets: Uint8Array;
  /** Outcomes per bucket. */
  readonly known: Float64Array;
}

function meanErrors({ path, came, buckets, known }: Compared): Float64Array {
  const sums = new Float64Array(BUCKETS);
  for (let s = 0; s < came.length; s++) {
    const error = Math.abs(came[s]! - path[s]!);
    if (!Number.isNaN(error)) sums[buckets[s]!]! += error;
  }
  for (let b = 0; b < BUCKETS; b++) if (known[b]! > 0) sums[b]! /= known[b]!;
  return sums;
}
