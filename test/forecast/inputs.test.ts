import { describe, expect, it } from "vitest";
import { makeGrid } from "../../src/forecast/views/grid.ts";
import { bucketOf, sampledSteps } from "../../src/forecast/rehearsals/horizonBuckets.ts";
import { hourlyHorizon, hourlyOrigin, hourlyView } from "../../src/forecast/views/hourlyView.ts";
import { pastShapes } from "../../src/forecast/views/pastShapes.ts";
import { logTransform, SQRT } from "../../src/forecast/views/transform.ts";
import { wallClock } from "../../src/forecast/input/wallClock.ts";
import { DAY, HOUR, milliseconds } from "../../src/units/duration.ts";
import { instant } from "../../src/units/instant.ts";
import { apart, FIVE_MINUTES, generated, made, median, MONDAY, seeded, weekly } from "./history.ts";

function gridOf(z: Float64Array, day: number) {
  return makeGrid(z, new Uint8Array(z.length).fill(1), day);
}

const random = seeded(5);
const noise = Float64Array.from({ length: 6 * 288 }, () => random());

describe("pastShapes", () => {
  it("are means over days as far as there are any, of values averaged over half an hour", () => {
    const grid = gridOf(noise, 288);
    const { half, smooth, days7, exact7, upTo } = pastShapes(grid);
    expect(half).toBe(3);
    const mean = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0) / all.length;
    const around = (i: number): number => mean([...noise.subarray(Math.max(0, i - 3), i + 4)]);
    const back = (i: number): number[] => [0, 1, 2, 3, 4, 5, 6].map((k) => i - k * 288).filter((k) => k >= 0);
    for (const i of [0, 2, 300, 1_000, 1_700]) {
      expect(smooth[i]).toBeCloseTo(around(i), 12);
      expect(days7.at(i)).toBeCloseTo(mean(back(i).map(around)), 9);
      expect(exact7.at(i)).toBeCloseTo(mean(back(i).map((k) => noise[k]!)), 9);
    }
    expect(upTo(1_001, 1_000)).toBeCloseTo(mean([...noise.subarray(997, 1_001)]), 12);
  });
});

describe("hourlyView", () => {
  it("holds means of the hours counted back from the end, and what they leave out", () => {
    const view = hourlyView(gridOf(noise.subarray(0, 300), 288));
    expect(view.grid.z).toHaveLength(25);
    expect(view.grid.z[24]).toBeCloseTo(noise.subarray(288, 300).reduce((a, b) => a + b, 0) / 12, 12);
    // The middle of step 6 lies half a step behind that of the first hour: the next hour weighs 0.5 / 12.
    const line = view.grid.z[0]! + (0.5 / 12) * (view.grid.z[1]! - view.grid.z[0]!);
    expect(view.detailAt(6)).toBeCloseTo(noise[6]! - line, 12);
    expect(hourlyOrigin(view, 300, 300 - 36)).toBe(22);
    expect(hourlyHorizon(view, 13)).toBe(3);
  });
});

describe("transforms", () => {
  it.each([
    { why: "without zeros nothing is added", values: [0.5, 1], zero: false },
    { why: "with zeros one per cent of the mean is", values: [0, 1], zero: true },
  ])("the logarithm comes back: $why", ({ values, zero }) => {
    const { forth, back } = logTransform(Float64Array.from(values));
    for (const v of values) expect(back(forth(v))).toBeCloseTo(v, 12);
    expect(Number.isFinite(forth(0))).toBe(zero);
    if (zero) expect(forth(0)).toBeCloseTo(Math.log(0.005), 12);
  });

  it("no number leads back out of the finite ones from zero on", () => {
    for (const { back } of [logTransform(Float64Array.of(0, 1)), SQRT]) {
      for (const z of [-1e300, -1, 0, 1, 1e300]) {
        expect(back(z)).toBeGreaterThanOrEqual(0);
        expect(back(z)).toBeLessThan(Infinity);
      }
    }
  });
});

