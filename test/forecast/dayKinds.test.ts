import { describe, expect, it } from "vitest";
import { dayKinds } from "../../src/forecast/quantiles/dayKinds.ts";
import { seeded } from "./history.ts";

/** Three weeks of 1, on the evenings of the last two days of each 4; roots of the first and last `apart` from it. */
function weeks(apart: number, stepsAnHour = 1): Float64Array {
  return Float64Array.from({ length: 21 * 24 * stepsAnHour }, (_, i) => {
    const hour = Math.floor(i / stepsAnHour);
    const evening = hour % 24 >= 16 && Math.floor(hour / 24) % 7 >= 5;
    const week = Math.floor(hour / 168) - 1;
    return ((evening ? 2 : 1) + week * apart) ** 2;
  });
}

describe("dayKinds", () => {
  it("tells days apart at the hours at which they are, and nowhere else", () => {
    const likeness = dayKinds(weeks(0.1), 24)!;
    expect(likeness(0, 5, 20)).toBeLessThan(1e-6);
    expect(likeness(0, 5, 8)).toBe(1);
    expect(likeness(0, 4, 20)).toBe(1);
    expect(likeness(5, 6, 20)).toBe(1);
  });

  it("is exp(−½ (max(0, D / w − 1.2) / 0.7)²), w the mean deviation of single weeks", () => {
    // Around 14 h three of nine hours differ by 1. Roots lie 0.2, 0 and 0.2 from their mean: w = 0.4 / √(3 × 2).
    const ratio = 3 / 9 / (0.4 / Math.sqrt(6));
    expect(ratio).toBeGreaterThan(1.2);
    expect(dayKinds(weeks(0.2), 24)!(0, 5, 14)).toBeCloseTo(Math.exp(-0.5 * ((ratio - 1.2) / 0.7) ** 2), 9);
    // With twice the deviation it is chance.
    expect(dayKinds(weeks(0.4), 24)!(0, 5, 14)).toBe(1);
  });

  it("is the same on finer steps, and where some of them are gaps", () => {
    const fine = weeks(0.2, 12).map((v, i) => (i % 12 === 5 ? NaN : v));
    const [coarse, made] = [dayKinds(weeks(0.2), 24)!, dayKinds(fine, 288)!];
    for (const hour of [0, 12, 14, 20]) expect(made(2, 6, hour)).toBeCloseTo(coarse(2, 6, hour), 9);
  });

  it("takes days that differ by chance for one kind, and says nothing of less than two weeks", () => {
    const random = seeded(8);
    const noise = Float64Array.from({ length: 28 * 24 }, () => 1 + random());
    const likeness = dayKinds(noise, 24)!;
    const all = Array.from({ length: 24 }, (_, hour) => likeness(1, 4, hour));
    expect(all.reduce((a, b) => a + b, 0) / 24).toBeGreaterThan(0.9);
    expect(dayKinds(noise.subarray(0, 14 * 24 - 1), 24)).toBeUndefined();
  });
});
