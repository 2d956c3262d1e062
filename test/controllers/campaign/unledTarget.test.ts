import { describe, expect, it } from "vitest";
import type { PredictiveAutoscalerInput } from "../../../src/api/predictiveAutoscaler.ts";
import { condition, KEY } from "../world.ts";
import { saleWorld } from "./saleWorld.ts";

type SaleWorld = ReturnType<typeof saleWorld>;

/** As of an hour after noon, when the autoscaler has planned and the campaign is Scheduled for 16:00. */
async function scheduled(): Promise<SaleWorld> {
  const world = saleWorld();
  world.begin();
  await world.until("2026-11-11T13:00:00Z");
  expect(world.status()?.phase).toBe("Scheduled");
  expect(ready(world)).toMatchObject({ status: "True" });
  return world;
}

const ready = (world: SaleWorld) => condition(world.own("Campaign", "sale"), "Ready");

function edit(world: SaleWorld, change: Partial<PredictiveAutoscalerInput>): void {
  const before = world.own("PredictiveAutoscaler", "face-fusion");
  if (before === undefined) throw new Error("there is no autoscaler");
  world.put({ ...before, spec: { ...(before.spec as object), ...change } });
}

describe("a campaign whose target is not led any more", () => {
  it.each<{ name: string; happens: (world: SaleWorld) => void; says: RegExp; fits: string }>([
    {
      name: "its HPA is gone",
      happens: (world) => void world.remove("HorizontalPodAutoscaler", KEY),
      says: /the PredictiveAutoscaler face-fusion is not led: .*no HPA scales this target/,
      fits: "Unknown",
    },
    {
      name: "the autoscaler is suspended",
      happens: (world) => void edit(world, { suspend: true }),
      says: /the PredictiveAutoscaler face-fusion is not led: .*spec.suspend is true/,
      fits: "Unknown",
    },
    {
      name: "the namespace is paused",
      happens: (world) => void world.pause("freeze"),
      says: /the PredictiveAutoscaler face-fusion is not led: .*the namespace is paused: freeze/,
      fits: "Unknown",
    },
    {
      name: "the autoscaler only recommends",
      happens: (world) => void edit(world, { mode: "Recommend" }),
      says: /the PredictiveAutoscaler face-fusion only recommends: nothing is scaled until its mode is Automatic/,
      fits: "True",
    },
  ])("$name: hours before the start it is not Ready, and says why", async ({ happens, says, fits }) => {
    const world = await scheduled();
    happens(world);
    await world.after(90);
    expect(world.status()?.phase).toBe("Scheduled");
    expect(ready(world)).toMatchObject({ status: "False", reason: "TargetNotLed" });
    expect(ready(world)?.message).toMatch(says);
    expect(condition(world.own("Campaign", "sale"), "CapacityFits")).toMatchObject({ status: fits });
  });

  it("the autoscaler is off: nothing was promised, and the verdict does not call that Ready", async () => {
    const world = await scheduled();
    edit(world, { mode: "Off" });
    await world.until("2026-11-11T16:05:00Z");
    expect(world.status()?.verdict).toMatchObject({ ready: false });
    expect(world.status()?.verdict?.message).toMatch(
      /^face-fusion: 4 Ready, none promised; .* is off: nothing is scaled/,
    );
  });

  it("its phase goes on with the time: Short while nothing was ordered, and over at the end", async () => {
    const world = await scheduled();
    world.pause("freeze");
    await world.until("2026-11-11T16:05:00Z");
    expect(world.status()?.phase).toBe("Short");
    expect(world.status()?.verdict).toMatchObject({ ready: false, message: "face-fusion: 4 of 80 Ready" });
    await world.until("2026-11-11T17:05:00Z");
    expect(world.status()?.phase).not.toBe("Short");
  });

  it("frozen while it is ready it becomes Active, and is not given back before somebody looks", async () => {
    const world = saleWorld();
    world.begin();
    await world.until("2026-11-11T15:50:00Z");
    world.setReplicas(80, 80);
    world.pause("freeze");
    await world.until("2026-11-11T16:05:00Z");
    expect(world.status()?.phase).toBe("Active");
    await world.until("2026-11-11T17:05:00Z");
    expect([world.status()?.phase, world.floor()]).toEqual(["ScalingIn", 80]);
    world.pause(undefined);
    await world.until("2026-11-11T19:30:00Z");
    expect([world.status()?.phase, world.floor()]).toEqual(["Completed", 4]);
    expect(ready(world)).toMatchObject({ status: "True" });
  });
});

describe("a campaign that is short, days before", () => {
  it("above the HPA's ceiling it is not Ready, and names the ceiling", async () => {
    const world = saleWorld({ campaign: { targets: [{ name: "face-fusion", peak: { replicas: 150 } }] } });
    world.begin();
    await world.after(60);
    const why = "face-fusion is short by 30, because the HPA's maxReplicas allows 120";
    expect(condition(world.own("Campaign", "sale"), "CapacityFits")?.message).toBe(why);
    expect(ready(world)).toMatchObject({ status: "False", reason: "BeyondCeiling" });
    expect(ready(world)?.message).toContain(why);
  });

  it("suspended it promises and reserves nothing", async () => {
    const world = saleWorld({ campaign: { suspend: true } });
    world.begin();
    await world.until("2026-11-11T15:30:00Z");
    expect(world.status()?.targets?.[0]).toMatchObject({ promised: 0, shortBy: 0 });
    const reserved = condition(world.own("Campaign", "sale"), "CapacityReserved");
    expect(reserved).toMatchObject({ status: "False", reason: "Suspended" });
  });
});
