import { DAY, HOUR, type Milliseconds, milliseconds, MINUTE } from "../../src/units/duration.ts";
import { type Instant, instant } from "../../src/units/instant.ts";
import { forecast } from "../../src/forecast/forecast.ts";
import type { Forecast, ForecastRequest } from "../../src/forecast/forecastTypes.ts";

/** A Monday at midnight UTC. */
export const MONDAY: Instant = instant(Date.UTC(2026, 0, 5));
export const FIVE_MINUTES: Milliseconds = milliseconds(5 * MINUTE);

/** Numbers in [0, 1) that are the same in every run. Source: Marsaglia (2003), xorshift generators. */
export function seeded(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

export interface Generated {
  readonly days: number;
  readonly step?: Milliseconds;
  readonly start?: Instant;
  readonly noise?: number;
  /** Demand at an instant before noise. */
  readonly shape: (at: number) => number;
}

export function generated({ days, step = HOUR, start = MONDAY, noise = 0, shape }: Generated): Float64Array {
  const random = seeded(42);
  return Float64Array.from({ length: Math.round((days * DAY) / step) }, (_, i) => {
    return shape(start + i * step) * (1 + noise * (random() + random() + random() - 1.5));
  });
}

/** A day's wave between 100 and 300 that is two thirds as high at the weekend. */
export function weekly(at: number): number {
  const wave = 200 - 100 * Math.cos((2 * Math.PI * at) / DAY);
  const weekday = Math.floor((at - MONDAY) / DAY) % 7;
  return weekday === 5 || weekday === 6 ? (wave * 2) / 3 : wave;
}

export function made(values: Float64Array, given: Partial<ForecastRequest> = {}, step: Milliseconds = HOUR): Forecast {
  const history = { start: MONDAY, step, values };
  const outcome = forecast({ history, horizon: 48, quantiles: [0.5, 0.95], zone: "UTC", declared: [], ...given });
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

export function median(of: Forecast): Float64Array {
  return of.quantiles.find(({ quantile }) => quantile === 0.5)!.values;
}

/** Mean |a − b| / mean |b|. */
export function apart(a: Float64Array, b: Float64Array): number {
  const sum = (of: (i: number) => number): number => a.reduce((s, _, i) => s + of(i), 0);
  return sum((i) => Math.abs(a[i]! - b[i]!)) / sum((i) => Math.abs(b[i]!));
}
