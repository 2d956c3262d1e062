import { expect, it } from "vitest";
import { medianIn, medianOf } from "../../src/forecast/input/medians.ts";
import { seeded } from "./history.ts";

/** A second implementation: the middle of all in order. */
function middle(values: Float64Array): number {
  const sorted = values.filter((v) => !Number.isNaN(v)).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

it.each([
  { why: "all different", of: (v: number) => v },
  { why: "many of them equal", of: (v: number) => Math.floor(5 * v) },
  { why: "a fifth of them missing", of: (v: number) => (v < 0.2 ? NaN : v) },
])("the median is the middle of all in order, $why", ({ of }) => {
  const random = seeded(5);
  for (let length = 1; length < 120; length++) {
    const values = Float64Array.from({ length }, () => of(random()));
    expect(medianOf(values)).toBe(middle(values));
  }
});

it("of ascending and descending values is the middle, too, however many", () => {
  const rising = Float64Array.from({ length: 1_001 }, (_, i) => i);
  expect([rising, rising.toReversed()].map(medianOf)).toEqual([500, 500]);
});

it("of nothing is NaN, and leaves what it is asked of as it is, unless it may move it", () => {
  expect(medianOf(Float64Array.of(NaN))).toBeNaN();
  const values = Float64Array.of(3, 1, 2);
  expect([medianOf(values), ...values]).toEqual([2, 3, 1, 2]);
  expect([medianIn(values), ...values]).toEqual([2, 1, 2, 3]);
});
