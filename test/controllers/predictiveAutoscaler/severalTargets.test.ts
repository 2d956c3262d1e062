import { describe, expect, it } from "vitest";
import { historyOf } from "../history.ts";
import { podOf } from "../fakeCluster.ts";
import { at, deployment, NAMESPACE, ownObject, TARGET, targetNamed, worldAt } from "../world.ts";

const T0 = "2026-11-11T12:00:00Z";
const NAMES = ["a", "b", "c"] as const;
type Name = (typeof NAMES)[number];
const keyOf = (name: string) => ({ namespace: NAMESPACE, name });

function autoscalerOf(name: string, target: Name) {
  return ownObject("PredictiveAutoscaler", name, {
    scaleTargetRef: { ...TARGET, name: target },
    demand: { perReplica: 25, signals: [{ name: "all", query: "x" }] },
    forecast: { history: "72h" },
  });
}

/** Three deployments with an HPA each; `a` and `b` are led. */
function three() {
  const world = worldAt(T0);
  world.use(historyOf(() => 100));
  for (const object of NAMES.flatMap(targetNamed)) world.put(object);
  world.put(autoscalerOf("a", "a"));
  world.put(autoscalerOf("b", "b"));
  const raiseCeiling = (name: Name) => {
    const hpa = world.stored("HorizontalPodAutoscaler", keyOf(name));
    if (hpa === undefined) throw new Error("there is no HPA");
    world.put({ ...hpa, spec: { ...hpa.spec, maxReplicas: hpa.spec.maxReplicas + 1 } });
  };
  const planned = () => world.turns.filter((controller) => controller === "predictiveAutoscaler").length;
  return { ...world, raiseCeiling, planned };
}

describe("several targets in one namespace", () => {
  it("an HPA's change calls for a turn of the autoscaler that leads its target, and of no other", async () => {
    const world = three();
    world.begin();
    await world.after(5);
    const before = world.planned();
    world.raiseCeiling("a");
    await world.after(1);
    expect(world.planned() - before).toBe(1);
    world.raiseCeiling("c");
    await world.after(1);
    expect(world.planned() - before, "nobody leads it").toBe(1);
    world.remove("HorizontalPodAutoscaler", keyOf("b"));
    await world.after(1);
    expect(world.planned() - before).toBe(2);
  });

  it("an autoscaler's change calls for enforcement of its own target, and of no other", async () => {
    const world = three();
    world.begin();
    await world.after(5);
    const enforcement = world.running()?.controllers.find(({ name }) => name === "cronHpa");
    world.put(autoscalerOf("c", "c"));
    expect(enforcement?.busy(), "it has no plan yet").toBe(false);
    const { spec, ...rest } = autoscalerOf("a", "a");
    world.put({ ...rest, spec: { ...(spec as object), suspend: true } });
    expect(enforcement?.busy(), "its plan is frozen").toBe(true);
    await world.kill();
  });

  it("an autoscaler that is given another target knows nothing of how long that one's pods take to start", async () => {
    const world = three();
    const { spec, ...rest } = deployment();
    for (let i = 0; i < 20; i++) {
      const pod = podOf({ ...keyOf(`a-${i}`), labels: { app: "a" } }, { ...rest, spec });
      world.put({ ...pod, status: { ...pod.status, readySince: "2026-11-11T12:00:20Z" } });
    }
    world.begin();
    await world.after(40);
    const known = () => world.running()?.board.latest(keyOf("a"))?.snapshot.leadTime;
    expect(known()).toMatchObject({ kind: "learned", pods: { length: 20 } });
    world.put(autoscalerOf("a", "c"));
    await world.after(1);
    expect(known()).toMatchObject({ kind: "learned", pods: { length: 0 } });
    expect(at(T0)).toBeLessThan(world.clock.now());
  });

  it("one that cannot be led any more, or is paused, leaves no figures standing as if they were of now", async () => {
    const world = three();
    world.begin();
    await world.after(5);
    expect(world.forgotten).toEqual([]);
    world.remove("HorizontalPodAutoscaler", keyOf("a"));
    await world.after(1);
    expect(world.forgotten).toContain("a");
    expect(world.forgotten).not.toContain("b");
    world.pause("freeze");
    await world.after(1);
    expect(world.forgotten).toContain("b");
  });
});
