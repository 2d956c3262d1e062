import { describe, expect, it } from "vitest";
import type { ForecastRequest } from "../../src/forecast/forecastTypes.ts";
import { DAY, HOUR } from "../../src/units/duration.ts";
import { instant } from "../../src/units/instant.ts";
import { generated, made, median, MONDAY, weekly } from "./history.ts";

const quantiles = [0.05, 0.5, 0.95, 0.99];
/** Two days, given as campaign or as missing capacity. */
const window = { start: instant(MONDAY + 8 * DAY), end: instant(MONDAY + 10 * DAY) };

interface Found {
  readonly why: string;
  readonly values: Float64Array;
  readonly given?: Partial<ForecastRequest>;
}

/** Histories on which `scripts/fuzzForecast.ts` once found an answer that was none; each stays here. */
describe("forecast, as fuzzing found it broken", () => {
  it.each<Found>([
    {
      why: "a counter: all errors on one side carried the low quantile over the median",
      values: Float64Array.from({ length: 243 }, (_, i) => 1_000 * i),
    },
    {
      why: "one value within zeros that end in a declared window: beside the next one",
      values: new Float64Array(39).fill(1, 10, 11),
      given: { declared: [{ start: instant(MONDAY + 27 * HOUR), end: instant(MONDAY + 47 * HOUR) }] },
    },
    {
      why: "alternating with zero, a window declared: errors of 0 / 0",
      values: Float64Array.from({ length: 466 }, (_, i) => (i % 2) * 8.4),
      given: { declared: [window] },
    },
    {
      why: "as large as numbers are, by the hour, until clocks change: the other level was beyond all numbers",
      values: Float64Array.from({ length: 3_217 }, (_, i) => (i % 2 === 0 ? 1e308 : 0.84)),
      given: { zone: "Europe/Berlin" },
    },
  ])("$why", ({ values, given }) => {
    let below: Float64Array = new Float64Array(48);
    for (const { values: path } of made(values, { quantiles, ...given }).quantiles) {
      path.forEach((v, h) => {
        expect(v).toBeGreaterThanOrEqual(below[h]!);
        expect(v).toBeLessThan(Infinity);
      });
      below = path;
    }
  });

  it("a memory of days that the history does not hold any more: it asked those who could not speak", () => {
    const values = generated({ days: 8, shape: weekly, noise: 0.05 });
    const { memory } = made(values.slice(0, 7 * 24));
    const history = { start: instant(MONDAY + 6 * DAY), step: HOUR, values: values.slice(6 * 24, 7 * 24 + 5) };
    const answer = median(made(values, { history, memory: memory! }));
    expect(answer.every((v) => v > 0 && v < 1_000)).toBe(true);
  });

  it("a memory of demand as large as numbers are, of which the history holds none any more: all was infinite", () => {
    const { memory } = made(Float64Array.from({ length: 72 }, (_, i) => (i % 2 === 0 ? Number.MAX_VALUE : 6)));
    const history = { start: instant(MONDAY + 3 * DAY), step: HOUR, values: new Float64Array(3).fill(0.7) };
    expect([...median(made(history.values, { history, memory: memory! }))]).toEqual(new Array(48).fill(0.7));
  });
});
