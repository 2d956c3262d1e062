/** Means over the oracle at each share: of the best simple policy of each series, and of a perfect forecast. */
export interface Gap {
  readonly best: readonly number[];
  readonly perfect: readonly number[];
}

/** How much of the way from the best simple policies to a perfect forecast, in logarithms, a policy goes. */
export function gapsClosed({ best, perfect }: Gap, means: readonly number[]): readonly number[] {
  return means.map((mean, share) => Math.log(best[share]! / mean) / Math.log(best[share]! / perfect[share]!));
}
