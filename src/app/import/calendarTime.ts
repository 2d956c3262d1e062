import { startOf } from "../../calendar/wallClock.ts";
import { DAY, MINUTE, SECOND } from "../../units/duration.ts";
import type { Instant } from "../../units/instant.ts";
import { isZone, type LocalTime } from "../../units/zone.ts";
import type { CalendarProperty } from "./icalendar.ts";

/** A time of a calendar, on the clock that it is meant on. */
export interface Wall {
  readonly local: LocalTime;
  /** `2026-11-11T20:00:00` */
  readonly text: string;
  readonly zone: string;
  readonly at: Instant;
}

/**
 * `20261111T200000`, with `Z`, in the zone of its TZID or of the calendar; a date alone begins at midnight.
 * @returns undefined for what is no time, or of a zone that is none
 */
export function wallOf(found: CalendarProperty | undefined, calendarZone: string): Wall | undefined {
  const clock = clockOf(found?.value.trim() ?? "");
  if (found === undefined || clock === undefined) return undefined;
  const zone = clock.utc ? "UTC" : (found.parameters["TZID"] ?? calendarZone);
  if (!isZone(zone)) return undefined;
  return { local: clock.local, text: clock.text, zone, at: startOf(zone, clock.local) };
}

function clockOf(
  value: string,
): { readonly local: LocalTime; readonly text: string; readonly utc: boolean } | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z)?)?$/.exec(value);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const local = { year, month, day, hour, minute, second };
  const text = [
    [match[1], match[2], match[3]].join("-"),
    [match[4] ?? "00", match[5] ?? "00", match[6] ?? "00"].join(":"),
  ].join("T");
  // `Date` rolls 30 February over to March; a calendar that says so says nothing.
  const rolled = new Date(Date.UTC(year, month - 1, day, hour, minute, second)).toISOString();
  return rolled.startsWith(text) ? { local, text, utc: match[7] === "Z" } : undefined;
}

/** `P1DT2H30M`, `PT90M`, `P1W` in milliseconds; undefined for anything else, and for what goes back in time. */
export function isoDuration(text: string): number | undefined {
  const match = /^\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text.trim());
  if (match === null) return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return (weeks * 7 + days) * DAY + (hours * 60 + minutes) * MINUTE + seconds * SECOND;
}
