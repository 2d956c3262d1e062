import { describe, expect, it } from "vitest";
import { HOUR } from "../../src/units/duration.ts";
import type { ForecastMemory } from "../../src/forecast/forecastTypes.ts";
import { apart, FIVE_MINUTES, generated, made, median, MONDAY, weekly } from "./history.ts";

const values = generated({ days: 30, noise: 0.05, shape: weekly });

function throughText(memory: ForecastMemory | undefined): ForecastMemory {
  return JSON.parse(JSON.stringify(memory)) as ForecastMemory;
}

describe("the memory of a forecast", () => {
  it("gives nearly the same forecast a day later as none, from hour to hour through JSON", () => {
    let memory: ForecastMemory | undefined;
    for (let end = 28 * 24; end <= 29 * 24; end++) {
      const forecast = made(values.slice(0, end), memory === undefined ? {} : { memory });
      memory = throughText(forecast.memory);
      if (end === 29 * 24) expect(apart(median(forecast), median(made(values.slice(0, end))))).toBeLessThan(0.02);
    }
  });

  it("is at most 100 kB for 28 days of five-minute data and 48 h ahead", () => {
    const fine = generated({ days: 28, step: FIVE_MINUTES, noise: 0.05, shape: weekly });
    const { memory } = made(fine, { horizon: 576 }, FIVE_MINUTES);
    expect(JSON.stringify(memory).length).toBeLessThan(100_000);
  });

  it.each([
    { why: "another version", memory: { version: "other", state: { anything: 1 } } },
    { why: "another horizon", memory: made(values, { horizon: 24 }).memory! },
  ])("of $why is ignored", ({ memory }) => {
    expect(median(made(values, { memory }))).toEqual(median(made(values)));
  });

  it("survives a change of the largest demand: what is remembered keeps its unit", () => {
    const { memory } = made(values.slice(0, 28 * 24));
    const doubled = values.slice(0, 28 * 24 + 3).fill(600, 28 * 24);
    const with_ = made(doubled, { memory: throughText(memory) });
    expect(Math.max(...median(with_))).toBeLessThan(1200);
    expect(with_.from).toBe(MONDAY + (28 * 24 + 3) * HOUR);
  });
});
