import { type Believed, believedErrors } from "./believedErrors.ts";
import type { Errors, Rehearsal } from "./rehearsal.ts";
import { gated, UNGATED } from "./gate.ts";
import type { Weights } from "./weights.ts";

/** Weights are errors to the power of minus this, by bucket: of the far hours more rehearsed steps tell. */
const SHARPNESS = [3, 2, 5, 5] as const;
/** Members further than this from the best one stay silent. */
const SILENT_BEYOND = 2;

/** By bucket. */
export interface Weighed {
  /** What rehearsals say of the members. */
  readonly ungated: readonly Weights[];
  /** The same where the combination has skill, and a naive where it has none. */
  readonly weights: readonly Weights[];
}

/**
 * Weights per bucket from the errors that are believed of members: w_m ∝ ē_m^(−p), p the sharpness.
 * Source: Bates & Granger (1969), Operational Research Quarterly 20 (weights from past errors).
 * @param past errors of rehearsals, oldest first
 */
export function weightsOf(members: readonly Believed[], past: readonly Errors[]): Weighed {
  const ungated = believedErrors(members, past).map((errors, bucket) => {
    const least = errors.reduce((a, b) => Math.min(a, b), Infinity);
    const raw = errors.map((error) =>
      error <= SILENT_BEYOND * least ? (least / Math.max(error, 1e-300)) ** SHARPNESS[bucket]! : 0,
    );
    const sum = raw.reduce((a, b) => a + b, 0);
    const weights = new Map<string, number>();
    for (let m = 0; m < raw.length; m++) if (raw[m]! > 0) weights.set(members[m]!.name, raw[m]! / sum);
    return weights;
  });
  return { ungated, weights: gated(ungated, past, new Set(members.map(({ name }) => name))) };
}

/**
 * What a rehearsal keeps: the combination as it is made, and beside its members what it would have been had it given
 * way to no naive. The gate compares that with the naives: once closed, the combination itself is one of them.
 */
export function keptOf(
  paths: ReadonlyMap<string, Float64Array>,
  { ungated, weights }: Weighed,
  buckets: Uint8Array,
): Pick<Rehearsal, "made" | "apart" | "paths"> {
  const made = combined(paths, weights, buckets);
  const same = weights.every((one, bucket) => one === ungated[bucket]);
  return {
    made,
    apart: distances(paths, ungated, { buckets, made }),
    paths: new Map(paths).set(UNGATED, same ? made : combined(paths, ungated, buckets)),
  };
}

/**
 * How far members lie from what is made of them: d = Σ w_m |p_m − f| at every step. Where they contradict each other,
 * less is known.
 * @returns shape of the paths, scaled demand
 */
export function distances(
  paths: ReadonlyMap<string, Float64Array>,
  weights: readonly Weights[],
  { buckets, made }: { readonly buckets: Uint8Array; readonly made: Float64Array },
): Float64Array {
  const byBucket = weights.map((one) => [...one].map(([name, w]) => ({ path: paths.get(name)!, w })));
  const out = new Float64Array(buckets.length);
  for (let s = 0; s < out.length; s++) {
    for (const { path, w } of byBucket[buckets[s]!]!) out[s]! += w * Math.abs(path[s]! - made[s]!);
  }
  return out;
}

/** The weight at either end of the members, ordered by value, that is left out at every step. */
const TRIMMED = 0.3;

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
