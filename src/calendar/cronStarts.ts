import { DAY, MINUTE } from "../units/duration.ts";
import { type Instant, instant } from "../units/instant.ts";
import type { Window } from "../units/window.ts";
import { instantsOf, zoneOffset } from "../units/zone.ts";
import { type CronFields, startsOn } from "./cronFields.ts";
import { dayNumber, type LocalDate, localDate } from "./localDate.ts";
import { firstAfterGap } from "./wallClock.ts";

/** A schedule, and the dates on which it counts. */
export interface Recurrence {
  readonly fields: CronFields;
  readonly zone: string;
  /** Local dates on which nothing starts. */
  readonly excluded: ReadonlySet<string>;
  /** First and last local date of a start; absent: no bound. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** A schedule of every minute makes 527,040 starts a year: more than this was asked by mistake. */
const MOST_STARTS = 600_000;

/** How far ahead a start is looked for: from 2096 to 2104 there is no 29 February, and it may be excluded once. */
const FARTHEST = 13 * 366 * DAY;

/**
 * The starts of a schedule in [range.start, range.end), ascending, each once.
 * The walk goes over local dates, so that no day is lost or doubled by daylight saving:
 * - in the hour that spring skips: the first instant after the gap; starts that fall together there are one;
 * - in the hour that autumn repeats: the first pass, and both passes for an hour field with `*`, a step or a range.
 * @param most  stop when so many were found
 * @throws RangeError beyond 600,000 starts: ask for a shorter range
 */
export function cronStarts(recurrence: Recurrence, range: Window, most = Infinity): readonly Instant[] {
  if (range.end <= range.start) return [];
  const starts = new Set<Instant>();
  const offsets = offsetsOf(recurrence.zone);
  const last = dayNumber(recurrence.zone, range.end) + 1;
  // A day more on both sides: a skipped day's starts move to the next date.
  for (let days = dayNumber(recurrence.zone, range.start) - 1; days <= last; days += 1) {
    const date = localDate(days);
    if (!counts(recurrence, date)) continue;
    for (const at of startsOfDay(recurrence, date, steadyOffset(offsets, days))) {
      if (at >= range.start && at < range.end) starts.add(at);
    }
    if (starts.size >= most) break;
    if (starts.size > MOST_STARTS) throw new RangeError(`more than ${MOST_STARTS} starts: ask for a shorter range`);
  }
  return [...starts].sort((a, b) => a - b).slice(0, Math.min(most, starts.size));
}

/** The first `count` starts at or after an instant; fewer when a walk of 13 years finds no more. */
export function nextStarts(recurrence: Recurrence, from: Instant, count: number): readonly Instant[] {
  return cronStarts(recurrence, { start: from, end: instant(from + FARTHEST) }, count);
}

function counts({ fields, excluded, from, until }: Recurrence, date: LocalDate): boolean {
  if (from !== undefined && date.text < from) return false;
  if (until !== undefined && date.text > until) return false;
  return startsOn(fields, date) && !excluded.has(date.text);
}

function startsOfDay({ fields, zone }: Recurrence, date: LocalDate, steady: number | undefined): readonly Instant[] {
  const midnight = Date.UTC(date.year, date.month - 1, date.day);
  if (steady !== undefined) return fields.minutesOfDay.map((m) => instant(midnight + m * MINUTE - steady));
  return fields.minutesOfDay.flatMap((minuteOfDay) => {
    const clock = { hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60, second: 0 };
    const local = { year: date.year, month: date.month, day: date.day, ...clock };
    const passes = instantsOf(zone, local);
    if (passes.length === 0) return [firstAfterGap(zone, local)];
    return fields.bothPasses ? passes : passes.slice(0, 1);
  });
}

/** Offset of a zone at each UTC midnight that was asked for; looking it up is the dear part of the walk. */
type Offsets = (days: number) => number;

function offsetsOf(zone: string): Offsets {
  const known = new Map<number, number>();
  return (days) => {
    const offset = known.get(days) ?? zoneOffset(zone, instant(days * DAY));
    known.set(days, offset);
    return offset;
  };
}

/**
 * The offset when it does not change around this date, else undefined.
 * A local date lies within two UTC days of its number, and no zone changes its clock there and back within one day.
 */
function steadyOffset(offsets: Offsets, days: number): number | undefined {
  const offset = offsets(days - 1);
  return [0, 1, 2].every((more) => offsets(days + more) === offset) ? offset : undefined;
}
