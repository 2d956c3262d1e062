import type { Failure } from "../units/failure.ts";
import type { Instant } from "../units/instant.ts";
import type { Milliseconds } from "../units/duration.ts";
import type { Result } from "../units/result.ts";
import type { Series } from "../units/series.ts";
import type { Window } from "../units/window.ts";

/** A window in which somebody declared a peak; past ones are masked from training, future ones are not added here. */
export interface DeclaredWindow {
  readonly start: Instant;
  readonly end: Instant;
  /** Demand over the baseline, as declared; absent when it was declared in units or replicas. */
  readonly multiplier?: number;
  /** Windows of one name are of one kind; those without a name are of one kind, too. */
  readonly name?: string;
}

export interface ForecastRequest {
  /** Demand on an even grid, oldest first, NaN for a gap; the forecast begins where it ends. */
  readonly history: Series;
  /** Steps of `history.step` ahead, ≥ 1. */
  readonly horizon: number;
  /** Each within (0, 1), ascending. */
  readonly quantiles: readonly number[];
  /** IANA zone whose wall clock the daily and weekly shapes follow. */
  readonly zone: string;
  readonly declared: readonly DeclaredWindow[];
  /** When missing capacity hid demand: what was seen is the least that was asked for, and no ceiling to learn. */
  readonly saturated?: readonly Window[];
  /** Dates of the zone, `2026-12-25`, that are no usual weekday: past ones are masked, coming ones forecast as such. */
  readonly holidays?: readonly string[];
  /** What an earlier forecast of the same series left behind; it saves the backtests. */
  readonly memory?: ForecastMemory;
}

/** Serialisable and opaque to everyone but the engine; of a foreign version it is ignored. */
export interface ForecastMemory {
  readonly version: string;
  readonly state: unknown;
}

/** What past campaigns brought over the baseline, for a declared window to come: offered, never added. */
export interface Uplift {
  readonly start: Instant;
  readonly end: Instant;
  /** Demand over the masked baseline. */
  readonly multiplier: number;
  /** Past windows behind it. */
  readonly windows: number;
  /** Standard deviation of their log ratios; absent under two windows. */
  readonly spread?: number;
}

/** What one declared window that is over brought over the baseline of its own time. */
export interface PastUplift {
  readonly start: Instant;
  readonly end: Instant;
  readonly name?: string;
  /** log (Σ actual / Σ baseline) over the measured part of the window. */
  readonly ratio: number;
}

export interface Forecast {
  /** The instant of the first forecast value; value i belongs to `from + i × step`. */
  readonly from: Instant;
  readonly step: Milliseconds;
  /** Ascending in the quantile; each `values` has shape (horizon,), finite, ≥ 0, the unit of the history. */
  readonly quantiles: readonly { readonly quantile: number; readonly values: Float64Array }[];
  readonly method: { readonly name: string; readonly weights: Readonly<Record<string, number>> };
  /** 1 − error / error of the best naive over the last days; undefined while nothing was there to measure. */
  readonly skill: number | undefined;
  /** How much history the method could stand on, such as `28d`, `6d`, `1h`, `none`. */
  readonly tier: string;
  readonly warnings: readonly string[];
  /** What past campaigns brought, for declared windows to come; absent where none is declared or nothing is known. */
  readonly uplifts?: readonly Uplift[];
  /** What each declared window that is over brought; absent where none is, or none was measured. */
  readonly pastUplifts?: readonly PastUplift[];
  readonly memory?: ForecastMemory;
}

export type ForecastOutcome = Result<Forecast, Failure>;
