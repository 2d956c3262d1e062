import { DAY, HOUR } from "../../units/duration.ts";
import type { Instant } from "../../units/instant.ts";
import { type Series, seriesEnd } from "../../units/series.ts";
import type { Window } from "../../units/window.ts";
import { zoneOffset } from "../../units/zone.ts";

/**
 * The grid on which seasons repeat: bins of equal length on the zone's wall clock, a whole number of them in a day.
 * On it a daily peak stays at its local hour: the hour that spring skips is a gap, the one that autumn repeats is a
 * mean.
 */
export interface WallClock {
  /** Bins in a day, ≥ 1; a bin is never shorter than the step or a minute. */
  readonly day: number;
  readonly week: number;
  /** Bins of the history; the bin of an instant at its end is `length`. */
  readonly length: number;
  /** The bin of an instant, < 0 before the history. */
  binOf(at: Instant): number;
  /** The bins of so many instants a step apart, in one pass: a history has thousands. */
  binsAlong(from: Instant, step: number, count: number): Int32Array;
  /** The bins that a window touches, as [from, to). */
  binsOf(window: Window): readonly [from: number, to: number];
  /** The number of the local day in which a bin begins, counted from 1970-01-01. */
  dayOf(bin: number): number;
  /** The first bin that begins on a local day. */
  firstOf(day: number): number;
}

/** The most history that is looked at: eight weeks. */
const LONGEST = 56 * DAY;
const BINS_A_DAY_AT_MOST = 1_440;

export function wallClock(history: Series, horizon: number, zone: string): WallClock {
  const end = seriesEnd(history);
  const day = Math.max(1, Math.min(BINS_A_DAY_AT_MOST, Math.floor(DAY / history.step)));
  const bin = Math.max(DAY / day, history.step > DAY ? history.step : 0);
  const start = Math.max(history.start, end - LONGEST);
  const changes = offsetChanges(zone, start, end + horizon * history.step);
  const offsetAt = offsetsOf(changes);
  const localEnd = end + offsetAt(end);
  const length = Math.ceil((localEnd - (start + offsetAt(start))) / bin - 1e-9);
  // The tiny shift keeps an instant that stands exactly on an edge from falling below it by rounding.
  const binOf = (at: Instant): number => length + Math.floor((at + offsetAt(at) - localEnd) / bin + 1e-6);
  const binsAlong = (from: Instant, step: number, count: number): Int32Array => {
    const bins = new Int32Array(count);
    let offset = offsetAt(from);
    let next = 0;
    for (let i = 0; i < count; i++) {
      const at = from + i * step;
      const stretch = next;
      for (; next < changes.length && at >= changes[next]!.at; next++) offset = changes[next]!.offset;
      // Nearly always the next one: a division for each costs a thirtieth of a forecast.
      if (step === bin && i > 0 && next === stretch) bins[i] = bins[i - 1]! + 1;
      else bins[i] = length + Math.floor((at + offset - localEnd) / bin + 1e-6);
    }
    return bins;
  };
  // A second before the end, not a moment: `binOf` takes what stands this near to an edge for the edge.
  const lastOf = ({ start, end }: Window): number => binOf(Math.max(start, end - 1_000) as Instant);
  const localStart = localEnd - length * bin;
  return {
    day,
    week: Math.max(1, Math.round((7 * DAY) / bin)),
    length,
    binOf,
    binsAlong,
    binsOf: (window) => [binOf(window.start), lastOf(window) + 1],
    dayOf: (i) => Math.floor((localStart + i * bin) / DAY + 1e-9),
    firstOf: (number) => Math.ceil((number * DAY - localStart) / bin - 1e-6),
  };
}

/** The zone's offset as a step function over [from, to): its changes are looked for once, not at every sample. */
export function offsets(zone: string, from: number, to: number): (at: number) => number {
  return offsetsOf(offsetChanges(zone, from, to));
}

interface Change {
  readonly at: number;
  /** From then on. */
  readonly offset: number;
}

/** The offset at `from` and its changes before `to`, in their order; the first one holds at any time before, too. */
function offsetChanges(zone: string, from: number, to: number): readonly Change[] {
  let offset = zoneOffset(zone, from as Instant);
  const changes: Change[] = [{ at: -Infinity, offset }];
  if (zone === "UTC") return changes;
  for (let at = from; at < to; at += 7 * DAY) {
    const next = Math.min(to, at + 7 * DAY);
    const after = zoneOffset(zone, next as Instant);
    if (after !== offset) changes.push({ at: changeBetween(zone, at, next), offset: after });
    offset = after;
  }
  return changes;
}

function offsetsOf(changes: readonly Change[]): (at: number) => number {
  const first = changes[0]!.offset;
  if (changes.length === 1) return () => first;
  return (at) => changes.reduce((found, change) => (at >= change.at ? change.offset : found), first);
}

function changeBetween(zone: string, from: number, to: number): number {
  const before = zoneOffset(zone, from as Instant);
  let low = from;
  let high = to;
  // Changes happen on whole minutes; an hour halved twelve times is below a second.
  while (high - low > HOUR / 4_096) {
    const middle = Math.round((low + high) / 2);
    if (zoneOffset(zone, middle as Instant) === before) low = middle;
    else high = middle;
  }
  return Math.round(high / 60_000) * 60_000;
}
