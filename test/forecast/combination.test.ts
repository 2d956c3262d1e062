import { expect, it } from "vitest";
import { combined, distances } from "../../src/forecast/rehearsals/combination.ts";

const AT_ONCE = Uint8Array.from([0]);

function voices(of: Readonly<Record<string, readonly [value: number, weight: number]>>): number {
  const paths = new Map(Object.entries(of).map(([name, [value]]) => [name, Float64Array.of(value)]));
  const weights = [new Map(Object.entries(of).map(([name, [, weight]]) => [name, weight]))];
  return combined(paths, weights, AT_ONCE)[0]!;
}

it.each([
  { why: "one voice is repeated", of: { a: [7, 1] }, is: 7 },
  {
    why: "a wild voice with little weight is not heard",
    of: { a: [1, 0.4], b: [2, 0.4], c: [900, 0.2] },
    is: 1.75,
  },
  {
    why: "a voice with more than 70 % of the weight speaks alone",
    of: { a: [1, 0.2], b: [5, 0.71], c: [9, 0.09] },
    is: 5,
  },
  { why: "two voices of equal weight meet in the middle", of: { a: [2, 0.5], b: [4, 0.5] }, is: 3 },
] as const)("the middle of the weight between 30 % and 70 %: $why", ({ of, is }) => {
  expect(voices(of)).toBeCloseTo(is, 9);
});

it("how far members lie apart is the mean distance from what is made of them, by their weights in the bucket", () => {
  const paths = new Map([
    ["a", Float64Array.of(2, 2, 2)],
    ["b", Float64Array.of(5, 5, 5)],
  ]);
  const weights = [
    new Map([
      ["a", 0.25],
      ["b", 0.75],
    ]),
    new Map([["a", 1]]),
  ];
  const where = { buckets: Uint8Array.of(0, 0, 1), made: Float64Array.of(4, 2, 3) };
  // 0.25 × 2 + 0.75 × 1; 0.75 × 3; a alone, 1 beside it.
  expect([...distances(paths, weights, where)]).toEqual([1.25, 2.25, 1]);
});
