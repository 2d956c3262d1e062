export const HOURS = 24;
/** Hours this far apart weigh exp(−½) for each other, and further than three of them nothing. */
const NEAR_HOURS = 1.2;
const FURTHEST_HOURS = 3;
/** "Every hour is as wide as the others" weighs as this many rehearsals. */
const EVEN_REHEARSALS = 8;

/**
 * By hour of the day how much wider than usual errors are: a kernel mean of |ratio| around each hour, shrunk to 1.
 * A night that is the same every day needs no margin; an hour in which a batch may or may not start needs a wide one.
 * v[h] = (n m[h] + 8) / (n + 8), m[h] = Σ K((h − j) / 1.2) mean|ratio|[j] / Σ K, n the rehearsals.
 * Source: Wand & Jones (1995), Kernel Smoothing, §5 (local mean).
 * @param residuals each in units of what is usual at its horizon
 * @returns shape (24,), each > 0
 */
export function hourlySpread(
  residuals: readonly { readonly ratio: number; readonly hour: number }[],
  rehearsals: number,
): Float64Array {
  const sums = new Float64Array(HOURS);
  const counts = new Float64Array(HOURS);
  for (const { ratio, hour } of residuals) {
    sums[hour]! += Math.abs(ratio);
    counts[hour]! += 1;
  }
  return Float64Array.from({ length: HOURS }, (_, hour) => {
    let sum = 0;
    let weight = 0;
    for (let apart = -FURTHEST_HOURS; apart <= FURTHEST_HOURS; apart++) {
      const other = (hour + apart + HOURS) % HOURS;
      if (counts[other] === 0) continue;
      const near = Math.exp(-0.5 * (apart / NEAR_HOURS) ** 2);
      sum += (near * sums[other]!) / counts[other]!;
      weight += near;
    }
    const seen = weight === 0 ? 1 : sum / weight;
    return (rehearsals * seen + EVEN_REHEARSALS) / (rehearsals + EVEN_REHEARSALS);
  });
}
