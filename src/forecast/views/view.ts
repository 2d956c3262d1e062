import type { Deviation } from "./deviation.ts";
import type { Grid } from "./grid.ts";
import type { HourlyView } from "./hourlyView.ts";
import type { PastShapes } from "./pastShapes.ts";
import type { SimilarDays } from "./similarDays.ts";
import type { Transform } from "./transform.ts";

/** One history on one scale, fine and by the hour. */
export interface View {
  readonly transform: Transform;
  readonly fine: Grid;
  readonly hourly: HourlyView;
  readonly shapes: PastShapes;
  /** Over the fine grid, smoothed as `shapes` are. */
  readonly similar: SimilarDays;
  /** Of the hourly grid. */
  readonly deviation: Deviation;
}

export interface Views {
  readonly log: View;
  readonly sqrt: View;
}
