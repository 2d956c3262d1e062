import type { AlikeDays } from "./alikeDays.ts";
import { type Grid, makeGrid } from "./grid.ts";
import { SimilarDays } from "./similarDays.ts";

/** What an hourly grid differs from the shape of its similar days: without seasons, swinging around nothing. */
export interface Deviation {
  /** z − s, 0 on the first day; shape of the hourly grid. */
  readonly grid: Grid;
  readonly similar: SimilarDays;
}

export function deviationOf(hourly: Grid, alike: AlikeDays): Deviation {
  const similar = new SimilarDays({ grid: hourly, values: hourly.z, half: 0, width: 1 }, alike);
  const z = hourly.z.map((value, i) => (i < hourly.day ? 0 : value - similar.at(i, 1)));
  return { grid: makeGrid(z, hourly.known, hourly.day), similar };
}
