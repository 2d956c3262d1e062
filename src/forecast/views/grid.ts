/**
 * A history made ready for the members: complete, on the wall clock of its zone, transformed.
 * Sums over stretches come from `prefix`, so that a mean of any length costs two look-ups.
 */
export interface Grid {
  /** Transformed demand, shape (n,), complete. */
  readonly z: Float64Array;
  /** prefix[i] = Σ z[0..i), shape (n + 1,). */
  readonly prefix: Float64Array;
  /** 1 where a sample was measured, 0 where it was filled in; shape (n,). */
  readonly known: Uint8Array;
  /** Steps in an hour; below 1 when a step is longer. */
  readonly perHour: number;
  /** Steps in a day, and in a week. */
  readonly day: number;
  readonly week: number;
}

export function makeGrid(z: Float64Array, known: Uint8Array, day: number): Grid {
  const prefix = new Float64Array(z.length + 1);
  for (let i = 0; i < z.length; i++) prefix[i + 1] = prefix[i]! + z[i]!;
  return { z, prefix, known, perHour: day / 24, day, week: 7 * day };
}
