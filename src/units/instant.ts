import type { Branded } from "./branded.ts";
import type { Milliseconds } from "./duration.ts";

/** A point in time: whole milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted. */
export type Instant = Branded<"instant">;

/** The years 0001 to 9999: what RFC 3339 can write. */
const FIRST = -62_135_596_800_000;
const LAST = 253_402_300_799_999;

/** @throws RangeError when the instant cannot be written in RFC 3339 */
export function instant(epochMilliseconds: number): Instant {
  if (!Number.isSafeInteger(epochMilliseconds) || epochMilliseconds < FIRST || epochMilliseconds > LAST) {
    throw new RangeError(`an instant is whole milliseconds in the years 0001 to 9999, got ${epochMilliseconds}`);
  }
  return epochMilliseconds as Instant;
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Reads RFC 3339 with an offset, such as `2026-11-11T00:00:00+08:00`; undefined when it is anything else. */
export function parseInstant(text: string): Instant | undefined {
  if (!RFC3339.test(text)) return undefined;
  const parsed = Date.parse(text);
  if (!Number.isFinite(parsed) || parsed < FIRST || parsed > LAST) return undefined;
  return dayExists(text) ? (parsed as Instant) : undefined;
}

/** `Date.parse` rolls 30 February over to March; a person who wrote it made a mistake. */
function dayExists(text: string): boolean {
  const [year, month, day] = text.slice(0, 10).split("-").map(Number) as [number, number, number];
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** RFC 3339 in UTC; milliseconds are written only when they are not zero, as Kubernetes writes its times. */
export function formatInstant(at: Instant): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}

/** The same to the second, as people read it; what is later in it is left out, so that it never tells of the future. */
export function formatToSecond(at: Instant): string {
  return formatInstant(instant(Math.floor(at / 1_000) * 1_000));
}

export function plus(at: Instant, duration: Milliseconds): Instant {
  return instant(at + duration);
}
