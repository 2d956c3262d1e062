import { describe, expect, it } from "vitest";
import type { DeclaredWindow } from "../../src/forecast/forecastTypes.ts";
import { shrunk } from "../../src/forecast/input/uplift.ts";
import { DAY, HOUR } from "../../src/units/duration.ts";
import { instant } from "../../src/units/instant.ts";
import { apart, generated, made, median, MONDAY, weekly } from "./history.ts";

const clean = generated({ days: 28, noise: 0.03, shape: weekly });
/** Two hours at 18:00 of a day. */
const evening = (day: number, given: Partial<DeclaredWindow> = {}): DeclaredWindow => ({
  start: instant(MONDAY + day * DAY + 18 * HOUR),
  end: instant(MONDAY + day * DAY + 20 * HOUR),
  ...given,
});
const lifted = (days: readonly number[], times: number): Float64Array =>
  clean.map((v, i) => (days.includes(Math.floor(i / 24)) && [18, 19].includes(i % 24) ? times * v : v));

describe("uplift", () => {
  it.each([
    { ratios: [], multiplier: 2, found: 2, why: "nothing seen: what was declared" },
    { ratios: [4], multiplier: 2, found: 2 ** (4 / 3), why: "(2 + 1 + 1) / 3 in powers of two" },
    { ratios: [4, 8], multiplier: 2, found: 4, why: "(2 + 3 + 1) / 3 in powers of two" },
    { ratios: [4, 8, 16], multiplier: 2, found: 8, why: "from three on what was seen" },
    { ratios: [4], multiplier: undefined, found: 4, why: "nothing declared: what was seen" },
  ])("of $ratios, declared $multiplier, is $found: $why", ({ ratios, multiplier, found }) => {
    expect(shrunk(ratios.map(Math.log), multiplier)?.multiplier).toBeCloseTo(found, 12);
  });

  it("has the standard deviation of the log ratios for its spread, from two windows on", () => {
    expect(shrunk([Math.log(2), Math.log(8)], undefined)?.spread).toBeCloseTo(Math.SQRT2 * Math.log(2), 12);
    expect(shrunk([1], 2)?.spread).toBeUndefined();
    expect(shrunk([], undefined)).toBeUndefined();
  });

  it("is learned from three past evenings and offered for the next; the baseline stays the masked one", () => {
    const declared = [6, 13, 20].map((day) => evening(day)).concat(evening(28, { multiplier: 2 }));
    const forecast = made(lifted([6, 13, 20], 5), { declared });
    expect(forecast.uplifts).toHaveLength(1);
    expect(forecast.uplifts?.[0]).toMatchObject({ start: declared[3]?.start, end: declared[3]?.end, windows: 3 });
    expect(forecast.uplifts?.[0]?.multiplier).toBeGreaterThan(4.6);
    expect(forecast.uplifts?.[0]?.multiplier).toBeLessThan(5.4);
    expect(apart(median(forecast), median(made(clean, { declared })))).toBeLessThan(0.03);
  });

  it("is kept apart by name", () => {
    const declared = [evening(6, { name: "sale" }), evening(13, { name: "match" }), evening(28, { name: "match" })];
    const values = lifted([6], 8).map((v, i) => (Math.floor(i / 24) === 13 && [18, 19].includes(i % 24) ? 2 * v : v));
    const [uplift] = made(values, { declared }).uplifts ?? [];
    expect(uplift?.windows).toBe(1);
    expect(uplift?.multiplier).toBeGreaterThan(1.8);
    expect(uplift?.multiplier).toBeLessThan(2.2);
  });

  it("is absent when no window is to come", () => {
    expect(made(clean, { declared: [evening(6)] }).uplifts).toBeUndefined();
  });
});
