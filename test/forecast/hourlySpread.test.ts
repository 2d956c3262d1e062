import { expect, it } from "vitest";
import { hourlySpread } from "../../src/forecast/hourlySpread.ts";

const everyHour = (ratioAt: (hour: number) => number) =>
  Array.from({ length: 24 }, (_, hour) => ({ ratio: ratioAt(hour), hour }));

it("errors that are the same at every hour leave every hour as wide as the others", () => {
  for (const v of hourlySpread(
    everyHour((hour) => (hour % 2 === 0 ? 1 : -1)),
    28,
  ))
    expect(v).toBeCloseTo(1, 12);
});

it("without anything seen every hour is as wide as the others", () => {
  expect([...hourlySpread([], 0)]).toEqual(new Array(24).fill(1));
});

it("one wide hour widens itself and its neighbours, around midnight too, shrunk by eight rehearsals", () => {
  const spread = hourlySpread(
    everyHour((hour) => (hour === 0 ? 5 : 1)),
    8,
  );
  const kernel = [0, 1, 2, 3].map((apart) => Math.exp(-0.5 * (apart / 1.2) ** 2));
  const all = kernel[0]! + 2 * (kernel[1]! + kernel[2]! + kernel[3]!);
  // Half of what is seen and half of 1; seen are 1 everywhere and 4 more times the part of the wide hour.
  const expected = (apart: number): number => 1 + (0.5 * 4 * kernel[apart]!) / all;
  expect(spread[0]).toBeCloseTo(expected(0), 9);
  expect(spread[23]).toBeCloseTo(expected(1), 9);
  expect(spread[3]).toBeCloseTo(expected(3), 9);
  expect(spread[12]).toBeCloseTo(1, 9);
});
