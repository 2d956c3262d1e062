import { describe, expect, it } from "vitest";
import { historyOf } from "../history.ts";
import { NAMESPACE, ownObject, TARGET, targetNamed, worldAt } from "../world.ts";

const T0 = "2026-11-11T12:00:00Z";
const LIMIT = 30;

/** Six targets of four replicas; one query tells all of them that they need forty. */
function six(modes: Readonly<Record<string, string>> = {}, which: "all" | "plan" = "all") {
  const world = worldAt(T0, { which });
  world.put(ownObject("ScalingPolicy", "house", { default: true, limits: { replicasAddedPerTurn: LIMIT } }));
  world.use(historyOf(() => 900));
  const names = ["a", "b", "c", "d", "e", "f"];
  for (const name of names) {
    for (const object of targetNamed(name)) world.put(object);
    world.put(
      ownObject("PredictiveAutoscaler", name, {
        scaleTargetRef: { ...TARGET, name },
        demand: { perReplica: 25, signals: [{ name: "all", query: "x" }] },
        ...{ startup: { leadTime: "10m" }, forecast: { history: "72h" }, mode: modes[name] ?? "Automatic" },
      }),
    );
  }
  const floors = () =>
    names.map((name) => world.stored("HorizontalPodAutoscaler", { namespace: NAMESPACE, name })?.spec.minReplicas ?? 0);
  const added = () => floors().reduce((sum, floor) => sum + floor - 4, 0);
  return { ...world, floors, added };
}

describe("replicas that forecasts may add in one turn of a namespace", () => {
  it("hold for all its targets together, though eight are looked at side by side", async () => {
    const world = six();
    world.begin();
    await world.after(0);
    expect(world.added()).toBe(LIMIT);
    await world.after(35);
    expect(world.added()).toBe(2 * LIMIT);
    await world.after(600);
    expect(new Set(world.floors())).toEqual(new Set([Math.max(...world.floors())]));
  });

  it("are not used up by the same target's next look, before what it planned is enforced", async () => {
    const world = six({ b: "Off", c: "Off", d: "Off", e: "Off", f: "Off" }, "plan");
    world.begin();
    for (let second = 0; second < 29; second++) {
      const hpa = world.stored("HorizontalPodAutoscaler", { namespace: NAMESPACE, name: "a" });
      if (hpa === undefined) throw new Error("there is no HPA");
      // Whatever calls for a turn: here a ceiling that somebody raises.
      world.put({ ...hpa, spec: { ...hpa.spec, maxReplicas: 120 + second } });
      await world.after(1);
      const plan = world.own("CronHPA", "a-plan")?.spec as { windows: readonly { minReplicas: number }[] };
      expect(plan.windows[0]?.minReplicas, `after ${second + 1} s`).toBe(4 + LIMIT);
    }
  });

  it("are not used up by a target that is only recommended for", async () => {
    const world = six({ a: "Recommend", b: "Recommend" });
    world.begin();
    await world.after(0);
    expect(world.added()).toBe(LIMIT);
    await world.after(600);
    expect(world.floors().slice(0, 2)).toEqual([4, 4]);
    expect(Math.min(...world.floors().slice(2))).toBeGreaterThan(35);
  });
});
