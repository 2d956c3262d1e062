import { describe, expect, it } from "vitest";
import { play } from "./simulation/play.ts";
import { randomWorld } from "./simulation/randomWorld.ts";

/** Chosen for nothing: the first ones. `tsx scripts/simulate.ts FIRST COUNT` plays as many others as one likes. */
const SEEDS = Array.from({ length: 8 }, (_, seed) => seed);

describe("random worlds in which controllers die, Prometheus is away, and people meddle", () => {
  it.each(SEEDS)("seed %i: what is promised whatever happens holds", { timeout: 600_000 }, async (seed) => {
    const { broken } = await play(randomWorld(seed));
    expect(broken, `npx tsx scripts/simulate.ts ${seed} 1 tells all that happened`).toEqual([]);
  });

  it("a seed plays the same each time", { timeout: 600_000 }, async () => {
    const [one, other] = [await play(randomWorld(7)), await play(randomWorld(7))];
    expect(one.trace).toEqual(other.trace);
  });
});
