import { BUCKETS } from "./horizonBuckets.ts";
import type { Errors } from "./rehearsal.ts";

export interface Believed {
  readonly name: string;
  readonly usualError: number;
}

/** A rehearsal weighs by this factor less than the one after it. */
const DECAY = 0.98;
/** What is believed beforehand weighs as this many rehearsals: in the first hour, and beyond. */
const BELIEF = [2, 5, 5, 5] as const;
/** What one bucket says to the others is shrunk as if so many rehearsals had said nothing. */
const DOUBT = 2;
/** The part of its mean over rehearsals that the combination's error is never taken below, as a measure of hardship. */
const LEAST_HARDSHIP = 0.25;

/**
 * By bucket, the errors believed of members, from what rehearsals saw. A hard rehearsal tells less: its errors count as
 * ε = e / (c + ¼ c̄)^½, c the error of the combination as it was made, c̄ its mean.
 * Beyond the first hour, who was good at other horizons is believed to be good here:
 * ē_m = (Σ γ^age ε_m + n₀ u_m v_m s) / (Σ γ^age + n₀), s the level of ε in units of u, log v_m the mean over these
 * buckets of log(ε̄_m / (u_m s)), shrunk while few rehearsals are behind it.
 * Source: Efron & Morris (1975), JASA 70 (each estimate is shrunk to what the others say); the root of the error
 * as weight is between none and the weights of least squares (Aitken 1936).
 * @param past errors of rehearsals, oldest first
 * @returns [bucket], each of shape (members.length,), on a scale of its own
 */
export function believedErrors(members: readonly Believed[], past: readonly Errors[]): readonly Float64Array[] {
  const seen = seenErrors(members, past);
  const levels = seen.map((one) => levelOf(members, one));
  const versed = versedness(members, seen, levels);
  return seen.map(({ means, weights }, bucket) => {
    const belief = BELIEF[bucket]!;
    return means.map((mean, m) => {
      const believed = members[m]!.usualError * (bucket === 0 ? 1 : versed[m]!) * (levels[bucket] ?? 1);
      return (weights[m]! * mean + belief * believed) / (weights[m]! + belief);
    });
  });
}

/** Of one bucket, each of shape (members.length,). */
interface Seen {
  /** Decayed mean of the errors that count. */
  readonly means: Float64Array;
  /** The weight of the rehearsals behind it. */
  readonly weights: Float64Array;
}

function seenErrors(members: readonly Believed[], past: readonly Errors[]): readonly Seen[] {
  const empty = (): Float64Array => new Float64Array(members.length);
  const seen: readonly Seen[] = Array.from({ length: BUCKETS }, () => ({ means: empty(), weights: empty() }));
  const usualHardship = meanMade(past);
  const factors = new Float64Array(BUCKETS);
  for (let k = past.length - 1, decay = 1; k >= 0; k--, decay *= DECAY) {
    const { members: errors, made, shares } = past[k]!;
    for (let b = 0; b < BUCKETS; b++) {
      factors[b] = 1 / Math.sqrt(made[b]! + LEAST_HARDSHIP * usualHardship[b]! + 1e-12);
    }
    for (let m = 0; m < members.length; m++) {
      const error = errors.get(members[m]!.name);
      if (error === undefined) continue;
      for (let b = 0; b < BUCKETS; b++) {
        seen[b]!.means[m]! += decay * shares[b]! * factors[b]! * error[b]!;
        seen[b]!.weights[m]! += decay * shares[b]!;
      }
    }
  }
  for (const { means, weights } of seen) {
    for (let m = 0; m < means.length; m++) if (weights[m]! > 0) means[m]! /= weights[m]!;
  }
  return seen;
}

/** By bucket the mean error of the combinations as they were made. */
function meanMade(past: readonly Errors[]): Float64Array {
  const sums = new Float64Array(BUCKETS);
  const weights = new Float64Array(BUCKETS);
  for (const { made, shares } of past) {
    for (let b = 0; b < BUCKETS; b++) {
      sums[b]! += shares[b]! * made[b]!;
      weights[b]! += shares[b]!;
    }
  }
  return sums.map((sum, b) => (weights[b]! > 0 ? sum / weights[b]! : 0));
}

/** The geometric mean of errors in units of what is usual of each; undefined where nothing was seen. */
function levelOf(members: readonly Believed[], { means, weights }: Seen): number | undefined {
  let sum = 0;
  let count = 0;
  for (let m = 0; m < means.length; m++) {
    if (weights[m] === 0) continue;
    sum += Math.log(atLeast(means[m]!) / members[m]!.usualError);
    count++;
  }
  return count === 0 ? undefined : Math.exp(sum / count);
}

/** By member how much worse than usual of it, against the others, it was in all buckets beyond the first hour. */
function versedness(
  members: readonly Believed[],
  seen: readonly Seen[],
  levels: readonly (number | undefined)[],
): Float64Array {
  const logs = new Float64Array(members.length);
  let buckets = 0;
  for (let b = 1; b < BUCKETS; b++) {
    const level = levels[b];
    if (level === undefined) continue;
    buckets++;
    const { means, weights } = seen[b]!;
    for (let m = 0; m < means.length; m++) {
      if (weights[m] === 0) continue;
      const trust = weights[m]! / (weights[m]! + DOUBT);
      logs[m]! += trust * Math.log(atLeast(means[m]!) / (level * members[m]!.usualError));
    }
  }
  return logs.map((log) => (buckets === 0 ? 1 : Math.exp(log / buckets)));
}

/** Nobody is perfect: logarithms stay finite. */
function atLeast(error: number): number {
  return Math.max(error, 1e-12);
}
