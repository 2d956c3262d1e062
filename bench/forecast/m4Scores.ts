/** The M4 competition's measures. Source: Makridakis, Spiliotis & Assimakopoulos (2020), IJF 36(1), §2. */

/** Symmetric MAPE in percent. */
export function smape(actual: Float64Array, made: Float64Array): number {
  return 200 * mean(actual, (y, i) => Math.abs(y - made[i]!) / Math.max(1e-300, Math.abs(y) + Math.abs(made[i]!)));
}

/** Mean absolute error of the in-sample seasonal naive: the scale of MASE and MSIS. */
export function seasonalScale(train: Float64Array, season: number): number {
  return mean(train.subarray(season), (y, i) => Math.abs(y - train[i]!));
}

export function mase(actual: Float64Array, made: Float64Array, scale: number): number {
  return mean(actual, (y, i) => Math.abs(y - made[i]!)) / scale;
}

/** Mean scaled interval score of the central interval that misses with probability `alpha`. */
export function msis(
  actual: Float64Array,
  [low, high]: readonly [Float64Array, Float64Array],
  scale: number,
  alpha = 0.05,
): number {
  const score = (y: number, i: number): number => {
    const missed = Math.max(0, low[i]! - y) + Math.max(0, y - high[i]!);
    return high[i]! - low[i]! + (2 / alpha) * missed;
  };
  return mean(actual, score) / scale;
}

/** Naive 2 of the competition on Hourly: what OWA is relative to, by its published figures. */
export const NAIVE2 = { smape: 18.383, mase: 2.395 };

export function owa(scores: { readonly smape: number; readonly mase: number }, against = NAIVE2): number {
  return (scores.smape / against.smape + scores.mase / against.mase) / 2;
}

export function mean(values: Float64Array, of: (value: number, i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += of(values[i]!, i);
  return sum / values.length;
}
