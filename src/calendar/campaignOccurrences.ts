import type { CampaignSpec } from "../api/campaign.ts";
import type { Milliseconds } from "../units/duration.ts";
import { type Instant, instant } from "../units/instant.ts";
import { overlaps, type Window } from "../units/window.ts";
import { readCron } from "./cronFields.ts";
import { cronStarts, nextStarts, type Recurrence } from "./cronStarts.ts";
import { resolveWindow } from "./wallClock.ts";

/** What of a campaign says when it takes place. */
export type CampaignTimes = Pick<
  CampaignSpec,
  "timeZone" | "start" | "end" | "schedule" | "duration" | "from" | "until" | "excludeDates"
>;

/**
 * The occurrences of a campaign that overlap the range, ascending, each in full length.
 *
 * A one-off campaign has one, of its own year and no other: what is past stays past. A recurring one has one for each
 * start of its schedule; its duration is elapsed time. An occurrence ends at the latest when the next begins, so that
 * no moment belongs to two. A date is excluded by the local date of the start.
 * @throws RangeError when the schedule or a time cannot be read; `parseObject` refuses such a campaign before
 */
export function campaignOccurrences(times: CampaignTimes, range: Window): readonly Window[] {
  const { start, end, schedule, duration } = times;
  if (start !== undefined && end !== undefined) {
    const window = resolveWindow(start, end, times.timeZone);
    return window.start < window.end && overlaps(window, range) ? [window] : [];
  }
  if (schedule === undefined || duration === undefined || duration === 0) return [];
  const recurrence = { fields: readCron(schedule), zone: times.timeZone, ...datesOf(times) };
  return occurrencesOf(recurrence, duration, range);
}

/** The first occurrences that start after an instant, ascending, at most `count`; fewer when there are no more. */
export function nextOccurrences(times: CampaignTimes, after: Instant, count: number): readonly Window[] {
  const { schedule, duration } = times;
  if (schedule === undefined || duration === undefined) {
    return campaignOccurrences(times, ALWAYS)
      .filter(({ start }) => start > after)
      .slice(0, count);
  }
  const recurrence = { fields: readCron(schedule), zone: times.timeZone, ...datesOf(times) };
  const starts = nextStarts(recurrence, instant(after + 1), count + 1);
  return asOccurrences(starts, duration).slice(0, count);
}

/** All of time that can be written. */
const ALWAYS: Window = { start: instant(Date.UTC(0, 0, 2)), end: instant(Date.UTC(9999, 11, 31)) };

function datesOf({ from, until, excludeDates }: CampaignTimes): Pick<Recurrence, "from" | "until" | "excluded"> {
  return { from, until, excluded: new Set(excludeDates) };
}

function occurrencesOf(recurrence: Recurrence, duration: Milliseconds, range: Window): readonly Window[] {
  // One duration further on both sides: what began before may last, and a start after the range ends one within it.
  const starts = cronStarts(recurrence, {
    start: instant(range.start - duration),
    end: instant(range.end + duration),
  });
  return asOccurrences(starts, duration).filter((window) => overlaps(window, range));
}

/** @param starts ascending; the next one ends the one before it */
function asOccurrences(starts: readonly Instant[], duration: Milliseconds): readonly Window[] {
  return starts.map((start, index) => {
    const next = starts[index + 1] ?? start + duration;
    return { start, end: instant(Math.min(start + duration, next)) };
  });
}
