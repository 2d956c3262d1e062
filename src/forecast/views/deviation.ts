import { type Grid, makeGrid } from "./grid.ts";
import type { SimilarDays } from "./similarDays.ts";

/** What an hourly grid differs from the shape of its similar days: without seasons, swinging around nothing. */
export interface Deviation {
  readonly similar: SimilarDays;
  /** z − s, 0 on the first day; shape of the hourly grid; made when it is first asked for. */
  readonly grid: Grid;
  /** The same over [from, to) alone: a path needs no more. */
  over(from: number, to: number): Float64Array;
}

/** @param similar of the same hours */
export function deviationOf(hourly: Grid, similar: SimilarDays): Deviation {
  const over = (from: number, to: number): Float64Array => {
    const z = hourly.z.slice(from, to);
    for (let k = 0; k < z.length; k++) z[k] = from + k < hourly.day ? 0 : z[k]! - similar.at(from + k, 1);
    return z;
  };
  let made: Grid | undefined;
  return {
    similar,
    over,
    get grid() {
      return (made ??= makeGrid(over(0, hourly.z.length), hourly.known, hourly.day));
    },
  };
}
