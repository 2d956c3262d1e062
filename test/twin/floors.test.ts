import { describe, expect, it } from "vitest";
import { at } from "../controllers/world.ts";
import { API_VERSION } from "../../src/api/metadata.ts";
import { removed } from "../../src/twin/objects.ts";
import { cronHpa, KEY, METRIC, predictiveAutoscaler, target, type TargetShape } from "./manifests.ts";
import { stage } from "./stage.ts";

const T0 = at("2026-11-11T00:00:00Z");
const EVENING = ["2026-11-11T01:00:00Z", "2026-11-11T02:00:00Z", 20] as const;

const sale = {
  ...{ apiVersion: API_VERSION, kind: "Campaign", metadata: { ...KEY, name: "sale" } },
  spec: {
    ...{ timeZone: "UTC", start: EVENING[0], end: EVENING[1], readyBefore: "1m" },
    targets: [{ name: KEY.name, peak: { replicas: EVENING[2] } }],
  },
};

/** One target on a node that holds everything; the enforcement alone, and an HPA that follows live demand. */
function enforcing(shape: TargetShape = {}, demand = { units: 100 }) {
  const nodes = { allocatable: { cpu: 1000, memory: 2 ** 50, pods: 1000 } };
  const settings = { nodes: { ...nodes, least: 1, most: 1, readyAfter: 0 as never, leavesEmptyAfter: 0 as never } };
  const played = stage({
    start: T0,
    nodes: 1,
    settings,
    demand: (metric) => (metric === METRIC ? demand.units : undefined),
  });
  played.apply(...target(shape));
  const replicas = () => played.deployment(KEY)?.status.replicas;
  return { ...played, demand, replicas };
}

