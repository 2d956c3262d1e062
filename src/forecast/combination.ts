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
const SHARPNESS = 4;
/** Members further than this from the best one stay silent. */
const SILENT_BEYOND = 1.5;

/**
 * Weights per bucket from the errors that members made in rehearsals, shrunk to what is usual of them:
 * w_m ∝ ē_m^(−4), ē_m = (Σ γ^age e_m + n₀ u_m s) / (Σ γ^age + n₀) with s the level of errors seen in units of u.
 * Source: Bates & Granger (1969), Operational Research Quarterly 20 (weights from past errors).
 * @param past errors of rehearsals, oldest first
 */
export function weightsOf(members: readonly Believed[], past: readonly Errors[]): readonly Weights[] {
  const seen = members.map(({ name }) => past.map((errors) => errors.members.get(name)));
  return Array.from({ length: BUCKETS }, (_, bucket) => {
    const errors = believedErrors(
      members,
      seen.map((own) => decayedError(past, bucket, (_, k) => own[k])),
    );
    const least = Math.min(...errors);
    const raw = errors.map((error) =>
      error <= SILENT_BEYOND * least ? (least / Math.max(error, 1e-300)) ** SHARPNESS : 0,
    );
    const sum = raw.reduce((a, b) => a + b, 0);
    const weights = new Map<string, number>();
    for (let m = 0; m < raw.length; m++) if (raw[m]! > 0) weights.set(members[m]!.name, raw[m]! / sum);
    return gated(weights, past, bucket);
  });
}

function believedErrors(
  members: readonly Believed[],
  seen: readonly { readonly mean: number; readonly weight: number }[],
): readonly number[] {
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
  of: (errors: Errors, k: number) => Float64Array | undefined,
): { readonly mean: number; readonly weight: number } {
  let sum = 0;
  let weight = 0;
  let decay = 1;
  for (let k = past.length - 1; k >= 0; k--, decay *= DECAY) {
    const errors = of(past[k]!, k);
    const share = past[k]!.shares[bucket]!;
    if (errors === undefined || share === 0) continue;
    sum += decay * share * errors[bucket]!;
    weight += decay * share;
  }
  return { mean: weight === 0 ? 0 : sum / weight, weight };
}

/** The weight at either end of the members, ordered by value, that is left out at every step. */
const TRIMMED = 0.35;

/**
 * The weighted mean of the middle of the members at every step: calmer than the median, and no single wild member
 * moves it.
 * Source: Jose & Winkler (2008), International Journal of Forecasting 24 (trimmed means of forecasts).
 * @param buckets by step; shape of the paths
 */
export function combined(
  paths: ReadonlyMap<string, Float64Array>,
  weights: readonly Weights[],
  buckets: Uint8Array,
): Float64Array {
  const byBucket = weights.map((one) => ({
    paths: [...one.keys()].map((name) => paths.get(name)!),
    weights: Float64Array.from([...one.values()]),
  }));
  const out = new Float64Array(buckets.length);
  const sorted: Voices = { values: new Float64Array(paths.size), weights: new Float64Array(paths.size) };
  for (let s = 0; s < buckets.length; s++) {
    const voices = byBucket[buckets[s]!]!;
    const count = voices.paths.length;
    for (let m = 0; m < count; m++) insert(sorted, m, voices.paths[m]![s]!, voices.weights[m]!);
    out[s] = trimmedMean(sorted, count);
  }
  return out;
}

/** Values ascending, each with its weight. */
interface Voices {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/** Puts a voice in its place among the first `count`. */
function insert({ values, weights }: Voices, count: number, value: number, weight: number): void {
  let at = count;
  for (; at > 0 && values[at - 1]! > value; at--) {
    values[at] = values[at - 1]!;
    weights[at] = weights[at - 1]!;
  }
  values[at] = value;
  weights[at] = weight;
}

/** The mean of what lies between `TRIMMED` and 1 − `TRIMMED` of the weight; the first `count` weights sum to 1. */
function trimmedMean({ values, weights }: Voices, count: number): number {
  let sum = 0;
  let inside = 0;
  let before = 0;
  for (let m = 0; m < count; m++) {
    const after = before + weights[m]!;
    const part = Math.min(after, 1 - TRIMMED) - Math.max(before, TRIMMED);
    if (part > 0) {
      sum += part * values[m]!;
      inside += part;
    }
    before = after;
  }
  return sum / inside;
}
