import { BUCKETS } from "./horizonBuckets.ts";
import { NAIVES } from "../members/naive.ts";
import type { Errors } from "./rehearsal.ts";

/** 1 − error / error of the best naive, the geometric mean over buckets; undefined without any rehearsal. */
export function skillOf(past: readonly Errors[]): number | undefined {
  const ratios = Array.from({ length: BUCKETS }, (_, bucket) => againstNaive(past, bucket)?.ratio).filter(
    (ratio) => ratio !== undefined,
  );
  if (ratios.length === 0) return undefined;
  return 1 - Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(Math.max(ratio, 1e-9)), 0) / ratios.length);
}

/** The error of the combination over that of the best naive, of those that were there for nearly all rehearsals. */
function againstNaive(
  past: readonly Errors[],
  bucket: number,
): { readonly naive: string; readonly ratio: number; readonly rehearsals: number } | undefined {
  const ours = decayedError(past, bucket, ({ made }) => made);
  if (ours.weight === 0) return undefined;
  let best: { readonly naive: string; readonly mean: number } | undefined;
  for (const naive of NAIVES) {
    const { mean, weight } = decayedError(past, bucket, ({ members }) => members.get(naive));
    if (weight >= 0.9 * ours.weight && (best === undefined || mean < best.mean)) best = { naive, mean };
  }
  if (best === undefined) return undefined;
  // Both perfect is a tie.
  const ratio = best.mean < 1e-12 && ours.mean < 1e-12 ? 1 : ours.mean / Math.max(best.mean, 1e-12);
  return { naive: best.naive, ratio, rehearsals: ours.weight };
}

/** A rehearsal weighs by this factor less than the one after it. */
const DECAY = 0.95;

/** Decayed mean absolute error in a bucket and the weight of the rehearsals behind it. */
function decayedError(
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
