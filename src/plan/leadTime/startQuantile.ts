/** How long something took, or, when censored, how long it had not been done for. */
export interface Observation {
  readonly duration: number;
  readonly censored: boolean;
}

/**
 * The product-limit estimate of a quantile of durations, some of which were not over when last seen.
 * @param level within (0, 1)
 * @returns undefined when the observations do not reach that far
 * @see Kaplan & Meier (1958), Nonparametric estimation from incomplete observations, JASA 53, 457–481
 */
export function quantileOfStarts(observations: readonly Observation[], level: number): number | undefined {
  // Between equal durations what was done counts before what was only seen so far.
  const sorted = observations.toSorted((a, b) => a.duration - b.duration || Number(a.censored) - Number(b.censored));
  let surviving = 1;
  for (const [index, { duration, censored }] of sorted.entries()) {
    if (censored) continue;
    const atRisk = sorted.length - index;
    surviving *= 1 - 1 / atRisk;
    // The slack forgives the rounding of a long product: 19 of 20 is the 95th percentile, not a hair below it.
    if (surviving <= 1 - level + 1e-9) return duration;
  }
  return undefined;
}
