import { describe, expect, it } from "vitest";
import { believedErrors } from "../../src/forecast/rehearsals/believedErrors.ts";
import type { Errors } from "../../src/forecast/rehearsals/rehearsal.ts";

const MEMBERS = [
  { name: "a", usualError: 1 },
  { name: "b", usualError: 2 },
];

interface Rehearsed {
  readonly a?: readonly [number, number, number, number];
  readonly b?: readonly [number, number, number, number];
  readonly made?: number;
  readonly shares?: readonly [number, number, number, number];
}

function errors({ a, b, made = 1, shares = [1, 1, 1, 1] }: Rehearsed): Errors {
  const members = new Map<string, Float64Array>();
  if (a !== undefined) members.set("a", Float64Array.from(a));
  if (b !== undefined) members.set("b", Float64Array.from(b));
  return { members, made: new Float64Array(4).fill(made), shares: Float64Array.from(shares) };
}

/** What the errors of one rehearsal are divided by when the combination was 1 off in all of them. */
const HARDSHIP = Math.sqrt(1.25);

describe("believedErrors", () => {
  it("is what is usual where nothing was rehearsed", () => {
    for (const bucket of believedErrors(MEMBERS, [])) expect([...bucket]).toEqual([1, 2]);
  });

  it("in the first hour is the mean with two rehearsals of what is usual, at the level seen", () => {
    const [first] = believedErrors(MEMBERS, [errors({ a: [3, 1, 1, 1], b: [1, 1, 1, 1] })]);
    const level = Math.sqrt((3 / 1) * (1 / 2));
    expect(first![0]! * HARDSHIP).toBeCloseTo((3 + 2 * 1 * level) / 3, 9);
    expect(first![1]! * HARDSHIP).toBeCloseTo((1 + 2 * 2 * level) / 3, 9);
  });

  it("beyond believes five rehearsals of what a member was at all these horizons", () => {
    const [, second] = believedErrors(MEMBERS, [errors({ a: [1, 4, 1, 1], b: [1, 1, 1, 1] })]);
    // Against what is usual: a is √8 and √2 off in units of the level, b as much the other way.
    const versed = Math.exp(((1 / 3) * (Math.log(Math.sqrt(8)) + 2 * Math.log(Math.sqrt(2)))) / 3);
    const level = Math.sqrt(4 * 0.5);
    expect(second![0]! * HARDSHIP).toBeCloseTo((4 + 5 * versed * level) / 6, 9);
    expect(second![1]! * HARDSHIP).toBeCloseTo((1 + (5 * 2 * level) / versed) / 6, 9);
  });

  it("counts a rehearsal less that was hard for the combination", () => {
    const hard = errors({ a: [6, 6, 6, 6], made: 3 });
    const easy = errors({ a: [1, 1, 1, 1], made: 1 });
    const [alone] = believedErrors(MEMBERS.slice(0, 1), [hard, easy]);
    // The mean hardship is 2, a quarter of it 0.5.
    const [e1, e2] = [6 / Math.sqrt(3.5), 1 / Math.sqrt(1.5)];
    const mean = (0.98 * e1 + e2) / 1.98;
    expect(alone![0]).toBeCloseTo(mean, 9);
  });

  it("is finite and orders members when one of them was never wrong, and so was the combination", () => {
    const past = Array.from({ length: 6 }, () => errors({ a: [0, 0, 0, 0], b: [1, 1, 1, 1], made: 0 }));
    for (const bucket of believedErrors(MEMBERS, past)) {
      expect(bucket.every(Number.isFinite)).toBe(true);
      expect(bucket[0]!).toBeLessThan(0.01 * bucket[1]!);
    }
  });

  it("leaves out buckets and members of which nothing is known", () => {
    const bucket = believedErrors(MEMBERS, [errors({ a: [2, 2, 2, 2], shares: [1, 1, 0, 0] })])[3]!;
    expect(bucket[1]! / bucket[0]!).toBeCloseTo(2, 9);
  });
});
