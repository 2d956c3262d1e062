import { DAY, HOUR } from "../../units/duration.ts";
import { instant } from "../../units/instant.ts";
import { type Series, seriesEnd } from "../../units/series.ts";
import { contains, type Window } from "../../units/window.ts";

/**
 * The largest mean over an hour of the last 7 days, declared windows left out.
 * @returns undefined where no hour has at least half of its samples
 */
export function busiestHour(series: Series, declared: readonly Window[]): number | undefined {
  const perHour = Math.max(1, Math.round(HOUR / series.step));
  const from = Math.max(0, series.values.length - Math.round((7 * DAY) / series.step));
  const usable = series.values.map((value, i) => {
    if (i < from) return NaN;
    const at = instant(Math.min(series.start + i * series.step, seriesEnd(series)));
    return declared.some((window) => contains(window, at)) ? NaN : value;
  });
  let largest: number | undefined;
  let sum = 0;
  let known = 0;
  for (let i = from; i < usable.length; i++) {
    const entering = usable[i] ?? NaN;
    const leaving = i - perHour >= from ? (usable[i - perHour] ?? NaN) : NaN;
    sum += zeroed(entering) - zeroed(leaving);
    known += Number(!Number.isNaN(entering)) - Number(!Number.isNaN(leaving));
    if (i - from + 1 < perHour || known * 2 < perHour) continue;
    largest = Math.max(largest ?? 0, sum / known);
  }
  return largest;
}

function zeroed(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}
