import type { RecordedLoad } from "../../backtest/recordedLoad.ts";
import type { History, HistoryQuery, Reading } from "../../ports/history.ts";
import { MINUTE } from "../../units/duration.ts";
import { formatInstant, instant } from "../../units/instant.ts";
import { sampled } from "./sampled.ts";

/** How long Prometheus believes a sample; a coarser recording is held until its next sample is due. */
const LOOK_BACK = 5 * MINUTE;

/**
 * Recordings that answer as Prometheus would; the query is the recording's name.
 * A sample is never seen before its time, so a plan for a moment in the past knows nothing of what followed.
 */
export function recordedHistory(recordings: ReadonlyMap<string, RecordedLoad>): History {
  return { read: (query) => Promise.resolve(readingOf(recordings.get(query.query), query)) };
}

function readingOf(load: RecordedLoad | undefined, { query, range, step, staleAfter }: HistoryQuery): Reading {
  if (load === undefined) return { state: "NoSuchSeries", series: undefined, failure: noRecording(query) };
  const lookBack = Math.max(LOOK_BACK, load.step);
  const count = Math.max(0, Math.ceil((range.end - range.start) / step));
  const series = sampled(load, { start: range.start, step, count, lookBack });
  const last = series.values.findLastIndex((value) => !Number.isNaN(value));
  if (last < 0) return { state: "Empty", series: undefined, failure: outside(load) };
  const lastSampleAt = instant(range.start + last * step);
  if (range.end - lastSampleAt > staleAfter + step) return { state: "Stale", series, failure: outside(load) };
  return { state: series.values[last]! > 0 ? "Live" : "LiveZero", series, lastSampleAt, warnings: [] };
}

function noRecording(query: string) {
  return {
    code: "NoSuchSeries",
    message: `there is no recording for ${query}`,
    remedy: "give --history for this target; until then only declared campaigns act",
  };
}

function outside({ name, times }: RecordedLoad) {
  const first = formatInstant(instant(Math.round(times[0] ?? 0)));
  const last = formatInstant(instant(Math.round(times.at(-1) ?? 0)));
  return {
    code: "OutsideRecording",
    message: `the recording ${name} lasts from ${first} to ${last}`,
    remedy: "give --at a moment soon after its last sample; the demand at this moment is unknown",
  };
}
