import type { Transform } from "../views/transform.ts";

/**
 * Demand under missing capacity is censored: at least what was served was asked for, how much more nobody saw.
 * What fills such a place (`fillGaps`: the shape of free days at the level of now) is therefore raised to what was
 * seen, z ← max(z, ẑ), and nothing is learned from its errors: a ceiling would be learned.
 * Source: Tobin (1958), Econometrica 26 (limited dependent variables): the bound is all that a censored value says.
 * @param z    complete, transformed; changed in place
 */
export function raiseToSeen(
  z: Float64Array,
  {
    transform,
    raw,
    censored,
  }: { readonly transform: Transform; readonly raw: Float64Array; readonly censored: Uint8Array },
): void {
  for (let i = 0; i < z.length; i++) {
    if (censored[i] === 0) continue;
    const least = transform.forth(raw[i]!);
    if (least > z[i]!) z[i] = least;
  }
}
