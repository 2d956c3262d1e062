import { describe, expect, it } from "vitest";
import type { ForecastMemory } from "../../src/forecast/forecastTypes.ts";
import { levelShift } from "../../src/forecast/input/levelShift.ts";
import { prepared } from "../../src/forecast/input/prepare.ts";
import { outcomeAt } from "../../src/forecast/rehearsals/rehearsal.ts";
import { DAY, HOUR, type Milliseconds } from "../../src/units/duration.ts";
import { instant } from "../../src/units/instant.ts";
import { apart, FIVE_MINUTES, generated, made, median, MONDAY, weekly } from "./history.ts";

const DAYS = 28;

/** By hours before the end what demand is multiplied with. */
type Factor = (age: number) => number;

const since =
  (age: number, factor: number): Factor =>
  (hours) =>
    hours <= age ? factor : 1;

interface Given {
  readonly step?: Milliseconds;
  readonly days?: number;
  readonly noise?: number;
  readonly shape?: (at: number) => number;
}

function historyWith(factor: Factor, { step = HOUR, days = DAYS, noise = 0.05, shape = weekly }: Given = {}) {
  const clean = generated({ days, step, noise, shape });
  return clean.map((v, i) => v * factor(((clean.length - i) * step) / HOUR));
}

/** What comes in the day behind, at the level of now. */
function dayAhead(level: number, { step = HOUR, days = DAYS, shape = weekly }: Given = {}): Float64Array {
  return Float64Array.from({ length: DAY / step }, (_, h) => level * shape(MONDAY + days * DAY + h * step));
}

/** Mean absolute error of the next day's median over its mean. */
function nextDayError(factor: Factor, level: number, given: Given = {}): number {
  const truth = dayAhead(level, given);
  return apart(median(made(historyWith(factor, given), { horizon: truth.length }, given.step)), truth);
}

function found(values: Float64Array, day = 24): ReturnType<typeof levelShift> {
  return levelShift(
    values.map((v) => Math.log(v)),
    day,
  );
}

const officeHours = (at: number): number => ((at % DAY) / HOUR >= 8 && (at % DAY) / HOUR < 20 ? weekly(at) : 0);

