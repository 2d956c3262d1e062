import { describe, expect, it } from "vitest";
import { milliseconds, MINUTE } from "../../src/units/duration.ts";
import { instant } from "../../src/units/instant.ts";
import type { Act } from "./simulation/acts.ts";
import { play } from "./simulation/play.ts";
import { randomWorld } from "./simulation/randomWorld.ts";

/** Chosen for nothing: the first ones. `tsx scripts/simulate.ts FIRST COUNT` plays as many others as one likes. */
const SEEDS = Array.from({ length: 8 }, (_, seed) => seed);

describe("random worlds in which controllers die, Prometheus is away, and people meddle", () => {
  it.each(SEEDS)("seed %i: what is promised whatever happens holds", { timeout: 600_000 }, async (seed) => {
    const { broken } = await play(randomWorld(seed));
    expect(broken, `npx tsx scripts/simulate.ts ${seed} 1 tells all that happened`).toEqual([]);
  });

  it("§3.1: undisturbed campaigns are Ready in time, and seen not to be with a lead time too short", async () => {
    const world = randomWorld(1);
    const acts = world.acts.filter(({ what }) => what === "file campaign");
    const hasty = world.targets.map((target) => ({
      ...target,
      autoscaler: { ...target.autoscaler, startup: { leadTime: "1s" } },
    }));
    const [kept, late] = [await play({ ...world, acts }), await play({ ...world, acts, targets: hasty })];
    expect(kept.broken).toEqual([]);
    expect(late.broken).toEqual([expect.stringMatching(/^§3\.1: sale-0 .* was promised 62 of face-fusion: 6 Ready /)]);
  }, 600_000);

  it("§3.6: killed at any write and started again, all ends as if it had not been", { timeout: 600_000 }, async () => {
    const world = randomWorld(5);
    const calm = world.acts.filter(({ what }) => what === "file campaign");
    const kills = [30, 70, 95, 130, 170].map((minutes, i): Act => {
      const at = instant(world.start + minutes * MINUTE);
      return { at, what: "kill", process: i, afterWrites: i % 4, downFor: milliseconds((i + 1) * MINUTE) };
    });
    const [undisturbed, killed] = [
      await play({ ...world, acts: calm }),
      await play({ ...world, acts: [...calm, ...kills].toSorted((a, b) => a.at - b.at) }),
    ];
    expect(undisturbed.broken).toEqual([]);
    expect(killed.broken).toEqual([]);
    expect(killed.left).toEqual(undisturbed.left);
  });

  it("a seed plays the same each time", { timeout: 600_000 }, async () => {
    const [one, other] = [await play(randomWorld(7)), await play(randomWorld(7))];
    expect(one.trace).toEqual(other.trace);
  });
});