describe("horizon buckets", () => {
  it("end with the first, sixth and 24th hour, the ends within", () => {
    expect([1, 12, 13, 72, 73, 288, 289, 9_999].map((h) => bucketOf(h, 12))).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    expect([1, 2, 6, 7, 24, 25].map((h) => bucketOf(h, 1))).toEqual([0, 1, 1, 2, 2, 3]);
  });

  it("are sampled evenly, the last step of each among them, and wholly where steps are few", () => {
    const fine = sampledSteps(576, 12);
    expect([12, 72, 288, 576].every((end) => fine.includes(end))).toBe(true);
    expect([...fine]).toEqual([...new Set(fine)].sort((a, b) => a - b));
    expect([...sampledSteps(8, 1)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe("wallClock", () => {
  const history = { start: MONDAY, step: HOUR, values: new Float64Array(24) };

  it("places instants in bins of the day, the end behind the last", () => {
    const { day, week, length, binOf, binsOf } = wallClock(history, 48, "UTC");
    expect([day, week, length]).toEqual([24, 168, 24]);
    expect(binOf(MONDAY)).toBe(0);
    expect(binOf(instant(MONDAY + DAY))).toBe(24);
    expect(binsOf({ start: instant(MONDAY + 2 * HOUR), end: instant(MONDAY + 4 * HOUR) })).toEqual([2, 4]);
    expect(binsOf({ start: instant(MONDAY + 2.5 * HOUR), end: instant(MONDAY + 3.5 * HOUR) })).toEqual([2, 4]);
  });

  it.each([
    { zone: "Europe/Berlin", at: "2026-03-29T00:00:00Z", bins: 23, why: "spring has an hour less" },
    { zone: "Europe/Berlin", at: "2026-10-25T00:00:00Z", bins: 25, why: "autumn has one more, in a bin shared" },
    { zone: "America/New_York", at: "2026-03-08T05:00:00Z", bins: 23, why: "spring there" },
  ])("in $zone on $at: $why", ({ zone, at, bins }) => {
    const start = instant(Date.parse(at));
    // A day on the wall, begun at local midnight or an hour behind it, is 24 bins of the clock whatever it lasts.
    const { binOf, length } = wallClock({ start, step: HOUR, values: new Float64Array(bins) }, 1, zone);
    expect(binOf(instant(start + bins * HOUR))).toBe(length);
    expect(length - binOf(start)).toBe(24);
  });

  it.each(["UTC", "Europe/Berlin", "Australia/Lord_Howe"])("places a year of hours in %s as each of them", (zone) => {
    const year = { start: MONDAY, step: HOUR, values: new Float64Array(365 * 24) };
    const { binOf, binsAlong } = wallClock(year, 48, zone);
    const each = Array.from(year.values, (_, i) => binOf(instant(MONDAY + i * HOUR)));
    expect([...binsAlong(MONDAY, HOUR, each.length)]).toEqual(each);
  });

  it("counts days of the zone from 1970", () => {
    const { dayOf, firstOf } = wallClock(history, 48, "Asia/Shanghai");
    // Midnight UTC is 08:00 there: the next day begins 16 bins later.
    expect(dayOf(15)).toBe(MONDAY / DAY);
    expect(dayOf(16)).toBe(MONDAY / DAY + 1);
    expect(firstOf(MONDAY / DAY + 1)).toBe(16);
  });
});

it("seasons of half-hours and minutes are found like those of hours", () => {
  for (const step of [milliseconds(HOUR / 2), FIVE_MINUTES, milliseconds(HOUR / 60)]) {
    const days = step < FIVE_MINUTES ? 9 : 21;
    const horizon = DAY / step;
    const truth = Float64Array.from({ length: horizon }, (_, h) => weekly(MONDAY + days * DAY + h * step));
    const path = median(made(generated({ days, step, noise: 0.05, shape: weekly }), { horizon }, step));
    expect(apart(path, truth)).toBeLessThan(0.06);
  }
});