describe("a level shift", () => {
  it.each([
    { factor: since(24, 2), level: 2, limit: 0.04, why: "doubled a day ago" },
    { factor: since(24, 0.5), level: 0.5, limit: 0.04, why: "halved a day ago" },
    { factor: since(24, 1.5), level: 1.5, limit: 0.04, why: "half as much again a day ago" },
    { factor: since(24, 5), level: 5, limit: 0.04, why: "five times as much a day ago" },
    { factor: since(3, 2), level: 2, limit: 0.05, why: "doubled three hours ago" },
    { factor: since(9, 2), level: 2, limit: 0.05, why: "doubled nine hours ago" },
    { factor: since(6 * 24, 2), level: 2, limit: 0.04, why: "doubled six days ago" },
    { factor: since(9 * 24, 2), level: 2, limit: 0.04, why: "doubled nine days ago" },
    { factor: since(15 * 24, 2), level: 2, limit: 0.04, why: "doubled fifteen days ago" },
    {
      factor: (age: number) => Math.min(2, Math.max(1, 1 + (36 - age) / 12)),
      level: 2,
      limit: 0.05,
      why: "a ramp of 12 h",
    },
  ])("$why: the next day is forecast within $limit on the shape of the week", ({ factor, level, limit }) => {
    expect(nextDayError(factor, level)).toBeLessThan(limit);
  });

  it.each([
    { given: { step: FIVE_MINUTES }, limit: 0.02, why: "in five-minute steps" },
    { given: { noise: 0.25 }, limit: 0.12, why: "of a noisy series" },
    { given: { shape: officeHours }, limit: 0.05, why: "of a series that stands still at night" },
  ])("doubled a day ago, $why: within $limit", ({ given, limit }) => {
    expect(nextDayError(since(24, 2), 2, given)).toBeLessThan(limit);
  });

  it("that happened in a gap of ten hours is found behind it", () => {
    const values = historyWith(since(24, 2)).map((v, i) => (i >= DAYS * 24 - 30 && i < DAYS * 24 - 20 ? NaN : v));
    expect(found(values)?.ratio).toBeCloseTo(2, 1);
    expect(apart(median(made(values, { horizon: 24 })), dayAhead(2))).toBeLessThan(0.04);
  });

  it("is found at its step and by its size", () => {
    const fine = found(historyWith(since(30.25, 2), { step: FIVE_MINUTES }), 288);
    expect(fine?.from).toBe((DAYS * 24 - 30.25) * 12);
    expect(fine?.ratio).toBeCloseTo(2, 1);
    expect(fine?.seen).toBe(fine!.from + 3 * 12);
  });

  it.each([
    { factor: since(0, 1), why: "nothing: a weekend is none" },
    { factor: since(2, 2), why: "two hours at twice the demand" },
    { factor: since(2, 8), why: "a campaign of two hours at eight times the demand, just now" },
    { factor: (age: number) => (age > 4 && age <= 6 ? 8 : 1), why: "the same, four hours ago" },
    { factor: since(6, 5), why: "six hours at five times the demand: a burst" },
    { factor: since(12, 0.5), why: "half a day at half of the demand: an outage or a holiday" },
    {
      factor: (age: number) => (age > 6 && age <= 54 ? 2 : 1),
      why: "two days at twice the demand, over since six hours",
    },
    { factor: (age: number) => (age > 3 && age <= 30 ? 0.2 : 1), why: "a day's outage that is over" },
    { factor: since(24, 1.15), why: "a seventh more: the members follow it" },
    { factor: (age: number) => 1.3 ** (-age / 168), why: "growth by a third every week" },
    { factor: (age: number) => (age <= 30 ? 1 + 4 * 0.9 ** (30 - age) : 1), why: "a burst that fades" },
  ])("is not seen in $why", ({ factor }) => {
    // Ends on a Monday at midnight, and on the Saturday at noon before.
    const values = historyWith(factor, { noise: 0.1 });
    expect(found(values)).toBeUndefined();
    const saturday = historyWith(factor, { noise: 0.1, days: 26.5 });
    expect(found(saturday)).toBeUndefined();
  });

  it("is not seen in two days, in steps of more than an hour, or where all is zero", () => {
    expect(found(historyWith(since(24, 2), { days: 2 }))).toBeUndefined();
    expect(levelShift(new Float64Array(500), 4)).toBeUndefined();
    expect(levelShift(new Float64Array(5000), 24)).toBeUndefined();
    expect(levelShift(new Float64Array(5000).fill(NaN), 24)).toBeUndefined();
  });

  it("that is none leaves the history as it is, to the bit", () => {
    const values = historyWith(since(0, 1));
    const request = { horizon: 48, quantiles: [0.5], zone: "UTC", declared: [] };
    const { outcomes, raw, shift, unit } = prepared({ ...request, history: { start: MONDAY, step: HOUR, values } })!;
    expect(shift).toBeUndefined();
    expect(unit).toBe(Math.max(...values));
    expect([...outcomes]).toEqual([...values.map((v) => v / unit)]);
    expect([...raw]).toEqual([...outcomes]);
  });

  it("is across daylight saving found at its wall-clock hour, and the change itself is none", () => {
    const zone = "Europe/Berlin";
    const end = Date.parse("2026-03-29T12:00:00Z");
    const start = instant(end - DAYS * DAY);
    const values = generated({ days: DAYS, start, noise: 0.05, shape: weekly });
    const shiftOf = (given: Float64Array) =>
      prepared({ history: { start, step: HOUR, values: given }, horizon: 48, quantiles: [0.5], zone, declared: [] })!
        .shift;
    expect(shiftOf(values)).toBeUndefined();
    const doubled = shiftOf(values.map((v, i) => (i >= values.length - 24 ? 2 * v : v)));
    expect(doubled?.from).toBe((DAYS - 1) * 24);
    expect(doubled?.ratio).toBeGreaterThan(1.9);
    expect(doubled?.ratio).toBeLessThan(2.1);
  });
});

