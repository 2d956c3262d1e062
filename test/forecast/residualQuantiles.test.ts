import { expect, it } from "vitest";
import { residualQuantile, residualsOf, spreadAt } from "../../src/forecast/residualQuantiles.ts";

const STEPS = Int32Array.of(1);
const SCORING = { outcomes: Float64Array.of(0.3, 0.5, 0.3, 0.5, 0.3, 0.5), buckets: Uint8Array.of(0) };

/** Six rehearsals of the value 0.4 on steps of a day: each misses by 0.1. */
function sixMisses() {
  const rehearsals = [0, 1, 2, 3, 4, 5].map((origin) => {
    return { origin, steps: STEPS, paths: new Map(), made: Float64Array.of(0.4) };
  });
  return residualsOf(rehearsals, SCORING, { floor: 0, day: 1 });
}

it("the spread is the usual miss, and grows as the root of the forecast", () => {
  const residuals = sixMisses();
  expect(spreadAt(residuals, { f: 0.4, bucket: 0, hour: 0 })).toBeCloseTo(0.1, 9);
  expect(spreadAt(residuals, { f: 0.1, bucket: 0, hour: 0 })).toBeCloseTo(0.05, 9);
});

it("a quantile is the order statistic, shrunk to Laplace's with the weight of 30 residuals, a tenth wider", () => {
  // Seen: three residuals of −1 and three of +1; ceil(7 × 0.9) = 7, so the largest of six.
  const believed = -Math.log(2 * 0.1);
  expect(residualQuantile(sixMisses(), 0.9)).toBeCloseTo((1.1 * (6 * 1 + 30 * believed)) / 36, 9);
  expect(residualQuantile(sixMisses(), 0.1)).toBeCloseTo((-1.1 * (6 * 1 + 30 * believed)) / 36, 9);
  expect(residualQuantile(sixMisses(), 0.5)).toBe(0);
});

it("before anything is seen the spread is a part of the level of demand", () => {
  const none = residualsOf([], SCORING, { floor: 0, day: 1 });
  expect(spreadAt(none, { f: 0.4, bucket: 0, hour: 0 })).toBeCloseTo(0.15 * 0.4, 9);
});

it("all zeros forecast as zero have no spread and no NaN", () => {
  const rehearsals = [{ origin: 0, steps: STEPS, paths: new Map(), made: Float64Array.of(0) }];
  const residuals = residualsOf(rehearsals, { ...SCORING, outcomes: new Float64Array(6) }, { floor: 0, day: 1 });
  expect(spreadAt(residuals, { f: 0, bucket: 0, hour: 0 }) * residualQuantile(residuals, 0.95)).toBeLessThan(1e-5);
});
