import { describe, expect, it } from "vitest";
import { saleWorld } from "./campaign/saleWorld.ts";
import { KEY } from "./world.ts";

/** 80 from 16:00 to 17:00, ordered at 15:44:30; looked at while it stands. */
async function during() {
  const world = saleWorld();
  world.begin();
  await world.until("2026-11-11T16:10:00Z");
  const next = () =>
    [world.own("PredictiveAutoscaler", "face-fusion"), world.own("CronHPA", "face-fusion-plan")].map(
      (object) => (object?.status as { readonly next?: string } | undefined)?.next,
    );
  expect(next()).toEqual(["2026-11-11T17:00:00Z → 54", "2026-11-11T17:00:00Z → 54"]);
  return { ...world, next };
}

describe("the next change that a status tells", () => {
  it("is told to the second, and so are the times of conditions, also of odd lead times", async () => {
    const world = saleWorld({ autoscaler: { startup: { leadTime: "600567ms" } } });
    world.begin();
    await world.until("2026-11-11T15:46:00Z");
    for (const kind of ["PredictiveAutoscaler", "Campaign", "CronHPA", "WarmPool"] as const) {
      const name = { PredictiveAutoscaler: "face-fusion", Campaign: "sale" }[kind as string] ?? "face-fusion-plan";
      const { next, conditions } = world.own(kind, name)?.status as { next?: unknown; conditions: unknown };
      expect(JSON.stringify([next, conditions]), kind).not.toMatch(/\.\d+Z/);
    }
  });

  it("is none while the namespace is frozen: none comes", async () => {
    const world = await during();
    world.pause("freeze");
    await world.after(1);
    expect(world.next()).toEqual([undefined, undefined]);
    world.pause(undefined);
    await world.after(1);
    expect(world.next()).toEqual(["2026-11-11T17:00:00Z → 54", "2026-11-11T17:00:00Z → 54"]);
  });

  it("is that of the last plan while nothing can be planned, and none once it has passed", async () => {
    const world = await during();
    world.remove("Deployment", KEY);
    await world.after(61);
    expect(world.next()[0]).toBe("2026-11-11T17:00:00Z → 54");
    await world.until("2026-11-11T17:02:00Z");
    expect(world.next()[0]).toBeUndefined();
  });
});
