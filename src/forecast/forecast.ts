import { DAY } from "../units/duration.ts";
import { failed, success } from "../units/result.ts";
import { seriesEnd } from "../units/series.ts";
import { contains } from "../units/window.ts";
import type { Instant } from "../units/instant.ts";
import type { ForecastOutcome, ForecastRequest } from "./forecastTypes.ts";
import { noHistory, refusalOf } from "./refusal.ts";

/**
 * Forecasts the quantiles of demand from its history: seasonal naive with a level correction and empirical quantiles.
 * @returns a failure, never an exception, for a request that cannot be answered
 */
export function forecast(request: ForecastRequest): ForecastOutcome {
  const refusal = refusalOf(request);
  if (refusal !== undefined) return failed(refusal);
  const { history, horizon } = request;
  const raw = usable(request);
  const known = raw.reduce((n, v) => n + (Number.isNaN(v) ? 0 : 1), 0);
  if (known === 0) return failed(noHistory(raw.length));
  const first = raw.findIndex((v) => !Number.isNaN(v));
  const day = Math.max(1, Math.round(DAY / history.step));
  const span = raw.length - first;
  const lag = span >= 14 * day ? 7 * day : span >= 2 * day ? day : 1;
  const values = filled(raw.subarray(first), day);
  const ahead = repeatedSeason(values, values.length, { lag, horizon, day });
  const ratios = residuals(values, { lag, horizon, day });
  return success({
    from: seriesEnd(history),
    step: history.step,
    quantiles: request.quantiles.map((quantile) => ({
      quantile,
      values: ahead.map((v) => Math.min(Number.MAX_VALUE, Math.max(0, v * at(ratios, quantile)))),
    })),
    method: { name: lag === 1 ? "last-value" : "seasonal-naive", weights: { [lag === 1 ? "last" : "lag"]: 1 } },
    skill: undefined,
    tier: tierName(span / day),
    warnings: [],
  });
}

interface Shape {
  readonly lag: number;
  readonly horizon: number;
  readonly day: number;
}

/** The history with everything unusable, and every declared window, as a gap. */
function usable({ history, declared }: ForecastRequest): Float64Array {
  return history.values.map((v, i) => {
    const at = (history.start + i * history.step) as Instant;
    const masked = declared.some((window) => contains(window, at));
    return !masked && Number.isFinite(v) && v >= 0 ? v : NaN;
  });
}

function filled(raw: Float64Array, day: number): Float64Array {
  const out = raw.slice();
  for (let i = 1; i < out.length; i++) {
    if (!Number.isNaN(out[i]!)) continue;
    const week = out[i - 7 * day];
    const dayAgo = out[i - day];
    out[i] = week ?? dayAgo ?? out[i - 1]!;
  }
  return out;
}

function repeatedSeason(values: Float64Array, end: number, { lag, horizon, day }: Shape): Float64Array {
  const out = new Float64Array(horizon);
  const recent = Math.max(1, Math.min(end, Math.round(day / 8)));
  let now = 0;
  let then = 0;
  for (let i = end - recent; i < end && lag > 1; i++) {
    now += values[i]!;
    then += values[i - lag] ?? values[i]!;
  }
  const level = then > 0 && Number.isFinite(now / then) ? Math.min(4, Math.max(0.25, now / then)) : 1;
  for (let h = 1; h <= horizon; h++) {
    const source = values[end + h - 1 - lag * Math.ceil(h / lag)] ?? values[end - 1]!;
    out[h - 1] = source * (1 + (level - 1) * Math.exp((-h * 6) / day));
  }
  return out;
}

/** Actual over forecast, ascending, over origins inside the history. */
function residuals(values: Float64Array, shape: Shape): Float64Array {
  const out: number[] = [];
  const every = Math.max(1, Math.round(shape.day / 4));
  const horizon = Math.min(shape.horizon, 2 * shape.day);
  for (let end = values.length - every; end > shape.lag && out.length < 20_000; end -= every) {
    const made = repeatedSeason(values, end, { ...shape, horizon: Math.min(horizon, values.length - end) });
    made.forEach((f, i) => f > 0 && out.push(Math.min(100, values[end + i]! / f)));
  }
  while (out.length < 20) out.push(0.3 + (out.length % 20) * 0.1);
  return Float64Array.from(out).sort();
}

function at(sorted: Float64Array, quantile: number): number {
  const k = Math.min(sorted.length - 1, Math.max(0, Math.ceil((sorted.length + 1) * quantile) - 1));
  return sorted[k]!;
}

function tierName(days: number): string {
  if (days >= 1) return `${Math.min(28, Math.floor(days))}d`;
  return days * 24 >= 1 ? `${Math.floor(days * 24)}h` : "none";
}
