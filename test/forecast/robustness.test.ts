import { describe, expect, it } from "vitest";
import { DAY, HOUR, type Milliseconds } from "../../src/units/duration.ts";
import { type Instant, instant } from "../../src/units/instant.ts";
import { zoneOffset } from "../../src/units/zone.ts";
import { apart, FIVE_MINUTES, generated, made, median, MONDAY, weekly } from "./history.ts";

const DAYS = 28;
const clean = generated({ days: DAYS, noise: 0.05, shape: weekly });
/** On 28 days by the hour or by five minutes. */
function with28Days(step: Milliseconds, change: (at: number) => number): Float64Array {
  const values = step === HOUR ? clean : generated({ days: DAYS, step, noise: 0.05, shape: weekly });
  return values.map((v, i) => v * change(MONDAY + i * step));
}

const fine = with28Days(FIVE_MINUTES, () => 1);

describe("forecast of a history with", () => {
  // The campaign of the traps: two hours at eight times the demand, so many days before the forecast.
  it.each([
    { declared: true, horizon: 24, limit: 0.03, why: "declared, the next day" },
    { declared: true, horizon: 168, limit: 0.03, why: "declared, the next week" },
    { declared: false, horizon: 24, limit: 0.1, why: "undeclared, the next day" },
    { declared: false, horizon: 168, limit: 0.1, why: "undeclared, the next week" },
  ])("F1: a 2 h × 8 campaign, $why: within $limit of the unpoisoned one", ({ declared, horizon, limit }) => {
    for (const [step, history] of [
      [HOUR, clean],
      [FIVE_MINUTES, fine],
    ] as const) {
      const ask = { horizon: (horizon * HOUR) / step };
      const without = median(made(history, ask, step));
      for (const daysAgo of [0.25, 1.6, 6.6, 13.6]) {
        const start = instant(MONDAY + (DAYS - daysAgo) * DAY);
        const campaign = { start, end: instant(start + 2 * HOUR) };
        const poisoned = with28Days(step, (at) => (at >= campaign.start && at < campaign.end ? 8 : 1));
        const given = { ...ask, declared: declared ? [campaign] : [] };
        expect(apart(median(made(poisoned, given, step)), without), `${daysAgo} days ago`).toBeLessThan(limit);
      }
    }
  });

  it.each([
    { what: "an outage of two hours", hours: 2, of: 0 },
    { what: "an outage of six hours", hours: 6, of: 0 },
    { what: "twelve hours of a tenth", hours: 12, of: 0.1 },
    { what: "a holiday at half of the demand", hours: 18, of: 0.5 },
    { what: "an undeclared campaign of six hours", hours: 6, of: 3 },
  ])("F1: $what: the next day is within 10 % of that without it, whenever it was", ({ hours, of }) => {
    for (const [step, history] of [
      [HOUR, clean],
      [FIVE_MINUTES, fine],
    ] as const) {
      const ask = { horizon: DAY / step };
      const without = median(made(history, ask, step));
      for (const daysAgo of [1.7, 6.7, 13.7]) {
        const start = MONDAY + (DAYS - daysAgo) * DAY;
        const poisoned = with28Days(step, (at) => (at >= start && at < start + hours * HOUR ? of : 1));
        expect(apart(median(made(poisoned, ask, step)), without), `${daysAgo} days ago`).toBeLessThan(0.1);
      }
    }
  });

  it("F2: quiet weekends: Saturday is forecast as a Saturday, not as the Friday before", () => {
    // Ends on a Friday at midnight, so that the first day ahead is a Saturday.
    const history = generated({ days: 26, noise: 0.02, shape: weekly }).slice(0, 26 * 24);
    const saturday = median(made(history)).subarray(0, 24);
    const truth = Float64Array.from({ length: 24 }, (_, h) => weekly(MONDAY + 26 * DAY + h * HOUR));
    expect(new Date(MONDAY + 26 * DAY).getUTCDay()).toBe(6);
    expect(apart(saturday, truth)).toBeLessThan(0.012);
  });

  it("F3: a twentieth of the samples lost: the peak stays at its hour", () => {
    const holes = clean.map((v, i) => (i % 20 === 7 ? NaN : v));
    const path = median(made(holes)).subarray(0, 24);
    expect(path.indexOf(Math.max(...path))).toBeGreaterThanOrEqual(11);
    expect(path.indexOf(Math.max(...path))).toBeLessThanOrEqual(13);
  });

  it("F4: a gap of 90 minutes in 14 days: the forecast changes by less than 5 %", () => {
    const fine = generated({ days: 14, step: FIVE_MINUTES, noise: 0.05, shape: weekly });
    const gap = fine.map((v, i) => (i >= 13 * 288 + 100 && i < 13 * 288 + 118 ? NaN : v));
    const ask = { horizon: 288 };
    expect(apart(median(made(gap, ask, FIVE_MINUTES)), median(made(fine, ask, FIVE_MINUTES)))).toBeLessThan(0.05);
  });

  it("F10: one absurd sample: it is a gap with a warning, and the rest is forecast as before", () => {
    const bad = clean.with(300, Infinity).with(301, -5);
    const forecast = made(bad);
    expect(forecast.warnings.join()).toContain("2 samples");
    expect(apart(median(forecast), median(made(clean)))).toBeLessThan(0.02);
  });

  it.each([
    { zone: "Europe/Berlin", change: "2026-03-29T01:00:00Z" },
    { zone: "Europe/Berlin", change: "2026-10-25T01:00:00Z" },
    { zone: "America/New_York", change: "2026-03-08T07:00:00Z" },
    { zone: "America/New_York", change: "2026-11-01T06:00:00Z" },
  ])("F11: a peak at 18:00 in $zone stays there across the change of $change", ({ zone, change }) => {
    const local = (at: number): number => {
      const hour = Math.floor(((at + zoneOffset(zone, at as Instant)) % DAY) / HOUR);
      return hour === 18 ? 500 : 100;
    };
    const end = Date.parse(change) - 12 * HOUR;
    const start = instant(end - 21 * DAY);
    const values = generated({ days: 21, start, noise: 0.02, shape: local });
    const path = median(made(values, { zone, history: { start, step: HOUR, values } }));
    const peaks = [...path.keys()].filter((h) => path[h]! > 300);
    expect(peaks).toEqual([...path.keys()].filter((h) => local(end + h * HOUR) === 500));
  });
});

describe("forecast of a history that is", () => {
  it.each([
    { why: "constant", values: new Float64Array(500).fill(275), least: 275, most: 275 },
    { why: "all zeros", values: new Float64Array(500), least: 0, most: 0 },
    { why: "one sample", values: Float64Array.of(10), least: 10, most: 100 },
    { why: "one point in zeros", values: new Float64Array(500).with(200, 50), least: 0, most: 200 },
    { why: "a counter", values: Float64Array.from({ length: 500 }, (_, i) => 1000 * i), least: 0, most: 5e6 },
    { why: "alternating", values: Float64Array.from({ length: 500 }, (_, i) => (i % 2) * 100), least: 0, most: 500 },
    {
      why: "at the edge of the numbers",
      values: new Float64Array(99).fill(1e308),
      least: 9e307,
      most: Number.MAX_VALUE,
    },
  ])("F14: $why stays within $least and $most", ({ values, least, most }) => {
    for (const { values: path } of made(values).quantiles) {
      expect(Math.min(...path)).toBeGreaterThanOrEqual(least);
      expect(Math.max(...path)).toBeLessThanOrEqual(most);
    }
  });
});
