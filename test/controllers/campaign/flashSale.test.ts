import { expect, it } from "vitest";
import { condition } from "../world.ts";
import { saleWorld } from "./saleWorld.ts";

it("room that a flash sale lets go as it decays does not lack; what goes beyond that does", async () => {
  // The demand is unknown here: no hold, so that it comes down as declared.
  const scaleIn = { maxHold: "0s" };
  const world = saleWorld({ campaign: { profile: "FlashSale", halfLife: "20m" }, autoscaler: { scaleIn } });
  const reserved = () => condition(world.own("Campaign", "sale"), "CapacityReserved");
  world.begin();
  await world.until("2026-11-11T15:50:00Z");
  world.setReplicas(80, 80);
  await world.until("2026-11-11T16:00:30Z");
  expect(reserved()).toMatchObject({ status: "True" });
  await world.until("2026-11-11T16:40:00Z");
  const floor = world.floor() ?? 0;
  expect([floor < 40, world.status()?.targets?.[0]?.promised]).toEqual([true, 80]);
  world.setReplicas(floor, floor);
  await world.after(60);
  expect([world.status()?.phase, reserved()?.status]).toEqual(["Active", "True"]);
  world.setReplicas(floor, floor - 5);
  await world.after(60);
  expect(reserved()).toMatchObject({ status: "False", message: expect.stringMatching(/^face-fusion: \d+ of \d+$/) });
});
