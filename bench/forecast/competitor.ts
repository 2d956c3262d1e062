import type { Series } from "../../src/units/series.ts";

/** What the benchmark scores: a median and quantiles, each of shape (horizon,). */
export interface Made {
  readonly median: Float64Array;
  readonly quantiles: ReadonlyMap<number, Float64Array>;
  /** Worth a column of its own, such as the method's name. */
  readonly note?: string;
}

export interface Asked {
  readonly history: Series;
  readonly horizon: number;
  readonly quantiles: readonly number[];
}

export interface Competitor {
  readonly name: string;
  make(asked: Asked): Made;
}
