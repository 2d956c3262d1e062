/**
 * Errors, weights and quantiles are kept apart for these parts of the horizon, in hours: to (inclusive).
 * What is good for the next hour is not what is good for tomorrow.
 */
const BUCKET_ENDS = [1, 6, 24, Infinity] as const;
export const BUCKETS = BUCKET_ENDS.length;

/** Steps looked at in a rehearsal, per bucket: more add time, not knowledge, since neighbours err alike. */
const SAMPLES = [12, 10, 18, 24] as const;

/** @param h steps ahead, ≥ 1 */
export function bucketOf(h: number, perHour: number): number {
  const hours = h / perHour - 1e-9;
  let bucket = 0;
  while (hours > BUCKET_ENDS[bucket]!) bucket++;
  return bucket;
}

/** The steps that rehearsals look at: all where there are few, evenly spread where there are many; ascending. */
export function sampledSteps(horizon: number, perHour: number): Int32Array {
  const steps: number[] = [];
  let from = 0;
  BUCKET_ENDS.forEach((end, bucket) => {
    const to = Math.min(horizon, Math.floor(end * perHour + 1e-9));
    const count = Math.min(to - from, SAMPLES[bucket]!);
    for (let k = 1; k <= count; k++) steps.push(from + Math.round((k * (to - from)) / count));
    from = Math.max(from, to);
  });
  return Int32Array.from(steps);
}
