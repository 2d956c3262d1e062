import { forecast } from "../forecast/forecast.ts";
import type { DeclaredWindow, Forecast, ForecastRequest } from "../forecast/forecastTypes.ts";
import type { Uplift } from "../forecast/forecastTypes.ts";
import type { Failure } from "../units/failure.ts";
import { formatInstant, instant } from "../units/instant.ts";
import { failed, type Result, success } from "../units/result.ts";
import { contains } from "../units/window.ts";
import type { Asked, Unanswerable } from "./forecastRequest.ts";

/** One answer of `forecast`; others build on this shape. */
export interface ForecastJson {
  readonly id: string | number | null;
  readonly step: string;
  /** The instant of the first value. */
  readonly from: string;
  /** By quantile as it was asked for, `"0.95"`; one value a step. */
  readonly quantiles: Readonly<Record<string, readonly number[]>>;
  readonly method: Forecast["method"];
  /** Null while nothing was there to measure. */
  readonly skill: number | null;
  readonly tier: string;
  readonly warnings: readonly string[];
  /** Per declared window to come what past ones of its name brought; absent when nothing is known of any. */
  readonly uplifts?: readonly UpliftJson[];
}

export interface UpliftJson {
  readonly start: string;
  readonly end: string;
  /** Demand over the masked baseline; shrunk to the declared one while fewer than 3 past windows are known. */
  readonly multiplier: number;
  readonly windows: number;
  /** Standard deviation of the log ratios. */
  readonly spread?: number;
}

/** What stands in the place of an answer. */
export interface ErrorJson {
  readonly id: string | number | null;
  readonly error: {
    readonly line: number;
    readonly field: string;
    readonly message: string;
    readonly remedy: string;
    readonly value?: string;
  };
}

/** The baseline with the declared future windows lifted: past ones were masked from it. */
export function liftedForecast(request: ForecastRequest): Result<Forecast, Failure> {
  const made = forecast(request);
  if (!made.ok) return made;
  const quantiles = made.value.quantiles.map(({ quantile, values }) => ({
    quantile,
    values: values.map((value, i) => {
      const at = instant(made.value.from + i * made.value.step);
      return Math.min(Number.MAX_VALUE, value * multiplierAt(request.declared, at));
    }),
  }));
  return success({ ...made.value, quantiles });
}

/** Of windows that overlap the largest counts, as with campaigns that combine by maximum. */
function multiplierAt(declared: readonly DeclaredWindow[], at: ReturnType<typeof instant>): number {
  const lifts = declared.filter((window) => contains(window, at)).map(({ multiplier = 1 }) => multiplier);
  return lifts.length === 0 ? 1 : Math.max(...lifts);
}

export function answer({ id, step, request, warnings }: Asked): Result<ForecastJson, Unanswerable> {
  const made = liftedForecast(request);
  if (!made.ok) return failed({ id, failure: made.failure });
  const { from, quantiles, method, skill, tier } = made.value;
  return success({
    id,
    step,
    from: formatInstant(from),
    quantiles: Object.fromEntries(quantiles.map(({ quantile, values }) => [String(quantile), [...values]])),
    method: { name: method.name, weights: method.weights },
    skill: skill ?? null,
    tier,
    warnings: [...made.value.warnings, ...warnings],
    ...(made.value.uplifts === undefined ? {} : { uplifts: made.value.uplifts.map(upliftJson) }),
  });
}

function upliftJson({ start, end, ...found }: Uplift): UpliftJson {
  return { start: formatInstant(start), end: formatInstant(end), ...found };
}

export function errorJson({ id, failure }: Unanswerable, line: number): ErrorJson {
  const { field = "line", message, remedy, value } = failure;
  // The engine speaks of its request; on the line the same field has no prefix.
  const named = field.replace(/^history\./, "");
  return { id, error: { line, field: named, message, remedy, ...(value === undefined ? {} : { value }) } };
}
