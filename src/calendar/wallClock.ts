import { DAY } from "../units/duration.ts";
import { type Instant, instant, parseInstant } from "../units/instant.ts";
import type { Window } from "../units/window.ts";
import { instantsOf, type LocalTime, zoneOffset } from "../units/zone.ts";

/**
 * The instant at which something starts that a person wrote as wall-clock time.
 * In the hour that spring skips it is the first instant after the gap, in the hour that autumn repeats the first pass:
 * when in doubt, capacity is there.
 * @param text an instant with an offset, or wall-clock time of `zone`, such as `2026-11-11T00:00:00`
 * @throws RangeError when the text is neither; `parseObject` refuses it before
 */
export function resolveStart(text: string, zone: string): Instant {
  const fixed = parseInstant(withSeconds(text));
  if (fixed !== undefined) return fixed;
  return startOf(zone, wallTime(text));
}

/**
 * The instant at which something ends that a person wrote as wall-clock time.
 * In the repeated hour it is the last pass; in the skipped hour it moves by the gap's length: 02:45 becomes 03:45.
 * @throws RangeError as `resolveStart`
 */
export function resolveEnd(text: string, zone: string): Instant {
  const fixed = parseInstant(withSeconds(text));
  if (fixed !== undefined) return fixed;
  const local = wallTime(text);
  return instantsOf(zone, local).at(-1) ?? instant(asUtc(local) - offsetsAround(zone, local).before);
}

/**
 * A window that a person wrote as two times.
 * 02:10 to 03:00 lies wholly in a skipped hour: start and end would meet. It then lasts as long as the wall clock said,
 * from the start on: it opens and closes once that day, too.
 * @throws RangeError as `resolveStart`
 */
export function resolveWindow(start: string, end: string, zone: string): Window {
  const window = { start: resolveStart(start, zone), end: resolveEnd(end, zone) };
  const fixed = [start, end].some((text) => parseInstant(withSeconds(text)) !== undefined);
  if (window.start < window.end || fixed) return window;
  return { start: window.start, end: instant(window.start + asUtc(wallTime(end)) - asUtc(wallTime(start))) };
}

/** The start rule for a wall-clock reading. */
export function startOf(zone: string, local: LocalTime): Instant {
  return instantsOf(zone, local)[0] ?? firstAfterGap(zone, local);
}

/** The first instant after the gap that skips `local`. */
export function firstAfterGap(zone: string, local: LocalTime): Instant {
  const wall = asUtc(local);
  const { before, after } = offsetsAround(zone, local);
  // The clock jumps forward between these two; no zone's gap is longer than a day, so 27 halvings reach a millisecond.
  let low = wall - after - 1;
  let high = wall - before;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zoneOffset(zone, instant(middle)) === before) low = middle;
    else high = middle;
  }
  return instant(high);
}

function offsetsAround(zone: string, local: LocalTime): { readonly before: number; readonly after: number } {
  const wall = asUtc(local);
  return { before: zoneOffset(zone, instant(wall - DAY)), after: zoneOffset(zone, instant(wall + DAY)) };
}

function asUtc({ year, month, day, hour, minute, second }: LocalTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const WALL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?$/;

function wallTime(text: string): LocalTime {
  const parts = WALL.exec(text)
    ?.slice(1)
    .map((part) => Number(part ?? 0));
  // RFC 3339 with an invented offset: one place knows which days exist.
  if (parts === undefined || parseInstant(`${withSeconds(text)}Z`) === undefined) {
    throw new RangeError(`not a wall-clock time: ${text}`);
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  return { year, month, day, hour, minute, second };
}

/** People leave the seconds out; RFC 3339 does not. */
function withSeconds(text: string): string {
  return text.replace(/T(\d{2}:\d{2})(?!:|\d)/, "T$1:00");
}
