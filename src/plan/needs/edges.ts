import type { DemandWindow } from "../declared/demandWindow.ts";
import { changesFor, PIECE } from "../declared/profiles.ts";
import type { Baseline } from "../demand/baseline.ts";

/** What is looked at, and how far. */
export interface Range {
  readonly baseline: Baseline | undefined;
  readonly windows: readonly DemandWindow[];
  /**
   * Forecast needs are given from here on; declared windows from their own start, so that what was promised is
   * seen.
   */
  readonly now: number;
  readonly until: number;
  /** Declared windows are followed further: their room is reserved ahead. */
  readonly declaredUntil: number;
}

/** Where anything changes: the forecast's steps from now on, the windows' ends, the pieces of their profiles. */
export function edgesOf({ baseline, windows, now, until, declaredUntil }: Range): Float64Array {
  const edges: number[] = [];
  if (baseline !== undefined) {
    const end = Math.min(baseline.end, until);
    edges.push(now, end);
    const skipped = Math.max(0, Math.ceil((now - baseline.from) / baseline.step));
    for (let at = baseline.from + skipped * baseline.step; at < end; at += baseline.step) edges.push(at);
    beyondForecast(baseline, windows).forEach((at) => edges.push(at));
  }
  for (const { start, end, profile } of windows) {
    edges.push(start, end);
    const last = Math.min(end, declaredUntil, start + changesFor(profile));
    // What is past needs no pieces but the first one, which tells what was promised at the start.
    const first = Math.max(1, Math.floor((now - start) / PIECE));
    if (last > start) edges.push(Math.min(end, start + PIECE));
    for (let at = start + first * PIECE; at < last; at += PIECE) edges.push(at);
    if (last > start) edges.push(last);
  }
  return Float64Array.from(edges)
    .sort()
    .filter((edge, i, all) => i === 0 || edge !== all[i - 1]);
}

/** Steps of the repeated forecast inside windows that lie beyond it. */
function beyondForecast({ end, step }: Baseline, windows: readonly DemandWindow[]): readonly number[] {
  return windows.flatMap((window) => {
    const first = Math.max(0, Math.ceil((window.start - end) / step));
    const count = Math.max(0, Math.ceil((window.end - end) / step) - first);
    return Array.from({ length: Math.min(count, MOST_BEYOND) }, (_, i) => end + (first + i) * step);
  });
}

/** A window is followed this many steps beyond the forecast; later ones are looked at when they come nearer. */
const MOST_BEYOND = 2_000;
