import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/units/duration.ts";
import { instant } from "../../src/units/instant.ts";
import { forecast } from "../../src/forecast/forecast.ts";
import type { ForecastRequest } from "../../src/forecast/forecastTypes.ts";

const START = instant(Date.UTC(2026, 0, 5));

function request(values: number[] | Float64Array, given: Partial<ForecastRequest> = {}): ForecastRequest {
  return {
    history: { start: START, step: HOUR, values: Float64Array.from(values) },
    horizon: 48,
    quantiles: [0.5, 0.95],
    zone: "UTC",
    declared: [],
    ...given,
  };
}

const daily = (i: number): number => 100 + 50 * Math.sin((2 * Math.PI * i) / 24);

describe("forecast", () => {
  it("repeats a perfect daily shape", () => {
    const made = forecast(request(Array.from({ length: 24 * 28 }, (_, i) => daily(i))));
    if (!made.ok) throw new Error(made.failure.message);
    const median = made.value.quantiles[0]!.values;
    expect(made.value.from).toBe(START + 28 * DAY);
    median.forEach((v, h) => expect(Math.abs(v - daily(28 * 24 + h))).toBeLessThan(3));
  });

  it.each([
    { hours: 0.5, tier: "none" },
    { hours: 1, tier: "1h" },
    { hours: 24, tier: "1d" },
    { hours: 144, tier: "6d" },
    { hours: 24 * 15, tier: "15d" },
  ])("F12: $hours h of history stands on tier $tier and is finite, ≥ 0, monotone", ({ hours, tier }) => {
    const values = Float64Array.from({ length: hours * 12 }, (_, i) => daily(i / 12));
    const made = forecast(
      request([], { history: { start: START, step: (5 * MINUTE) as never, values }, horizon: 576 }),
    );
    if (!made.ok) throw new Error(made.failure.message);
    expect(made.value.tier).toBe(tier);
    const [low, high] = made.value.quantiles.map((q) => q.values) as [Float64Array, Float64Array];
    low.forEach((v, h) => {
      expect(v).toBeGreaterThanOrEqual(0);
      expect(high[h]).toBeGreaterThanOrEqual(v);
      expect(Number.isFinite(high[h])).toBe(true);
    });
  });

  it("F14: a history without a usable sample is refused with a remedy, never read as zero", () => {
    const made = forecast(request([NaN, NaN, Infinity, -1]));
    expect(made).toMatchObject({ ok: false, failure: { code: "NoHistory", field: "history.values" } });
  });

  it.each([
    { given: { horizon: 0 }, field: "horizon" },
    { given: { quantiles: [0.9, 0.5] }, field: "quantiles" },
    { given: { quantiles: [] }, field: "quantiles" },
    { given: { quantiles: [0.5, NaN] }, field: "quantiles" },
    { given: { zone: "Local" }, field: "zone" },
  ])("refuses $given naming the field $field", ({ given, field }) => {
    expect(forecast(request([1, 2, 3], given))).toMatchObject({ ok: false, failure: { field } });
  });
});
