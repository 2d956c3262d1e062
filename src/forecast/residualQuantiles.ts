import { BUCKETS } from "./horizonBuckets.ts";
import type { Rehearsal, Scoring } from "./rehearsal.ts";

export interface Residuals {
  /** Mean of |r| per bucket. */
  readonly scale: readonly number[];
  /** r / scale of its bucket, all buckets together, ascending. */
  readonly shape: Float64Array;
  /** Rehearsals that had a say. */
  readonly rehearsals: number;
  /** c: added to the forecast in the denominator, scaled demand. */
  readonly floor: number;
}

const PRIOR_SCALE = [0.15, 0.25, 0.3, 0.35];
/** The prior scale weighs as this many rehearsals. */
const PRIOR_REHEARSALS = 1;

/**
 * What came against what was forecast, scaled by the forecast: r = (y − f) / (f + c), so that a forecast of nothing
 * has a spread too.
 * Source: Vovk, Gammerman & Shafer (2005), Algorithmic Learning in a Random World (split conformal prediction).
 */
export function residualsOf(
  rehearsals: readonly Rehearsal[],
  { outcomes, buckets }: Scoring,
  floor: number,
): Residuals {
  const byBucket: number[][] = Array.from({ length: BUCKETS }, () => []);
  let used = 0;
  for (const { origin, steps, made } of rehearsals) {
    const before = byBucket[0]!.length;
    for (let s = 0; s < steps.length; s++) {
      const y = outcomes[origin + steps[s]! - 1] ?? NaN;
      const f = made[s]!;
      if (!Number.isNaN(y)) byBucket[buckets[s]!]!.push((y - f) / (f + floor));
    }
    if (byBucket[0]!.length > before) used++;
  }
  const own = byBucket.map((rs) => rs.reduce((sum, r) => sum + Math.abs(r), 0) / Math.max(1, rs.length));
  const scale = own.map((mean, bucket) => {
    const n = byBucket[bucket]!.length === 0 ? 0 : used;
    const believed = n > 0 || used === 0 ? PRIOR_SCALE[bucket]! : Math.max(...own) * 1.2;
    return (n * mean + PRIOR_REHEARSALS * (n > 3 ? mean : believed)) / (n + PRIOR_REHEARSALS);
  });
  const shape = Float64Array.from(
    byBucket.flatMap((rs, bucket) => rs.map((r) => (scale[bucket]! > 0 ? r / scale[bucket]! : 0))),
  ).sort();
  return { scale, shape, rehearsals: used, floor };
}

/** Quantiles of |r| / mean|r| believed before anything is seen: those of Laplace's distribution. */
function believedQuantile(quantile: number): number {
  return quantile < 0.5 ? Math.log(2 * quantile) : -Math.log(2 * (1 - quantile));
}

/** The errors of a few weeks know less than the future brings: quantiles are drawn apart by this factor. */
const WIDENED = 1.05;
/** What is believed of the tails weighs as this many residuals. */
const BELIEVED_RESIDUALS = 30;

/**
 * The quantile of r in a bucket: the order statistic ceil((n + 1) τ) of the residuals seen, shrunk to the believed one.
 */
export function residualQuantile({ scale, shape }: Residuals, bucket: number, quantile: number): number {
  if (quantile === 0.5) return 0;
  const n = shape.length;
  const believed = believedQuantile(quantile);
  if (n === 0) return scale[bucket]! * believed;
  const upper = quantile >= 0.5;
  const k = Math.ceil((n + 1) * (upper ? quantile : 1 - quantile)) - 1;
  const index = Math.min(n - 1, Math.max(0, k));
  const seen = shape[upper ? index : n - 1 - index]!;
  return (WIDENED * scale[bucket]! * (n * seen + BELIEVED_RESIDUALS * believed)) / (n + BELIEVED_RESIDUALS);
}
