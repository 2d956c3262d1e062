import { DAY } from "../../units/duration.ts";
import type { Prepared } from "./prepared.ts";

/** A month of past weeks: further back the level is another. */
const WEEKS = 4;
const SUNDAY = 0;

/**
 * What a holiday differs from the weekday it falls on, by bin ahead, on the logarithm's scale; 0 on other days.
 * First guess: it is a Sunday. shift = mean over past Sundays − mean over the same weekday, at the same time of day.
 * Learned: actual − imputed baseline on past holidays of the history. n of them weigh n against the guess's 1.
 * Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., §7.4 (holidays as Sundays, dummies).
 * @param most bins ahead
 * @returns shape (most,)
 */
export function holidayShifts({ clock, holidays, raw, views }: Prepared, most: number): Float64Array {
  const shifts = new Float64Array(most);
  const known = [...holidays].filter((day) => weekday(day) !== SUNDAY);
  if (known.length === 0) return shifts;
  const { transform, fine } = views.log;
  const n = fine.z.length;
  const half = Math.round(fine.perHour / 2);
  const dayOf = (i: number): number => clock.dayOf(clock.length - n + i);
  const past = known.map((day) => clock.firstOf(day) - (clock.length - n)).filter((at) => at + fine.day <= n);
  for (let h = 0; h < most; h++) {
    const target = n + h;
    const day = dayOf(target);
    if (!holidays.has(day) || weekday(day) === SUNDAY) continue;
    const guess = sundayShift(fine, { target, sunday: target - weekday(day) * fine.day, half });
    const time = target - (clock.firstOf(day) - (clock.length - n));
    const seen = past
      .map((at) => differenceAround(at + time, half, (i) => transform.forth(raw[i] ?? NaN) - fine.z[i]!))
      .filter((v) => !Number.isNaN(v));
    shifts[h] = seen.reduce((a, b) => a + b, guess) / (seen.length + 1);
  }
  return shifts;
}

/** 0 is Sunday; day 0 is 1970-01-01, a Thursday. */
function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

interface Places {
  readonly target: number;
  /** The same time on the Sunday before. */
  readonly sunday: number;
  readonly half: number;
}

function sundayShift(grid: Prepared["views"]["log"]["fine"], { target, sunday, half }: Places): number {
  const sundays = meanOfWeeks(grid, sunday, half);
  const weekdays = meanOfWeeks(grid, target, half);
  return Number.isNaN(sundays) || Number.isNaN(weekdays) ? 0 : sundays - weekdays;
}

/** Mean at a place and the same in the weeks before, as far as they are known; an hour around each. */
function meanOfWeeks({ prefix, z, week }: Prepared["views"]["log"]["fine"], place: number, half: number): number {
  let sum = 0;
  let count = 0;
  for (let i = place; i >= 0 && count < WEEKS; i -= week) {
    if (i >= z.length) continue;
    const from = Math.max(0, i - half);
    const to = Math.min(z.length, i + half + 1);
    sum += (prefix[to]! - prefix[from]!) / (to - from);
    count++;
  }
  return count === 0 ? NaN : sum / count;
}

/** NaN when nothing is known around the place. */
function differenceAround(place: number, half: number, at: (i: number) => number): number {
  let sum = 0;
  let count = 0;
  for (let i = Math.max(0, place - half); i <= place + half; i++) {
    const v = at(i);
    if (!Number.isFinite(v)) continue;
    sum += v;
    count++;
  }
  return count === 0 ? NaN : sum / count;
}

/**
 * The number of a date's day, counted from 1970-01-01; undefined when the text is no date of the calendar.
 * @param date such as `2026-12-25`
 */
export function dayNumber(date: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const at = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date) return undefined;
  return at / DAY;
}

export function isDate(text: string): boolean {
  return dayNumber(text) !== undefined;
}
