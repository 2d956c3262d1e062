import type { OwnObject } from "../api/parse.ts";
import { readCron } from "../calendar/cronFields.ts";
import { nextStarts } from "../calendar/cronStarts.ts";
import { formatDuration, type Milliseconds, milliseconds } from "../units/duration.ts";
import { instant } from "../units/instant.ts";

/** What a reader of a sound object may not have meant. */
export interface Note {
  /** Such as `spec.duration`. */
  readonly field: string;
  readonly message: string;
}

/**
 * Schedules that start again while they last. That is allowed, and happens quietly: an occurrence of a campaign ends
 * where the next begins, the floors of a CronHPA run into one.
 */
export function overlapNotes(object: OwnObject): readonly Note[] {
  switch (object.kind) {
    case "Campaign":
      return noted(object.spec, "spec.duration", "each occurrence ends where the next begins");
    case "CronHPA":
      return object.spec.schedules.flatMap((schedule, index) =>
        noted({ ...object.spec, ...schedule }, `spec.schedules[${index}].duration`, "the two are one"),
      );
    default:
      return [];
  }
}

interface Recurring {
  readonly schedule?: string | undefined;
  readonly duration?: Milliseconds | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly excludeDates: readonly string[];
}

function noted(times: Recurring, field: string, then: string): readonly Note[] {
  const { schedule, duration } = times;
  if (schedule === undefined || duration === undefined) return [];
  const gap = shortestGap(times, schedule);
  if (gap >= duration) return [];
  const shortest = formatDuration(milliseconds(gap));
  const what = `${formatDuration(duration)} reaches into the next start, ${shortest} later: ${then}`;
  return [{ field, message: `${what}; write ${shortest} or less where they are to be apart` }];
}

/** So many starts show the pattern of any schedule that people write: sixteen years of months, four of weeks. */
const LOOKED_AT = 200;
/** A Monday of the year before one with 29 February. */
const ANY_MONDAY = instant(Date.UTC(2027, 0, 4));

/**
 * Milliseconds between two starts; Infinity where there is no second one. On a clock without daylight saving: the day
 * of 23 hours is no overlap of anybody's making.
 */
function shortestGap({ from, until, excludeDates }: Recurring, schedule: string): number {
  const first = from === undefined ? ANY_MONDAY : instant(Date.parse(`${from}T00:00:00Z`));
  const recurrence = { fields: readCron(schedule), zone: "UTC", excluded: new Set(excludeDates), from, until };
  const starts = nextStarts(recurrence, first, LOOKED_AT);
  return Math.min(Infinity, ...starts.slice(1).map((start, index) => start - starts[index]!));
}
