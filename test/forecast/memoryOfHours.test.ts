import { expect, it } from "vitest";
import { forecast } from "../../src/forecast/forecast.ts";
import type { ForecastMemory } from "../../src/forecast/forecastTypes.ts";
import { demandCurve } from "../../src/twin/demand.ts";
import { DAY, HOUR, milliseconds, MINUTE } from "../../src/units/duration.ts";
import { type Instant, instant } from "../../src/units/instant.ts";

const STEP = milliseconds(5 * MINUTE);
const PEAK = instant(Date.parse("2026-11-10T20:00:00Z"));

const demandAt = demandCurve({
  ...{ zone: "UTC", seed: 11, noisePercent: 2, surges: [] },
  day: [
    { fromHour: 8, demand: 450 },
    { fromHour: 20, demand: 1000 },
    { fromHour: 23, demand: 80 },
  ],
});

function forecastAt(end: Instant, memory: ForecastMemory | undefined) {
  const count = (28 * DAY) / STEP;
  const start = instant(end - count * STEP);
  const values = Float64Array.from({ length: count }, (_, i) => demandAt(instant(start + i * STEP)));
  const remembered = memory === undefined ? {} : { memory };
  const request = { horizon: 288, quantiles: [0.5, 0.95], zone: "UTC", declared: [], ...remembered };
  const made = forecast({ history: { start, step: STEP, values }, ...request });
  if (!made.ok) throw new Error(made.failure.message);
  return made.value;
}

it("what was rehearsed in flat hours is remembered, and the rise of every day is still seen an hour ahead", () => {
  let memory: ForecastMemory | undefined;
  for (let end = instant(PEAK - 3 * HOUR); end <= PEAK; end = instant(end + 15 * MINUTE)) {
    const made = forecastAt(end, memory);
    memory = made.memory;
    const ahead = (PEAK - end) / STEP;
    const [median = 0, high = 0] = made.quantiles.map(({ values }) => values[ahead]);
    expect(median).toBeGreaterThan(950);
    // The noise is 2 % of the peak.
    expect(high).toBeGreaterThan(990);
  }
});
