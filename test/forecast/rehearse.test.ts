import { describe, expect, it } from "vitest";
import { weightsOf } from "../../src/forecast/rehearsals/combination.ts";
import { sampledSteps } from "../../src/forecast/rehearsals/horizonBuckets.ts";
import type { Member } from "../../src/forecast/members/member.ts";
import { MEMBERS } from "../../src/forecast/members/members.ts";
import { naive } from "../../src/forecast/members/naive.ts";
import { prepared } from "../../src/forecast/input/prepare.ts";
import { errorsOf } from "../../src/forecast/rehearsals/rehearsal.ts";
import { bucketsOf, membersAt, rehearse } from "../../src/forecast/rehearsals/rehearse.ts";
import { rehearsalOrigins } from "../../src/forecast/rehearsals/schedule.ts";
import { HOUR } from "../../src/units/duration.ts";
import { generated, MONDAY, weekly } from "./history.ts";

const values = generated({ days: 21, noise: 0.05, shape: weekly });
const request = { history: { start: MONDAY, step: HOUR, values }, horizon: 48, quantiles: [0.5], zone: "UTC" };
const ready = prepared({ ...request, declared: [] })!;
const steps = sampledSteps(48, 1);
const scoring = { outcomes: ready.outcomes, buckets: bucketsOf(steps, 1) };

/** Knows what will come: nobody could be better. In the rehearsals of which `fails` holds it has no numbers. */
function oracle(fails: (origin: number) => boolean): Member {
  return {
    ...{ name: "oracle", view: "log", needsDays: 1, usualError: 1 },
    fits: (_, origins) => origins.map(() => []),
    path: ({ fine }, _, { origin, steps: ahead }) =>
      Float64Array.from(ahead, (h) => (fails(origin) ? NaN : fine.z[Math.min(fine.z.length, origin + h) - 1]!)),
  };
}

function weightsWith(member: Member): readonly ReadonlyMap<string, number>[] {
  const members = [member, naive("naive-day", 1.5), naive("naive-week", 1.4)];
  const { rehearsals } = rehearse({ members, prepared: ready, horizon: 48, steps, scoring });
  for (const { made } of rehearsals) expect(made.every(Number.isFinite)).toBe(true);
  return weightsOf(
    members,
    rehearsals.map((one) => errorsOf(one, scoring, ready.outcomes.length)),
  ).weights;
}

describe("errorsOf", () => {
  const came = Float64Array.of(5, 5, 5, NaN, 7, 8, 9, 9);
  const one = (path: readonly number[]) => ({
    ...{ origin: 2, steps: Int32Array.of(1, 2, 3, 4, 5), made: Float64Array.from(path) },
    paths: new Map([["member", Float64Array.from(path)]]),
  });

  it.each([
    { now: 2, made: [0, 0, 0, 0], shares: [0, 0, 0, 0], why: "nothing has come" },
    { now: 4, made: [1, 0, 0, 0], shares: [0.5, 0, 0, 0], why: "of two steps one came, by 1 beside it; one is a gap" },
    { now: 6, made: [1, 2, 0, 0], shares: [0.5, 2 / 3, 0, 0], why: "and by 1 and 3 beside the next" },
    { now: 8, made: [1, 2, 0, 0], shares: [0.5, 1, 0, 0], why: "and by 2 beside the last" },
  ])("at $now: $why", ({ now, made, shares }) => {
    const errors = errorsOf(one([6, 6, 8, 11, 11]), { outcomes: came, buckets: Uint8Array.of(0, 0, 1, 1, 1) }, now);
    expect([...errors.made]).toEqual(made);
    expect([...errors.members.get("member")!]).toEqual(made);
    expect([...errors.shares]).toEqual(shares);
  });
});

describe("rehearse", () => {
  it("gives a member that is right nearly all of the weight", () => {
    for (const bucket of weightsWith(oracle(() => false))) expect(bucket.get("oracle")).toBeGreaterThan(0.99);
  });

  it.each([
    { why: "always", fails: () => true },
    { why: "in every third rehearsal, and perfect in between", fails: (origin: number) => (origin / 25) % 3 < 1 },
  ])("F6: a member that fails $why has no weight in any bucket", ({ fails }) => {
    for (const bucket of weightsWith(oracle(fails))) expect(bucket.get("oracle") ?? 0).toBe(0);
  });

  it("looks at the whole horizon in every second rehearsal, and at six hours in the others", () => {
    const { rehearsals } = rehearse({ members: MEMBERS, prepared: ready, horizon: 48, steps, scoring });
    const furthest = rehearsals.slice(-4).map(({ steps, made }) => [steps.at(-1), made.length]);
    expect(furthest).toEqual([
      [48, steps.length],
      [6, 6],
      [48, steps.length],
      [6, 6],
    ]);
  });

  it.each([
    { length: 60, day: 24, origins: [34, 47], why: "13 h apart, a day of history behind the first" },
    { length: 24, day: 24, origins: [], why: "none within the first day" },
    { length: 60 * 2, day: 48, origins: [68, 94], why: "13 h apart on half hours" },
  ])("begins $why", ({ length, day, origins }) => {
    expect(rehearsalOrigins(length, { day, perHour: day / 24 })).toEqual(origins);
  });

  it("looks back eleven days at most", () => {
    expect(rehearsalOrigins(100_000, { day: 24, perHour: 1 })).toHaveLength(20);
    expect(rehearsalOrigins(100_000, { day: 288, perHour: 12 })).toHaveLength(20);
  });
});

describe("membersAt", () => {
  const names = (days: number, day: number): readonly string[] =>
    membersAt(MEMBERS, Math.round(days * day), day).map(({ name }) => name);

  it.each([
    { days: 0.5, day: 24, speak: ["last-value"], why: "before a day there is only the last value" },
    {
      days: 2.5,
      day: 24,
      speak: ["smoothing", "day-levelled", "naive-day", "last-value"],
      why: "those that know a day",
    },
  ])("$why", ({ days, day, speak }) => {
    expect(names(days, day)).toEqual(speak);
  });

  it("those that know nothing of weeks fall silent once a week is known", () => {
    const young = ["autoregression-day", "smoothing", "day-levelled"];
    expect(names(7.9, 24)).toEqual(expect.arrayContaining(young));
    expect(names(8, 24).filter((name) => young.includes(name))).toEqual([]);
  });
});
