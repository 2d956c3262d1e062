import type { Branded } from "./branded.ts";

/** A count of pods: a whole number ≥ 0. */
export type Replicas = Branded<"replicas">;

/** @throws RangeError when `n` is negative, fractional or beyond the safe integers */
export function replicas(n: number): Replicas {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`replicas must be a whole number ≥ 0, got ${n}`);
  return n as Replicas;
}

/** The largest of the counts, 0 when there is none. */
export function mostReplicas(counts: readonly Replicas[]): Replicas {
  return counts.reduce((most, n) => (n > most ? n : most), 0 as Replicas);
}
