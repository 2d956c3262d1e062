import { type CsvSeries, valueAt } from "./csvSeries.ts";

export const MINUTE = 60;
export const HOUR = 3_600;
export const DAY = 86_400;
export const WEEK = 7 * DAY;
/** History that the controller gets, at most. */
export const LONGEST_HISTORY = 4 * WEEK;
/** Days in a row that are judged, at most; each has a cutoff of its own, less than a day ahead of it. */
const JUDGED_DAYS = 7;
/** What came after a cutoff is looked at for so long. */
const FOLLOWING = 4 * WEEK;
const BUSIEST = 3;

/** Where a series is cut: what lies before is the history, what lies after is what the floors are held against. */
export interface Cut {
  /** Unix seconds in the series' own time. */
  readonly cutoff: number;
  /** Whole days by which this cutoff lies before the last one. */
  readonly offsetDays: number;
}

/**
 * One cutoff a day for up to seven days, each at the time of day that it is now: hours stay what they are, and so does
 * the rhythm of the week, though not the names of its days. The first has four weeks of history, or half of a series
 * that is shorter than eight.
 * @param skip days by which all are moved on
 * @returns ascending
 */
export function cutsOf({ times, step }: CsvSeries, now: number, skip = 0): readonly Cut[] {
  const [first, end] = [times[0] ?? 0, (times.at(-1) ?? 0) + step];
  const earliest = first + Math.min(LONGEST_HISTORY, (end - first) / 2) + skip * DAY;
  const start = earliest + mod(now - earliest, DAY);
  const cutoffs = Array.from({ length: JUDGED_DAYS }, (_, day) => start + day * DAY).filter(
    (cutoff) => nextMidnight(cutoff) + DAY <= end,
  );
  return cutoffs.map((cutoff, index) => ({ cutoff, offsetDays: cutoffs.length - 1 - index }));
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by;
}

export function nextMidnight(at: number): number {
  return Math.ceil(at / DAY) * DAY;
}

/** A floor over [start, end), Unix seconds. */
export interface FloorWindow {
  readonly start: number;
  readonly end: number;
  readonly minReplicas: number;
}

/** One day: the hour of the highest floor, and the hours that turned out to be the busiest. Hours are 0 to 23, UTC. */
export interface JudgedDay {
  readonly day: string;
  readonly highest: number;
  /** Hours that have this highest floor; 1 when it is the only one. */
  readonly tied: number;
  /** Of this weekday in the four weeks that follow, and of this one day. */
  readonly busiest: readonly number[];
  readonly busiestThatDay: readonly number[];
  readonly hit: boolean;
  readonly hitThatDay: boolean;
}

/** Holds the floors planned for the first whole day after the cutoff against what came, all in the series' own time. */
export function judge(series: CsvSeries, { cutoff }: Cut, windows: readonly FloorWindow[]): JudgedDay {
  const midnight = nextMidnight(cutoff);
  const floors = hoursOf(midnight).map((hour) => meanFloor(windows, hour));
  const most = Math.max(...floors);
  const top = floors.flatMap((floor, hour) => (floor >= most - 1e-9 ? [hour] : []));
  // Of several equally high hours the middle one: a merged window says no more than that.
  const highest = top[Math.floor((top.length - 1) / 2)] ?? 0;
  const weekdays = Array.from({ length: FOLLOWING / WEEK }, (_, week) => midnight + week * WEEK);
  const busiest = busiestHours(series, weekdays);
  const busiestThatDay = busiestHours(series, [midnight]);
  const raised = most > Math.min(...floors);
  return {
    ...{ day: new Date(midnight * 1000).toISOString().slice(0, 10), highest, tied: top.length },
    ...{ busiest, hit: raised && busiest.includes(highest) },
    ...{ busiestThatDay, hitThatDay: raised && busiestThatDay.includes(highest) },
  };
}

function hoursOf(midnight: number): readonly number[] {
  return Array.from({ length: 24 }, (_, hour) => midnight + hour * HOUR);
}

/** By the mean over the days given, as far as the series knows them. */
function busiestHours(series: CsvSeries, midnights: readonly number[]): readonly number[] {
  const demand = hoursOf(0).map((hour) => mean(midnights.flatMap((midnight) => samplesOf(series, midnight + hour))));
  return [...demand.keys()].toSorted((a, b) => (demand[b] ?? 0) - (demand[a] ?? 0) || a - b).slice(0, BUSIEST);
}

function samplesOf(series: CsvSeries, hour: number): readonly number[] {
  return Array.from({ length: 12 }, (_, index) => valueAt(series, hour + index * 5 * MINUTE)).filter(
    (value) => value !== undefined,
  );
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanFloor(windows: readonly FloorWindow[], hour: number): number {
  const minutes = Array.from({ length: 60 }, (_, minute) => hour + minute * MINUTE);
  return mean(
    minutes.map((at) =>
      Math.max(0, ...windows.filter(({ start, end }) => start <= at && at < end).map(({ minReplicas }) => minReplicas)),
    ),
  );
}

/** Of seven days six, of fewer as many in proportion, rounded up. */
export function hitsWanted(days: number): number {
  return Math.ceil((6 * days) / 7);
}

/**
 * The one hour that would have hit the most of these days, chosen in hindsight: where even this one misses, the
 * weekdays' busiest hours have little in common, and no daily shape of the past can tell them.
 */
export function bestSingleHour(days: readonly Pick<JudgedDay, "busiest">[]): {
  readonly hour: number;
  readonly hits: number;
} {
  const hits = Array.from({ length: 24 }, (_, hour) => days.filter(({ busiest }) => busiest.includes(hour)).length);
  const most = Math.max(...hits);
  return { hour: hits.indexOf(most), hits: most };
}
