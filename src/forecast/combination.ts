import { BUCKETS } from "./horizonBuckets.ts";
import type { Errors } from "./rehearsal.ts";
import { gated } from "./skill.ts";

/** How much each member says in one bucket; they sum to 1. */
export type Weights = ReadonlyMap<string, number>;

export interface Believed {
  readonly name: string;
  readonly usualError: number;
}

/** A rehearsal weighs by this factor less than the one after it. */
const DECAY = 0.95;
/** What is believed beforehand weighs as this many rehearsals. */
const BELIEF = 2;
/** Weights are errors to the power of minus this. */
const SHARPNESS = 5;
/** Members further than this from the best one stay silent. */
const SILENT_BEYOND = 1.4;

/**
 * Weights per bucket from the errors that members made in rehearsals, shrunk to what is usual of them:
 * w_m ∝ ē_m^(−5), ē_m = (Σ γ^age e_m + n₀ u_m s) / (Σ γ^age + n₀) with s the level of errors seen in units of u.
 * Source: Bates & Granger (1969), Operational Research Quarterly 20 (weights from past errors).
 * @param past errors of rehearsals, oldest first
 */
export function weightsOf(members: readonly Believed[], past: readonly Errors[]): readonly Weights[] {
  return Array.from({ length: BUCKETS }, (_, bucket) => {
    const errors = believedErrors(members, past, bucket);
    const least = Math.min(...errors);
    const raw = errors.map((error) =>
      error <= SILENT_BEYOND * least ? (least / Math.max(error, 1e-300)) ** SHARPNESS : 0,
    );
    const sum = raw.reduce((a, b) => a + b, 0);
    const weights = new Map(members.flatMap(({ name }, m) => (raw[m]! > 0 ? [[name, raw[m]! / sum] as const] : [])));
    return gated(weights, past, bucket);
  });
}

function believedErrors(members: readonly Believed[], past: readonly Errors[], bucket: number): readonly number[] {
  const seen = members.map(({ name }) => decayedError(past, bucket, (errors) => errors.members.get(name)));
  let level = 0;
  let count = 0;
  seen.forEach(({ mean, weight }, m) => {
    if (weight === 0) return;
    level += Math.log(Math.max(mean, 1e-12) / members[m]!.usualError);
    count++;
  });
  const scale = count === 0 ? 1 : Math.exp(level / count);
  return members.map(({ usualError }, m) => {
    const { mean, weight } = seen[m]!;
    return (weight * mean + BELIEF * usualError * scale) / (weight + BELIEF);
  });
}

/** Decayed mean absolute error in a bucket and the weight of the rehearsals behind it. */
export function decayedError(
  past: readonly Errors[],
  bucket: number,
  of: (errors: Errors) => Float64Array | undefined,
): { readonly mean: number; readonly weight: number } {
  let sum = 0;
  let weight = 0;
  let decay = 1;
  for (let k = past.length - 1; k >= 0; k--, decay *= DECAY) {
    const errors = of(past[k]!);
    const share = past[k]!.shares[bucket]!;
    if (errors === undefined || share === 0) continue;
    sum += decay * share * errors[bucket]!;
    weight += decay * share;
  }
  return { mean: weight === 0 ? 0 : sum / weight, weight };
}

/** How far the combination goes from the weighted mean to the weighted median, which no single wild member moves. */
const MEDIAN_PART = 0.75;

/**
 * Between the weighted mean and the weighted median of the members, with the weights of each step's bucket.
 * @param buckets by step; shape of the paths
 */
export function combined(
  paths: ReadonlyMap<string, Float64Array>,
  weights: readonly Weights[],
  buckets: Uint8Array,
): Float64Array {
  const byBucket = weights.map((one) => [...one].map(([name, weight]) => ({ path: paths.get(name)!, weight })));
  return Float64Array.from(buckets, (bucket, s) => {
    const voices = byBucket[bucket]!.map(({ path, weight }) => ({ value: path[s]!, weight }));
    const mean = voices.reduce((sum, { value, weight }) => sum + weight * value, 0);
    return mean + MEDIAN_PART * (weightedMedian(voices) - mean);
  });
}

/** The value at which half of the weight is reached; weights sum to 1. */
export function weightedMedian(voices: { readonly value: number; readonly weight: number }[]): number {
  voices.sort((a, b) => a.value - b.value);
  let reached = 0;
  for (const { value, weight } of voices) {
    reached += weight;
    if (reached >= 0.5 - 1e-12) return value;
  }
  return voices[voices.length - 1]!.value;
}
