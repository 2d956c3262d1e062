import { DAY } from "../units/duration.ts";
import type { Instant } from "../units/instant.ts";
import { localTime } from "../units/zone.ts";

/** A date on a wall calendar, without zone or time. */
export interface LocalDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** 0 is Sunday, 6 Saturday. */
  readonly weekday: number;
  /** `2026-10-01`: compares as text in the order of time. */
  readonly text: string;
}

/** Days since 1970-01-01 of the date that the zone's calendar shows at the instant. */
export function dayNumber(zone: string, at: Instant): number {
  const { year, month, day } = localTime(zone, at);
  return Date.UTC(year, month - 1, day) / DAY;
}

export function localDate(days: number): LocalDate {
  const date = new Date(days * DAY);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    text: date.toISOString().slice(0, 10),
  };
}
