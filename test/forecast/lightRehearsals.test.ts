import { describe, expect, it } from "vitest";
import { LightRehearsals } from "../../src/forecast/rehearsals/lightRehearsals.ts";
import { type Errors, missedBy } from "../../src/forecast/rehearsals/rehearsal.ts";

/** Hours 1, 6, 24 and 48: one step in each bucket. */
const STEPS = Int32Array.of(1, 6, 24, 48);
const SCORING = { outcomes: new Float64Array(400).fill(0.5), buckets: Uint8Array.of(0, 1, 2, 3) };

/** The week is usually a fifth better than yesterday. */
const USUAL = new Map([["naive-week", 0.8]]);

/** Misses by `day` with yesterday's value and by `week` with last week's. */
function light(origin: number, day: number, week: number) {
  const naiveDay = new Float64Array(4).fill(0.5 + day);
  const paths = new Map([
    ["naive-day", naiveDay],
    ["naive-week", new Float64Array(4).fill(0.5 - week)],
  ]);
  return missedBy({ origin, steps: STEPS, paths, made: naiveDay }, SCORING);
}

function errors(members: Record<string, number>): Errors {
  const all = Object.entries(members).map(([name, v]) => [name, new Float64Array(4).fill(v)] as const);
  return { members: new Map(all), made: new Float64Array(4), shares: new Float64Array(4).fill(1) };
}

describe("LightRehearsals", () => {
  const three = [light(168, 0.2, 0.1), light(174, 0.2, 0.1), light(180, 0.2, 0.1)];

  it("fill a rehearsal that lacks the week with yesterday's error there times the ratio seen elsewhere", () => {
    const [filled] = new LightRehearsals(three, USUAL).filled([errors({ "naive-day": 0.4 })], 400);
    // Three misses of 0.1 against 0.2, and six of 0.8 times yesterday's.
    const ratio = (3 * 0.1 + 6 * 0.8 * 0.2) / (3 * 0.2 + 6 * 0.2);
    expect([...filled!.members.get("naive-week")!].map((v) => v / (0.4 * ratio))).toEqual(
      [1, 1, 1, 1].map((v) => expect.closeTo(v, 12)),
    );
  });

  it("know only what came before now; a bucket of which nothing came has the ratio of the one before", () => {
    // At hour 192 the first and second of each are known, and the third of the first: 168 + 24.
    const [filled] = new LightRehearsals([...three.slice(0, 2), light(180, 0.2, 0.6)], USUAL).filled(
      [errors({ "naive-day": 1 })],
      192,
    );
    const soon = (0.1 + 0.1 + 0.6 + 6 * 0.8 * 0.2) / (3 * 0.2 + 6 * 0.2);
    const later = (0.1 + 6 * 0.8 * 0.2) / (0.2 + 6 * 0.2);
    const expected = [soon, soon, later, later];
    expected.forEach((ratio, b) => expect(filled!.members.get("naive-week")![b]).toBeCloseTo(ratio, 12));
  });

  it.each([
    { why: "that knew the week", given: errors({ "naive-day": 0.4, "naive-week": 0.3 }) },
    { why: "without yesterday's value", given: errors({ "last-value": 0.4 }) },
  ])("leave a rehearsal as it is $why", ({ given }) => {
    const [filled] = new LightRehearsals(three, USUAL).filled([given], 400);
    expect(filled!.members).toEqual(given.members);
  });
});
