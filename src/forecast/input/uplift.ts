import type { Instant } from "../../units/instant.ts";
import type { DeclaredWindow, PastUplift, Uplift } from "../forecastTypes.ts";
import type { Prepared } from "./prepared.ts";

/** Fewer past windows than this are shrunk to what was declared. */
const ENOUGH_WINDOWS = 3;

/**
 * Per window that ends after `now`: the mean log ratio of actual to masked baseline over past windows of its name,
 * u = (Σ rᵢ + (3 − n) log m) / 3 while n < 3, with m the declared multiplier; without one, and from the third on,
 * the mean of what was seen.
 * Source: Gelman et al., Bayesian Data Analysis, 3rd ed., §2.5 (shrinking a mean to a prior that weighs some rows).
 * @returns one for each window of which something is known, in their order
 */
export function upliftsOf(
  declared: readonly DeclaredWindow[],
  past: readonly PastUplift[],
  now: Instant,
): readonly Uplift[] {
  const coming = declared.filter(({ start, end }) => end > now && end > start);
  return coming.flatMap((window) => {
    const ratios = past.filter(({ name }) => name === window.name).map(({ ratio }) => ratio);
    const found = shrunk(ratios, window.multiplier);
    return found === undefined ? [] : [{ start: window.start, end: window.end, ...found }];
  });
}

/** Of the windows that are over and were measured, in their order. */
export function pastUplifts(declared: readonly DeclaredWindow[], ready: Prepared, now: Instant): readonly PastUplift[] {
  return declared
    .filter(({ start, end }) => end <= now && end > start)
    .map((window) => ({
      start: window.start,
      end: window.end,
      ...(window.name === undefined ? {} : { name: window.name }),
      ratio: logRatio(window, ready),
    }))
    .filter(({ ratio }) => !Number.isNaN(ratio));
}

/** @param multiplier as declared */
export function shrunk(
  ratios: readonly number[],
  multiplier: number | undefined,
): Pick<Uplift, "multiplier" | "windows" | "spread"> | undefined {
  const windows = ratios.length;
  if (windows === 0 && multiplier === undefined) return undefined;
  const declared = multiplier === undefined ? 0 : Math.max(0, ENOUGH_WINDOWS - windows);
  const sum = ratios.reduce((a, b) => a + b, 0);
  const mean = (sum + declared * Math.log(multiplier ?? 1)) / (windows + declared);
  if (windows < 2) return { multiplier: Math.exp(mean), windows };
  const seen = sum / windows;
  const spread = Math.sqrt(ratios.reduce((s, r) => s + (r - seen) ** 2, 0) / (windows - 1));
  return { multiplier: Math.exp(mean), windows, spread };
}

/** log (Σ actual / Σ baseline) over the bins of a window that were measured; NaN when nothing can be said. */
function logRatio(window: DeclaredWindow, { clock, raw, views }: Prepared): number {
  const { transform, fine } = views.log;
  const offset = clock.length - fine.z.length;
  const [from, to] = clock.binsOf(window);
  let actual = 0;
  let baseline = 0;
  for (let i = Math.max(0, from - offset); i < Math.min(fine.z.length, to - offset); i++) {
    if (Number.isNaN(raw[i]!)) continue;
    actual += raw[i]!;
    baseline += transform.back(fine.z[i]!);
  }
  return actual > 0 && baseline > 0 ? Math.log(actual / baseline) : NaN;
}
