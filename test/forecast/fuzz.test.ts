import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR } from "../../src/units/duration.ts";
import { forecast } from "../../src/forecast/forecast.ts";
import { FIVE_MINUTES, MONDAY } from "./history.ts";

const wild = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 0, max: 1e4, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, NaN, Infinity, -Infinity, 1e308, 5e-324, -1, 1e-300) },
);

const request = fc.record({
  values: fc.array(wild, { maxLength: 700 }),
  step: fc.constantFrom(HOUR, FIVE_MINUTES),
  horizon: fc.integer({ min: 1, max: 60 }),
  zone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"),
});

describe("forecast", () => {
  it("F5: of anything is finite, ≥ 0 and ascending in the quantile, or a refusal with a code", () => {
    fc.assert(
      fc.property(request, ({ values, step, horizon, zone }) => {
        const history = { start: MONDAY, step, values: Float64Array.from(values) };
        const outcome = forecast({ history, horizon, quantiles: [0.05, 0.5, 0.9, 0.99], zone, declared: [] });
        if (!outcome.ok) {
          expect(outcome.failure.code).toMatch(/^(NoHistory|InvalidForecastRequest)$/);
          return;
        }
        let below: Float64Array = new Float64Array(horizon);
        for (const { values: path } of outcome.value.quantiles) {
          expect(path.length).toBe(horizon);
          expect(path.every((v, h) => Number.isFinite(v) && v >= below[h]!)).toBe(true);
          below = path;
        }
      }),
      { numRuns: 60, seed: 4 },
    );
  });
});
