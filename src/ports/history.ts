import type { InputState } from "../plan/snapshot.ts";
import type { Milliseconds } from "../units/duration.ts";
import type { Failure } from "../units/failure.ts";
import type { Instant } from "../units/instant.ts";
import type { Series } from "../units/series.ts";
import type { Window } from "../units/window.ts";

/** The answer to one query over a range. `Live` and `LiveZero` may be believed; all others say why not. */
export type Reading =
  | {
      readonly state: "Live" | "LiveZero";
      readonly series: Series;
      readonly lastSampleAt: Instant;
      readonly warnings: readonly string[];
    }
  | {
      readonly state: Exclude<InputState, "Live" | "LiveZero">;
      /** What could be read all the same: gaps are NaN. Good for training, not for deciding. */
      readonly series: Series | undefined;
      readonly failure: Failure;
    };

export interface HistoryQuery {
  readonly query: string;
  readonly range: Window;
  readonly step: Milliseconds;
  /** A last sample older than this makes the answer stale. */
  readonly staleAfter: Milliseconds;
}

/** Past demand, from Prometheus, a CSV file, or the twin. Never throws; a failure is a state. */
export interface History {
  read(query: HistoryQuery, signal?: AbortSignal): Promise<Reading>;
}
