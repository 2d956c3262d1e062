import { expect, it } from "vitest";
import { spreadOfLate } from "../../src/forecast/quantiles/lateSpread.ts";
import { residualQuantile, residualsOf, spreadAt } from "../../src/forecast/quantiles/residualQuantiles.ts";

const STEPS = Int32Array.of(1);
/** How far members lie from the forecast. */
const APART = Float64Array.of(0.1);
const SCORING = { outcomes: Float64Array.of(0.3, 0.5, 0.3, 0.5, 0.3, 0.5), buckets: Uint8Array.of(0) };

/** Six rehearsals of the value 0.4 on steps of a day: each misses by 0.1. */
function sixMisses() {
  const rehearsals = [0, 1, 2, 3, 4, 5].map((origin) => {
    return { origin, steps: STEPS, paths: new Map(), made: Float64Array.of(0.4), apart: APART };
  });
  return residualsOf(rehearsals, SCORING, { floor: 0, day: 1 });
}

it("the spread is the usual miss, and grows as the power 0.4 of the forecast", () => {
  const residuals = sixMisses();
  expect(spreadAt(residuals, { f: 0.4, apart: 0.1, bucket: 0, ahead: 1, hour: 0 })).toBeCloseTo(0.1, 9);
  expect(spreadAt(residuals, { f: 0.1, apart: 0.1, bucket: 0, ahead: 1, hour: 0 })).toBeCloseTo(0.1 * 0.25 ** 0.4, 9);
});

it("the spread grows as the power 0.15 of how far members lie apart, added to half the floor", () => {
  const at = (apart: number): number => spreadAt(sixMisses(), { f: 0.4, apart, bucket: 0, ahead: 1, hour: 0 });
  expect(at(0.8) / at(0.1)).toBeCloseTo(8 ** 0.15, 9);
});

it("a quantile is the order statistic, shrunk to Laplace's with the weight of 200 residuals, 7 % wider", () => {
  // Seen: three residuals of −1 and three of +1; ceil(7 × 0.9) = 7, so the largest of six.
  const believed = -Math.log(2 * 0.1);
  expect(residualQuantile(sixMisses(), 0.9)).toBeCloseTo((1.07 * (6 * 1 + 200 * believed)) / 206, 9);
  expect(residualQuantile(sixMisses(), 0.1)).toBeCloseTo((-1.07 * (6 * 1 + 200 * believed)) / 206, 9);
  expect(residualQuantile(sixMisses(), 0.5)).toBe(0);
});

it("before anything is seen the spread is a part of the level of demand", () => {
  const none = residualsOf([], SCORING, { floor: 0, day: 1 });
  expect(spreadAt(none, { f: 0.4, apart: 0, bucket: 0, ahead: 1, hour: 0 })).toBeCloseTo(0.15 * 0.4, 9);
});

/** Twenty rehearsals that miss by 0.1 two steps ahead and by `later` eight steps ahead, by turns up and down. */
function growing(later: number) {
  const outcomes = Float64Array.from(
    { length: 200 },
    (_, i) => 0.4 + (i % 10 < 5 ? 0.1 : later) * (i % 20 < 10 ? 1 : -1),
  );
  const rehearsals = Array.from({ length: 20 }, (_, k) => {
    return {
      origin: 10 * k,
      steps: Int32Array.of(2, 8),
      paths: new Map(),
      made: Float64Array.of(0.4, 0.4),
      apart: Float64Array.of(0.1, 0.1),
    };
  });
  return residualsOf(rehearsals, { outcomes, buckets: Uint8Array.of(0, 1) }, { floor: 0, day: 24 });
}

it.each([
  { ahead: 8, later: 0.2, is: 0.2, why: "at the centre of a bucket it is that of the bucket" },
  {
    ahead: 32,
    later: 0.2,
    is: 0.2 * 2 ** 0.5,
    why: "behind, half of the power ½ that leads there goes on: a root of 2 for 4",
  },
  { ahead: 4, later: 0.2, is: 0.2 * 2 ** -0.5, why: "between two centres all of it: a root of 2 for 2" },
  { ahead: 32, later: 0.05, is: 0.05, why: "spreads never shrink with the horizon" },
  {
    ahead: 32,
    later: 0.38,
    is: 0.38 * 2 ** ((0.5 * 2 * Math.log(3.8)) / Math.log(4)),
    why: "the power may be nearly 1",
  },
])("the spread grows with the horizon: $why", ({ ahead, later, is }) => {
  const residuals = growing(later);
  const at = (place: number, bucket: number): number =>
    spreadAt(residuals, { f: 0.4, apart: 0.1, bucket, ahead: place, hour: 0 });
  expect(at(ahead, 1) / at(2, 0)).toBeCloseTo(is / 0.1, 9);
});

it("the spread does not jump where one bucket ends and the next begins", () => {
  const residuals = growing(0.2);
  const at = (bucket: number): number => spreadAt(residuals, { f: 0.4, apart: 0.1, bucket, ahead: 5, hour: 0 });
  expect(at(1)).toBeCloseTo(at(0), 9);
});

it.each([
  { misses: [1, 1, 1, 1, 1, 1, 1, 1], late: 1, why: "as ever" },
  { misses: [2, 0, 0, 0, 0, 0, 0], late: Math.sqrt(4 / 10), why: "nothing in the last six: 6 × 0 and 4 × 1 of ten" },
  { misses: [0, 0, 6], late: Math.sqrt((3 * 2 + 4) / 7), why: "three of 2 in the mean, and 4 × 1 of seven" },
  { misses: [], late: 1, why: "nothing seen" },
])("of late the spread is $late times the usual: $why", ({ misses, late }) => {
  const twice = Float64Array.from(misses.flatMap((v) => [v, -v]));
  expect(spreadOfLate(twice, (i) => i >> 1)).toBeCloseTo(late, 12);
});

it("all zeros forecast as zero have no spread and no NaN", () => {
  const rehearsals = [
    { origin: 0, steps: STEPS, paths: new Map(), made: Float64Array.of(0), apart: Float64Array.of(0) },
  ];
  const residuals = residualsOf(rehearsals, { ...SCORING, outcomes: new Float64Array(6) }, { floor: 0, day: 1 });
  expect(
    spreadAt(residuals, { f: 0, apart: 0, bucket: 0, ahead: 1, hour: 0 }) * residualQuantile(residuals, 0.95),
  ).toBeLessThan(1e-5);
});
