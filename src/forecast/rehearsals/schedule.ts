/**
 * How often the past is rehearsed, in hours, and for how long that is remembered: eleven days. The hours apart are no
 * divisor of a day: else all rehearsals begin at the same two hours of the day, and whoever is good in a flat hour is
 * believed in the hour of the rise, too, once they are remembered until then. Twice a day, because the next hours are
 * another matter in the morning than at night: with one a day the first hour became 5 % worse on hours.
 */
export const APART_HOURS = 13;
export const MOST_REHEARSALS = 20;

/** The least history a rehearsal stands on. */
const LEAST_DAYS = 1;

/** Origins of rehearsals on the fine grid, whole hours before the end, ascending. */
export function rehearsalOrigins(length: number, grid: { readonly day: number; readonly perHour: number }): number[] {
  const apart = Math.max(1, Math.round(APART_HOURS * grid.perHour));
  const origins: number[] = [];
  for (let k = 1; k <= MOST_REHEARSALS; k++) {
    const origin = length - k * apart;
    if (origin < Math.max(2, LEAST_DAYS * grid.day)) break;
    origins.unshift(origin);
  }
  return origins;
}
