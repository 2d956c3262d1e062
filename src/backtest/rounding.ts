/**
 * Whole replicas for a need, forgiving the noise of a division: 1.1 × 30 / 11 is 3.0000000000000004 and needs 3.
 * @see the replay's rule ceil(x − 1e-9)
 */
export function wholeReplicas(need: number): number {
  return Math.max(0, Math.ceil(need - 1e-9));
}

/** A duration in whole steps, rounded up. */
export function wholeSteps(duration: number, step: number): number {
  return Math.ceil(duration / step - 1e-9);
}
