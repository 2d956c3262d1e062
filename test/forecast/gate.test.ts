import { describe, expect, it } from "vitest";
import { NAIVES } from "../../src/forecast/members/naive.ts";
import { gated, UNGATED } from "../../src/forecast/rehearsals/gate.ts";
import type { Errors } from "../../src/forecast/rehearsals/rehearsal.ts";

const WEIGHTS = new Map([
  ["direct", 0.8],
  ["naive-day", 0.2],
]);

interface Given {
  readonly ours: number;
  readonly day: number;
  readonly week?: number;
  readonly ungated?: number;
  /** Of the member that has 80 % of the weight; absent, it was not there. */
  readonly direct?: number;
  readonly guessed?: ReadonlySet<string>;
  readonly shares?: readonly [number, number, number, number];
}

function errors({ ours, day, week, ungated, direct, guessed, shares = [1, 1, 1, 1] }: Given): Errors {
  const named = { "naive-day": day, "naive-week": week, direct: direct, [UNGATED]: ungated };
  const members = new Map<string, Float64Array>();
  for (const [name, error] of Object.entries(named)) {
    if (error !== undefined) members.set(name, new Float64Array(4).fill(error));
  }
  const made = new Float64Array(4).fill(ours);
  return { members, made, shares: Float64Array.from(shares), ...(guessed === undefined ? {} : { guessed }) };
}

function rehearsed(count: number, given: Given): readonly Errors[] {
  return Array.from({ length: count }, () => errors(given));
}

function gatedBy(past: readonly Errors[]): readonly ReadonlyMap<string, number>[] {
  return gated([WEIGHTS, WEIGHTS, WEIGHTS, WEIGHTS], past, new Set(NAIVES));
}

/** How much of the weight beyond its own a naive is given in a bucket. */
function partOf(past: readonly Errors[], bucket: number, naive = "naive-day"): number {
  const given = gatedBy(past)[bucket]!;
  expect([...given.values()].reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  const own = WEIGHTS.get(naive) ?? 0;
  return ((given.get(naive) ?? 0) - own) / (1 - own);
}

describe("gated", () => {
  it.each([
    { why: "nothing was rehearsed", past: [] },
    { why: "the combination is as good as the naive", past: rehearsed(28, { ours: 1, day: 1 }) },
    { why: "both were never wrong", past: rehearsed(28, { ours: 0, day: 0 }) },
    { why: "a single rehearsal went wrong by a third", past: rehearsed(1, { ours: 1.33, day: 1 }) },
  ])("leave the weights as they are where $why", ({ past }) => {
    for (const weights of gatedBy(past)) expect(weights).toBe(WEIGHTS);
  });

  it("give the naive what the pooled ratio says", () => {
    let n = 0;
    for (let k = 0; k < 20; k++) n += 0.95 ** k;
    const t = n / (n + 15);
    const log = Math.log(1.2);
    const pooled = (4 * t * log + 0.4 * Math.log(0.75)) / (4 * t + 0.4);
    const believed = pooled + t * (log - pooled);
    const past = rehearsed(20, { ours: 1.2, day: 1 });
    for (const bucket of [0, 1, 2, 3]) expect(partOf(past, bucket)).toBeCloseTo((0.7 * believed) / 0.15, 9);
  });

  it("give it at most 70 % of the weight", () => {
    expect(partOf(rehearsed(28, { ours: 9, day: 1 }), 2)).toBeCloseTo(0.7, 12);
  });

  it("choose the naive that the combination has least skill against", () => {
    const past = rehearsed(28, { ours: 2, day: 1.8, week: 1 });
    expect(partOf(past, 1, "naive-week")).toBeCloseTo(0.7, 12);
    expect(partOf(past, 1)).toBeLessThan(0);
  });

  it("believe a bucket with few outcomes what the others say of the same naive", () => {
    const past = rehearsed(28, { ours: 2, day: 1, shares: [1, 1, 1, 0] });
    expect(partOf(past, 3)).toBeGreaterThan(0.5);
  });

  it("do not count rehearsals that the naive was not there in", () => {
    const past = rehearsed(28, { ours: 2, day: 3, week: 1, guessed: new Set(["naive-week"]) });
    for (const weights of gatedBy(past)) expect(weights).toBe(WEIGHTS);
  });

  it("do not hold against the combination what other weights made of its members", () => {
    const past = rehearsed(28, { ours: 2, day: 1, direct: 0.9 });
    for (const weights of gatedBy(past)) expect(weights).toBe(WEIGHTS);
    expect(partOf(rehearsed(28, { ours: 2, day: 1, direct: 1.8 }), 1)).toBeCloseTo(0.7, 12);
  });

  it("compare the combination before the gate, so that a closed gate stays closed", () => {
    const past = rehearsed(28, { ours: 1, day: 1, ungated: 1.5 });
    expect(partOf(past, 0)).toBeCloseTo(0.7, 12);
  });

  it("gives way to nobody who cannot speak: a history that lost its first days has no week before any more", () => {
    const past = rehearsed(28, { ours: 2, day: 3, week: 1 });
    expect(partOf(past, 0, "naive-week")).toBeGreaterThan(0.5);
    const four = [WEIGHTS, WEIGHTS, WEIGHTS, WEIGHTS];
    expect(gated(four, past, new Set(["direct", "naive-day"]))).toEqual(four);
  });
});
