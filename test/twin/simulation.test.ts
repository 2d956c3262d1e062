import { describe, expect, it } from "vitest";
import type { CampaignInput } from "../../src/api/campaign.ts";
import { HOUR, milliseconds, MINUTE } from "../../src/units/duration.ts";
import { formatInstant, instant } from "../../src/units/instant.ts";
import type { Act } from "./simulation/acts.ts";
import { play } from "./simulation/play.ts";
import { randomWorld } from "./simulation/randomWorld.ts";
import type { World } from "./simulation/world.ts";

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
    const kept = await play({ ...world, acts });
    const late = await play({ ...world, acts, targets: hasty(world) });
    expect(kept.broken).toEqual([]);
    expect(late.broken).toEqual([expect.stringMatching(/^§3\.1: sale-0 .* was promised 62 of face-fusion: 6 Ready /)]);
  }, 600_000);

  it("§3.1, §3.5: multiples of a load that never changes, and what is declared without Prometheus", async () => {
    const world = oneSale({ multiplier: "4", of: "SameTime" });
    const away = { at: world.start, what: "prometheus answers", state: "TimedOut", lasts: HOUR } as const;
    const counted = oneSale({ replicas: 30 });
    const [kept, late] = [await play(world), await play({ ...world, targets: hasty(world) })];
    const [through, lateToo] = [counted, { ...counted, targets: hasty(counted) }].map((each) =>
      play({ ...each, acts: [away, ...each.acts] }),
    );
    expect([kept.broken, (await through)!.broken]).toEqual([[], []]);
    expect(late.broken).toEqual([expect.stringMatching(/^§3\.1: sale .* was promised 16 /)]);
    expect((await lateToo)!.broken).toEqual([expect.stringMatching(/^§3\.1: sale .* was promised 30 /)]);
  }, 600_000);

  it("§2.7: no plan asks for more than the policy allows, and is seen to where that is not in force", async () => {
    const world = oneSale({ replicas: 30 });
    const policy = { default: true, limits: { maxReplicas: 20 } };
    const [kept, loose] = [
      await play({ ...world, policy }),
      await play({ ...world, policy: { ...policy, default: false } }),
    ];
    expect(kept.broken).toEqual([]);
    expect(loose.broken[0]).toMatch(/§2\.7: CronHPA face-fusion-plan asks for 30, the policy allows 20$/);
  }, 600_000);

  it("§3.10: what a quota cannot hold is said ahead, and seen not to be where nobody plans", async () => {
    const world = { ...oneSale({ replicas: 30 }), quota: 20 };
    const [said, silent] = [await play(world), await play({ ...world, processes: ["enforce"] })];
    expect(said.broken).toEqual([]);
    expect(silent.broken).toEqual(["§3.10: sale wants 30 of face-fusion, the quota admits 20, and nobody said so"]);
  }, 600_000);

  it("§3.3: written to another value and back to ours while nobody looks, ours stays at the end", async () => {
    const world = oneSale({ replicas: 30 });
    const at = (minutes: number) => instant(world.start + minutes * MINUTE);
    const edit = { what: "minReplicas", target: "face-fusion", how: "Update" } as const;
    const { broken, left } = await play({
      ...world,
      acts: [
        ...world.acts,
        { at: at(70), what: "kill", process: 0, afterWrites: 0, downFor: milliseconds(5 * MINUTE) },
        { at: at(71), ...edit, value: 9 },
        { at: at(72), ...edit, value: "Ours" },
      ],
    });
    expect(broken).toEqual([]);
    expect(left).toContain('"minReplicas":30');
  }, 600_000);

  describe("what is lost, is slow, or leads twice, and that each check of it can fail", { timeout: 600_000 }, () => {
    const SALE = oneSale({ replicas: 30 });
    const at = (minutes: number) => instant(SALE.start + minutes * MINUTE);
    const played = async (acts: readonly Act[], more: Partial<World> = {}) =>
      (await play({ ...SALE, acts: [...SALE.acts, ...acts].toSorted((a, b) => a.at - b.at), ...more })).broken;

    it.each<{ readonly name: string; readonly act: Act }>([
      {
        name: "evicted a minute before the start",
        act: { at: at(59), what: "pods are evicted", target: "face-fusion", percent: 40 },
      },
      {
        name: "crashed amid the readiness that was promised",
        act: { at: at(58), what: "pods crash", target: "face-fusion", percent: 100, times: 1 },
      },
      { name: "gone with their node", act: { at: at(59), what: "nodes go", count: 1 } },
      { name: "never Ready", act: { at: at(10), what: "startup", target: "face-fusion", takes: "Never" } },
    ])("§3.10: the verdict counts pods as not Ready that are $name", async ({ act }) => {
      const rosy = /§3\.10: the verdict of sale at .* calls 30 of face-fusion Ready: there were \d+/;
      expect(await played([act])).toEqual([]);
      expect(await played([act], { sabotage: "sees all Ready" })).toContainEqual(expect.stringMatching(rosy));
    });

    it("§3.1: a lead time is not learned of pods that come back after hours", async () => {
      const learning = SALE.targets.map((target) => {
        const { startup: _said, ...autoscaler } = target.autoscaler;
        return { ...target, autoscaler };
      });
      const long = { targets: learning, quietFrom: at(170), restedBy: at(230) };
      const lost: readonly Act[] = [
        { at: at(80), what: "pods crash", target: "face-fusion", percent: 100, times: 2 },
        { at: at(95), what: "kill", process: 0, afterWrites: 0, downFor: MINUTE },
      ];
      const slow = expect.stringMatching(/§3\.1: face-fusion is said to take .*, and no start that counts /);
      expect(await played(lost, long)).toEqual([]);
      expect(await played(lost, { ...long, sabotage: "overlooks restarts" })).toContainEqual(slow);
    });

    it("§3.5: what is declared does not wait for a Prometheus that is slow", async () => {
      const slow: Act = { at: at(1), what: "prometheus is slow", takes: milliseconds(3 * HOUR), lasts: HOUR };
      const acts = [slow, ...SALE.acts.map((act) => ({ ...act, at: at(5) }))];
      expect(await played([], { acts })).toEqual([]);
      const late = expect.stringMatching(/^§3\.1: sale .* was promised 30 of face-fusion: 5 Ready over a floor of 5/);
      expect(await played([], { acts, sabotage: "waits for every answer" })).toContainEqual(late);
    });

    it("§3.14: of two leaders the first writes nothing once the second leads", async () => {
      const moves: Act = { at: at(30), what: "lease moves", process: 0, knowsAfter: milliseconds(40 * MINUTE) };
      expect(await played([moves])).toEqual([]);
      const both = expect.stringMatching(/§3\.14: number 1 of process 0 wrote, and number 2 leads/);
      expect(await played([moves], { sabotage: "writes without the lease" })).toContainEqual(both);
    });
  });

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

