import { type Feature, featureCount, FEATURES } from "./directFeatures.ts";
import type { Grid } from "../views/grid.ts";

/**
 * What the direct regression believes before it has seen the series: medians of the coefficients fitted to 207 hourly
 * series (every second one of M4 Hourly, training part without its last 96 hours), rounded and drawn smooth in the
 * horizon.
 * `soon` fades with the horizon as exp(−h / 6 h), `always` stays. Measured on the other 207: OWA 0.4288 → 0.4204 alone.
 */
const ALWAYS: Partial<Record<Feature, number>> = {
  similarDays: 0.8,
  day: 0.05,
  days7: 0.05,
  last3hAgainstDay: 0.05,
  last1hAgainstDay: 0.03,
  last15mAgainstDay: 0.03,
  sharpness: 0.5,
  last1hAgainst7Days: 0.08,
};

const SOON: Partial<Record<Feature, number>> = {
  last1hAgainstWeek: 0.08,
  last1hAgainstDay: 0.08,
  last15mAgainstWeek: 0.08,
  last15mAgainstDay: 0.08,
  last1hAgainst24h: 0.02,
  last1hAgainst7Days: 0.1,
};

const FADE_HOURS = 6;

/** What says the same as another feature where a step is an hour: the prior of both is that of the other. */
const SAME_ON_HOURS: Partial<Record<Feature, Feature>> = {
  last1hAgainstWeek: "last15mAgainstWeek",
  last1hAgainstDay: "last15mAgainstDay",
};

/**
 * @param hours the horizon in hours, > 0
 * @returns by feature that says something on the grid
 */
export function directPrior(hours: number, grid: Grid): Float64Array {
  const soon = Math.exp(-hours / FADE_HOURS);
  const prior = (feature: Feature): number => (ALWAYS[feature] ?? 0) + soon * (SOON[feature] ?? 0);
  const count = featureCount(grid);
  return Float64Array.from(FEATURES.slice(0, count), (feature) => {
    const same = count < FEATURES.length ? SAME_ON_HOURS[feature] : undefined;
    return prior(feature) + (same === undefined ? 0 : prior(same));
  });
}
