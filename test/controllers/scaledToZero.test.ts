import { describe, expect, it } from "vitest";
import { saleWorld } from "./campaign/saleWorld.ts";
import { condition, deployment, KEY } from "./world.ts";

type SaleWorld = ReturnType<typeof saleWorld>;

const NAMES = [
  ["PredictiveAutoscaler", "face-fusion"],
  ["CronHPA", "face-fusion-plan"],
  ["Campaign", "sale"],
] as const;

const ready = (world: SaleWorld) => NAMES.map(([kind, name]) => condition(world.own(kind, name), "Ready"));

/** As the HPA controller has it: at zero it is switched off, and says so. */
function setActive(world: SaleWorld, reason: "ScalingDisabled" | "ValidMetricFound", replicas: number): void {
  const before = world.hpa();
  if (before === undefined) throw new Error("there is no HPA");
  const status = reason === "ScalingDisabled" ? "False" : "True";
  const conditions = [{ type: "ScalingActive", status, reason }];
  world.put({ ...before, status: { ...before.status, currentReplicas: replicas, conditions } });
  world.setReplicas(replicas, replicas);
}

describe("a target that somebody keeps at zero replicas", () => {
  it("follows no floor, and every object says so until it is woken", async () => {
    const world = saleWorld();
    world.begin();
    await world.until("2026-11-11T15:50:00Z");
    setActive(world, "ScalingDisabled", 0);
    await world.after(31);
    for (const each of ready(world)) {
      expect(each?.status).toBe("False");
      expect(each?.message).toMatch(
        /keeps the target at 0 replicas, so the HPA face-fusion is switched off.*scale it to 1/,
      );
    }
    expect(world.floor()).toBe(80);
    setActive(world, "ValidMetricFound", 80);
    await world.after(31);
    expect(ready(world).map((each) => each?.status)).toEqual(["True", "True", "True"]);
  });
});

describe("a target that goes and comes", () => {
  it("is noticed at once, not with the next turn", async () => {
    const world = saleWorld();
    world.begin();
    await world.until("2026-11-11T13:00:10Z");
    world.remove("Deployment", KEY);
    await world.after(1);
    expect(ready(world)[0]).toMatchObject({ status: "False", reason: "TargetNotFound" });
    expect(ready(world)[2]).toMatchObject({ status: "False", reason: "TargetNotLed" });
    world.put(deployment());
    await world.after(1);
    expect(ready(world).map((each) => each?.status)).toEqual(["True", "True", "True"]);
  });
});