describe("floors on the twin", { timeout: 600_000 }, () => {
  it("S9: neither floor nor replicas dip where one window ends and the next begins", async () => {
    const played = enforcing();
    const [, noon] = EVENING;
    played.apply(cronHpa("a", [EVENING]), cronHpa("b", [[noon, "2026-11-11T03:00:00Z", 20]]));
    played.begin("enforce");
    await played.until(at("2026-11-11T01:30:00Z"));
    const seen: (number | undefined)[] = [];
    await played.until(at("2026-11-11T02:30:00Z"), () => seen.push(played.floor(KEY), played.replicas()));
    expect(new Set(seen)).toEqual(new Set([20]));
  });

  it("S10: killed over the start, the right floor stands within one turn of the restart", async () => {
    for (const restart of ["2026-11-11T01:00:30Z", "2026-11-11T01:45:00Z"]) {
      const played = enforcing();
      played.apply(cronHpa("evening", [EVENING]));
      played.begin("enforce");
      await played.until(at("2026-11-11T00:50:00Z"));
      await played.kill();
      await played.until(at(restart));
      expect(played.floor(KEY)).toBe(4);
      played.begin("enforce");
      await played.after(0);
      expect(played.floor(KEY)).toBe(20);
      await played.after(60);
      expect(played.deployment(KEY)?.status.readyReplicas).toBe(20);
    }
  });

  it("S11: killed over the end, the restart gives back what was found, and the replicas follow", async () => {
    const played = enforcing();
    played.apply(cronHpa("evening", [EVENING]));
    played.begin("enforce");
    await played.until(at("2026-11-11T01:50:00Z"));
    await played.kill();
    await played.until(at("2026-11-11T05:00:00Z"));
    expect([played.floor(KEY), played.replicas()]).toEqual([20, 20]);
    played.begin("enforce");
    await played.after(0);
    expect([played.floor(KEY), played.record(KEY)]).toEqual([4, undefined]);
    expect(played.hpa(KEY)?.metadata.managedFields?.map(({ manager }) => manager)).not.toContain("headstart");
    await played.after(600);
    expect(played.replicas()).toBe(4);
  });

  it("H3: where as many run as the floor asks for, it is set all the same, and holds when load drops", async () => {
    const played = enforcing({ replicas: 20 }, { units: 500 });
    played.apply(cronHpa("evening", [EVENING]));
    played.begin("enforce");
    await played.until(at("2026-11-11T01:10:00Z"));
    expect([played.floor(KEY), played.replicas()]).toEqual([20, 20]);
    played.demand.units = 50;
    await played.until(at("2026-11-11T01:59:59Z"));
    expect(played.replicas()).toBe(20);
    await played.until(at("2026-11-11T02:20:00Z"));
    expect(played.replicas()).toBe(4);
  });

  it.each([1, 51, 101, 151])(
    "H6: every floor from %i on, fifty of them, is reached exactly, also within the HPA's tolerance of a tenth",
    async (first) => {
      const wanted = Array.from({ length: 50 }, (_, index) => first + index);
      const reached: (number | undefined)[] = [];
      for (const n of wanted) {
        const below = Math.max(1, Math.ceil(n * 0.92));
        const played = enforcing({ replicas: below, min: 1, startup: "1s" }, { units: 25 * below });
        played.apply(cronHpa("exact", [["2026-11-11T00:00:20Z", "2026-11-11T00:10:00Z", n]]));
        played.begin("enforce");
        await played.until(at("2026-11-11T00:00:50Z"));
        reached.push(played.deployment(KEY)?.status.readyReplicas);
      }
      expect(reached).toEqual(wanted);
    },
  );

  it("H10: nested floors with a restart in between give back what was found first", async () => {
    const played = enforcing({ min: 5, replicas: 5 });
    const outer = cronHpa("outer", [["2026-11-11T01:00:00Z", "2026-11-11T04:00:00Z", 20]]);
    const inner = cronHpa("inner", [["2026-11-11T02:00:00Z", "2026-11-11T03:00:00Z", 50]]);
    played.apply(outer, inner);
    const before = played.hpa(KEY);
    played.begin("enforce");
    await played.until(at("2026-11-11T02:30:00Z"));
    expect(played.floor(KEY)).toBe(50);
    await played.kill();
    await played.until(at("2026-11-11T03:30:00Z"));
    played.begin("enforce");
    await played.after(1);
    expect(played.floor(KEY)).toBe(20);
    await played.kill();
    played.begin("enforce");
    await played.until(at("2026-11-11T05:00:00Z"));
    expect(played.hpa(KEY)?.spec).toEqual(before?.spec);
    expect(played.record(KEY)).toBeUndefined();
  });

  it("with metrics away the floor still goes up in one sync, and giving it back changes no replica", async () => {
    const played = enforcing();
    const silent = target({ replicas: 4 })[2] as { spec: { metrics: { external: { metric: { name: string } } }[] } };
    for (const { external } of silent.spec.metrics) external.metric.name = "nobody_knows";
    played.apply(silent, cronHpa("evening", [EVENING]));
    played.begin("enforce");
    await played.until(at("2026-11-11T01:00:16Z"));
    expect(played.replicas()).toBe(20);
    await played.until(at("2026-11-11T03:00:00Z"));
    expect([played.floor(KEY), played.replicas()]).toEqual([4, 20]);
    const status = played.own("CronHPA", { ...KEY, name: "evening" })?.status;
    const { conditions } = status as { conditions: { type: string; status: string }[] };
    expect(conditions.find(({ type }) => type === "ReturnBlocked")).toMatchObject({ status: "True" });
  });

  describe("what a CronHPA asked for that is deleted within its window comes down in steps", () => {
    const QUIET = cronHpa("quiet", [["2026-12-01T00:00:00Z", "2026-12-01T01:00:00Z", 9]]);
    const remove = (played: ReturnType<typeof enforcing>, kind: "CronHPA" | "PredictiveAutoscaler", name: string) =>
      played.world.change((state) => removed(state, kind, { ...KEY, name }));
    const floorsEvery = async (played: ReturnType<typeof enforcing>, seconds: number, count: number) => {
      const seen: (number | undefined)[] = [];
      for (let i = 0; i < count; i++) {
        await played.after(i === 0 ? 5 : seconds);
        seen.push(played.floor(KEY));
      }
      return seen;
    };

    it("beside another that asks for nothing now, also while nobody looks", async () => {
      for (const isDown of [false, true]) {
        const played = enforcing();
        played.apply(cronHpa("evening", [EVENING]), QUIET);
        played.begin("enforce");
        await played.until(at("2026-11-11T01:30:00Z"));
        if (isDown) await played.kill();
        remove(played, "CronHPA", "evening");
        await played.after(isDown ? 60 : 0);
        if (isDown) played.begin("enforce");
        expect(await floorsEvery(played, 300, 4), "a third of 16 each five minutes").toEqual([14, 8, 4, 4]);
        expect(played.record(KEY)).toBeUndefined();
      }
    });

    it("beside a plan, as its autoscaler says; and of a plan that went with its autoscaler", async () => {
      const beside = enforcing();
      beside.apply(predictiveAutoscaler("1m"), cronHpa("evening", [EVENING]));
      beside.begin("all");
      await beside.until(at("2026-11-11T01:30:00Z"));
      remove(beside, "CronHPA", "evening");
      expect(await floorsEvery(beside, 60, 4), "half of what is above the plan, each minute").toEqual([14, 6, 5, 5]);

      const alone = enforcing();
      alone.apply(predictiveAutoscaler("1m"), sale, QUIET);
      alone.begin("all");
      await alone.until(at("2026-11-11T01:30:00Z"));
      expect(alone.floor(KEY)).toBe(20);
      remove(alone, "PredictiveAutoscaler", KEY.name);
      expect(await floorsEvery(alone, 300, 4)).toEqual([14, 8, 4, 4]);
    });
  });
});
