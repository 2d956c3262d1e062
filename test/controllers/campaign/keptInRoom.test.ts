import { expect, it } from "vitest";
import { historyOf } from "../history.ts";
import { ownObject } from "../world.ts";
import { saleWorld } from "./saleWorld.ts";

it("replicas that stay up in a campaign's room are in its account, as placeholders are", async () => {
  const world = saleWorld({ autoscaler: { forecast: { history: "72h" } } });
  world.use(historyOf(() => 75));
  world.put(
    ownObject("Campaign", "afternoon", {
      ...{ timeZone: "UTC", start: "2026-11-11T14:00:00", end: "2026-11-11T15:10:00" },
      targets: [{ name: "face-fusion", peak: { replicas: 40 } }],
    }),
  );
  world.begin();
  const kept = () => world.status()?.account?.targets[0]?.replicas;
  // Room for 80 is reserved from 15:00 on: 40 stand for the afternoon until 15:10, the others are placeholders.
  await world.until("2026-11-11T15:09:00Z");
  expect([world.floor(), kept()]).toEqual([40, 40]);
  // Then nobody asks for more than the four that were found, and the 40 stay for the sale.
  await world.until("2026-11-11T15:11:00Z");
  expect([world.floor(), kept()]).toEqual([40, 76]);
  const { writes } = world;
  const before = writes.length;
  await world.until("2026-11-11T15:44:00Z");
  expect(writes.slice(before), "while nothing changes").toEqual([]);
  // Ordered at 15:44:30: 10 min × 40 and 34.5 min × 76 by then.
  await world.until("2026-11-11T15:45:00Z");
  expect(world.status()?.account?.targets[0]).toMatchObject({ replicas: 80, replicaHours: 50.3667 });
  expect(world.bugs).toEqual([]);
});