/** One target of 100 units all the time, and one campaign from an hour on, for half an hour. */
function oneSale(peak: CampaignInput["targets"][number]["peak"]): World {
  const world = randomWorld(1);
  const [target] = world.targets;
  const [quietFrom, restedBy] = [instant(world.start + 2 * HOUR), instant(world.start + 3 * HOUR)];
  const [start, end] = [60, 90].map((minutes) => formatInstant(instant(world.start + minutes * MINUTE)));
  const spec = { timeZone: "UTC", start: start!, end: end!, targets: [{ name: "face-fusion", peak }] };
  const lead = milliseconds(10 * MINUTE);
  return {
    ...{ ...world, quietFrom, restedBy, lag: milliseconds(0), processes: ["all"], quota: undefined, policy: undefined },
    nodes: { holds: 40, atStart: 12, most: 12, readyAfter: MINUTE },
    targets: [
      {
        ...{
          ...target!,
          kind: "Deployment",
          hpa: { min: 4, max: 90, writtenBy: "Update" },
          replicas: 4,
          leadTime: lead,
        },
        ...{ startup: milliseconds(5 * MINUTE), demand: { night: 100, day: 100, noisePercent: 0 } },
        autoscaler: {
          ...target!.autoscaler,
          ...{ scaleTargetRef: { name: "face-fusion" }, startup: { leadTime: "10m" }, actuation: { kind: "HPA" } },
          forecast: { history: "48h", horizon: "6h", percentile: 75, headroomPercent: 0 },
        },
      },
    ],
    acts: [{ at: world.start, what: "file campaign", name: "sale", spec }],
  };
}

/** As if pods were there at once. */
function hasty({ targets }: World): World["targets"] {
  return targets.map((target) => ({
    ...target,
    autoscaler: { ...target.autoscaler, startup: { leadTime: "1s" } },
  }));
}