describe("a level shift in the first weeks", () => {
  it.each([
    { days: 4, factor: since(6, 2), level: 2, limit: 0.1, why: "doubled six hours ago, four days of history" },
    { days: 4, factor: since(20, 2), level: 2, limit: 0.1, why: "doubled twenty hours ago, four days of history" },
    { days: 9, factor: since(6, 2), level: 2, limit: 0.1, why: "doubled six hours ago, nine days of history" },
    { days: 11, factor: since(30, 2), level: 2, limit: 0.1, why: "doubled thirty hours ago, eleven days" },
    { days: 11, factor: since(66, 0.5), level: 0.5, limit: 0.12, why: "halved 66 h ago, eleven days" },
    { days: 13, factor: since(30, 2), level: 2, limit: 0.1, why: "doubled thirty hours ago, thirteen days" },
    { days: 14, factor: since(60, 2), level: 2, limit: 0.1, why: "doubled sixty hours ago, fourteen days" },
    { days: 15, factor: since(60, 2), level: 2, limit: 0.06, why: "doubled sixty hours ago, fifteen days" },
    { days: 17, factor: since(60, 2), level: 2, limit: 0.1, why: "doubled sixty hours ago, seventeen days" },
  ])("$why: the next day is forecast within $limit", ({ days, factor, level, limit }) => {
    expect(nextDayError(factor, level, { days, noise: 0.1 })).toBeLessThan(limit);
  });

  it("is found where it is, not half a day later, from any of the spans that are looked at", () => {
    const shifts = [
      [13, 30],
      [14, 60],
      [15, 60],
    ] as const;
    for (const [days, hours] of shifts) {
      const shift = found(historyWith(since(hours, 2), { days, noise: 0.1 }));
      expect(Math.abs(shift!.from - (days * 24 - hours))).toBeLessThanOrEqual(1);
    }
  });

  it("is found at its step and by its size", () => {
    const fine = found(historyWith(since(20.25, 2), { step: FIVE_MINUTES, days: 5 }), 288);
    expect(fine?.from).toBe((5 * 24 - 20.25) * 12);
    expect(fine?.ratio).toBeCloseTo(2, 1);
    expect(fine?.seen).toBe(fine!.from + 3 * 12);
  });

  it("is not seen in a quiet weekend, nor in the Monday behind it, on whatever day of the week it began", () => {
    const seen: string[] = [];
    // A history that begins on a Saturday knows nothing but a weekend: there the Monday is a shift.
    for (let began = 0; began < 7; began++) {
      for (let hours = 48; began !== 5 && hours < 12 * 24; hours += 3) {
        const start = instant(MONDAY + began * DAY);
        const values = generated({ days: hours / 24, start, noise: 0.1, shape: weekly });
        if (found(values) !== undefined) seen.push(`${String(hours)} h from day ${String(began)}`);
      }
    }
    expect(seen).toEqual([]);
  });

  it.each([
    { factor: since(2, 2), why: "two hours at twice the demand" },
    { factor: since(6, 5), why: "six hours at five times the demand: a burst" },
    { factor: since(36, 0.5), why: "a day and a half at half of the demand: it could be a weekend" },
    { factor: (age: number) => (age > 4 && age <= 12 ? 3 : 1), why: "eight hours at three times the demand, over" },
    { factor: since(24, 1.15), why: "a seventh more: the members follow it" },
    { factor: (age: number) => 1.3 ** (-age / 168), why: "growth by a third every week" },
  ])("is not seen in $why", ({ factor }) => {
    for (const days of [3, 5, 7, 9, 12]) {
      expect(found(historyWith(factor, { days, noise: 0.1 })), `${String(days)} days`).toBeUndefined();
    }
  });
});

describe("rehearsals before a level shift", () => {
  it("are not held to what came behind it", () => {
    const scoring = { outcomes: Float64Array.of(1, 2, 3, 4), buckets: new Uint8Array(), shift: { from: 2, seen: 3 } };
    expect([0, 1, 2, 3].map((place) => outcomeAt(scoring, 1, place))).toEqual([1, 2, NaN, NaN]);
    expect([2, 3].map((place) => outcomeAt(scoring, 2, place))).toEqual([NaN, NaN]);
    expect(outcomeAt(scoring, 3, 3)).toBe(4);
  });

  it("say what they would have said without it: nothing of it leaks to them", () => {
    const state = (values: Float64Array) =>
      made(values).memory!.state as { rehearsals: { at: number; unit: number; made: number[] }[] };
    const without = state(historyWith(since(0, 1))).rehearsals;
    const with_ = state(historyWith(since(48, 2))).rehearsals;
    const before = without.filter(({ at }) => at < MONDAY + (DAYS - 2) * DAY);
    expect(before.length).toBeGreaterThan(10);
    before.forEach(({ unit, made: paths }, k) => {
      paths.forEach((v, s) => expect((with_[k]!.made[s]! * with_[k]!.unit) / (v * unit)).toBeCloseTo(1, 1));
    });
  });

  it("are remembered in demand as it was then: a forecast with memory across the shift is that without one", () => {
    const all = historyWith(since(48, 2), { days: DAYS + 2 });
    let memory: ForecastMemory | undefined;
    for (let end = DAYS * 24 - 6; end <= (DAYS + 1) * 24; end += 3) {
      const values = all.slice(0, end);
      const forecast = made(values, memory === undefined ? {} : { memory });
      memory = JSON.parse(JSON.stringify(forecast.memory)) as ForecastMemory;
      if (end < (DAYS + 1) * 24) continue;
      for (const { quantile, values: path } of forecast.quantiles) {
        const cold = made(values).quantiles.find((one) => one.quantile === quantile)!.values;
        expect(apart(path, cold)).toBeLessThan(0.06);
      }
      expect(apart(median(forecast).subarray(0, 24), all.slice(end, end + 24))).toBeLessThan(0.08);
    }
  });
});
