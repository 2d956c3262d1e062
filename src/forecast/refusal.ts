import { type Failure, quote } from "../units/failure.ts";
import { isZone } from "../units/zone.ts";
import { dayNumber } from "./input/holidays.ts";
import type { ForecastRequest } from "./forecastTypes.ts";

/** Longest accepted history and horizon in steps: a year of minutes. A limit fails closed. */
const MOST_STEPS = 530_000;

const FALLBACK = "until then there is no forecast and live metrics alone decide";

/**
 * What makes a request unanswerable; undefined when it can be answered.
 * A history without a single usable sample is refused, never read as zero.
 */
export function refusalOf(request: ForecastRequest): Failure | undefined {
  const { history, horizon, quantiles, zone, holidays = [] } = request;
  if (!Number.isSafeInteger(history.step) || history.step < 1_000) {
    return refuse("history.step", history.step, `give a step of at least 1s; ${FALLBACK}`);
  }
  if (history.values.length > MOST_STEPS) {
    return refuse("history.values", history.values.length, `give at most ${MOST_STEPS} samples; ${FALLBACK}`);
  }
  if (!Number.isSafeInteger(horizon) || horizon < 1 || horizon > MOST_STEPS) {
    return refuse("horizon", horizon, `give 1 to ${MOST_STEPS} whole steps; ${FALLBACK}`);
  }
  if (quantiles.length === 0 || !quantiles.every((q, i) => q > 0 && q < 1 && q > (quantiles[i - 1] ?? 0))) {
    return refuse("quantiles", quantiles, `give at least one, each within (0, 1), ascending; ${FALLBACK}`);
  }
  if (!isZone(zone)) return refuse("zone", zone, `give an IANA zone such as UTC or Asia/Shanghai; ${FALLBACK}`);
  const wrong = holidays.find((date) => dayNumber(date) === undefined);
  if (wrong !== undefined) return refuse("holidays", wrong, `give dates such as 2026-12-25; ${FALLBACK}`);
  return undefined;
}

export function noHistory(length: number): Failure {
  return {
    code: "NoHistory",
    message: "the history holds no usable sample",
    field: "history.values",
    value: `${length} samples, none of them finite and ≥ 0`,
    remedy: `check that the query returns data for this target; ${FALLBACK}`,
  };
}

function refuse(field: string, value: unknown, remedy: string): Failure {
  return { code: "InvalidForecastRequest", message: `${field} cannot be used`, field, value: quote(value), remedy };
}
