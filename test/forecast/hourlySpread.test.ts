import { expect, it } from "vitest";
import { hourlySpread } from "../../src/forecast/quantiles/hourlySpread.ts";

const everyHour = (ratioAt: (hour: number, day: number) => number) => ({
  ratios: Float64Array.from({ length: 168 }, (_, hour) => ratioAt(hour % 24, Math.floor(hour / 24))),
  hours: Uint8Array.from({ length: 168 }, (_, hour) => hour),
});

const KERNEL = [0, 1, 2, 3].map((apart) => Math.exp(-0.5 * (apart / 1.2) ** 2));
const ALL = KERNEL[0]! + 2 * (KERNEL[1]! + KERNEL[2]! + KERNEL[3]!);

it("errors that are the same at every hour leave every hour as wide as the others", () => {
  const ratios = everyHour((hour) => (hour % 2 === 0 ? 1 : -1));
  for (const likeness of [undefined, () => 0.3]) {
    for (const v of hourlySpread(ratios, 28, likeness)) expect(v).toBeCloseTo(1, 12);
  }
});

it("without anything seen every hour is as wide as the others", () => {
  const nothing = { ratios: new Float64Array(), hours: new Uint8Array() };
  for (const likeness of [undefined, () => 1]) {
    expect([...hourlySpread(nothing, 0, likeness)]).toEqual(new Array(168).fill(1));
  }
});

it("one wide hour of all days widens itself and its neighbours, around midnight too, shrunk by 8 rehearsals", () => {
  const spread = hourlySpread(
    everyHour((hour) => (hour === 0 ? 5 : 1)),
    8,
  );
  // Half of what is seen and half of 1; seen are 1 everywhere and 4 more times the part of the wide hour.
  const expected = (apart: number): number => 1 + (0.5 * 4 * KERNEL[apart]!) / ALL;
  for (const day of [0, 3, 6]) {
    expect(spread[24 * day]).toBeCloseTo(expected(0), 9);
    expect(spread[24 * day + 23]).toBeCloseTo(expected(1), 9);
    expect(spread[24 * day + 3]).toBeCloseTo(expected(3), 9);
    expect(spread[24 * day + 12]).toBeCloseTo(1, 9);
  }
});

it("an hour that is wide on working days is not on other days; each kind is shrunk to what all days are", () => {
  const working = (day: number): boolean => day < 5;
  const ratios = everyHour((hour, day) => (hour === 12 && working(day) ? 8 : 1));
  const spread = hourlySpread(ratios, 28, (a, b) => (working(a) === working(b) ? 1 : 0));
  const shared = (28 * (1 + (5 * KERNEL[0]!) / ALL) + 8) / 36;
  const seen = { monday: 1 + (7 * KERNEL[0]!) / ALL, saturday: 1 };
  expect(spread[12]).toBeCloseTo((20 * seen.monday + 8 * shared) / 28, 9);
  expect(spread[5 * 24 + 12]).toBeCloseTo((8 * seen.saturday + 8 * shared) / 16, 9);
});
