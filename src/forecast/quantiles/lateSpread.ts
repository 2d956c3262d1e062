/** So many of the last rehearsals, about three days, are held against all. */
const LATE_REHEARSALS = 6;
/** "As usual" weighs as this many of them. */
const USUAL_REHEARSALS = 4;
/** How much of what is seen of late is believed to go on: half of its logarithm. */
const KEPT = 0.5;

/**
 * How much wider than usual the errors of the last days are: calm and wild times come in stretches.
 * g = √((n m + 4) / (n + 4)), m the mean of |r| over the last n ≤ 6 rehearsals of which something came.
 * Source: Bollerslev (1986), Journal of Econometrics 31 (variance that follows its own past), in its simplest form.
 * @param residuals   in units of the spread, those of one rehearsal behind the other, oldest first
 * @param rehearsalOf which rehearsal a residual belongs to
 */
export function spreadOfLate(residuals: Float64Array, rehearsalOf: (i: number) => number): number {
  let sum = 0;
  let rehearsals = 0;
  let i = residuals.length - 1;
  for (let last = NaN; i >= 0; i--) {
    if (rehearsalOf(i) !== last) {
      if (rehearsals === LATE_REHEARSALS) break;
      rehearsals++;
      last = rehearsalOf(i);
    }
    sum += Math.abs(residuals[i]!);
  }
  if (rehearsals === 0) return 1;
  const mean = sum / (residuals.length - 1 - i);
  return ((rehearsals * mean + USUAL_REHEARSALS) / (rehearsals + USUAL_REHEARSALS)) ** KEPT;
}
