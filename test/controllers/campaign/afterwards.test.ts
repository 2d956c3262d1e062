import { expect, it } from "vitest";
import type { CampaignStatus } from "../../../src/api/campaign.ts";
import { dailyPeak, historyOf } from "../history.ts";
import type { ObjectKey } from "../../../src/api/metadata.ts";
import type { ObservedKind } from "../../../src/ports/cluster.ts";
import { pricedCampaign } from "./pricedCampaign.ts";
import { saleWorld } from "./saleWorld.ts";
import { KEY, ownObject, TARGET, worldAt } from "../world.ts";

/** Every evening a peak of 500 units, 22 replicas; at noon a campaign of twice the usual hundred. */
async function dayAfter() {
  const world = worldAt("2026-11-11T10:00:00Z");
  world.use(historyOf(dailyPeak(500)));
  world.put(
    ownObject("PredictiveAutoscaler", "face-fusion", {
      scaleTargetRef: TARGET,
      demand: { perReplica: 25, signals: [{ name: "all", query: "x" }] },
      startup: { leadTime: "10m" },
      forecast: { history: "120h" },
    }),
  );
  world.put(
    ownObject("Campaign", "sale", {
      timeZone: "UTC",
      start: "2026-11-11T12:00:00",
      end: "2026-11-11T13:00:00",
      targets: [{ name: "face-fusion", peak: { multiplier: "2", of: "SameTime" } }],
    }),
  );
  const status = () => world.own("Campaign", "sale")?.status as CampaignStatus;
  world.begin();
  await world.until("2026-11-11T14:30:00Z");
  return { world, status };
}

it("a campaign that is over is not written again, however the baseline and the floor move later that day", async () => {
  const { world, status } = await dayAfter();
  const [before, over] = [world.writes.length, status()];
  expect(over.phase).toBe("Completed");
  expect(over.conditions?.find(({ type }) => type === "CapacityReserved")).toMatchObject({ reason: "Over" });
  const floors = new Set<number | undefined>();
  const phases = new Set<string | undefined>();
  for (let hour = 15; hour <= 23; hour++) {
    for (const minute of ["00", "10", "20", "30", "40", "50"]) {
      await world.until(`2026-11-11T${hour}:${minute}:00Z`);
      floors.add(world.floor());
      phases.add(status().phase);
      const plan = world.running()?.board.latest(KEY)?.plan;
      for (const { reason } of plan?.floors ?? []) expect(reason).not.toContain("scale-in since 2026-11-11T13:00:00Z");
    }
  }
  expect(Math.max(...[...floors].map((floor) => floor ?? 0))).toBeGreaterThan(20);
  expect([...phases]).toEqual(["Completed"]);
  expect(world.writes.slice(before).filter((write) => write.includes("Campaign"))).toEqual([]);
  expect(status()).toEqual(over);
});

it.each([
  { from: "2026-11-11T12:01:00Z", phase: "Scheduled", written: 0, why: "before anything is kept for it" },
  { from: "2026-11-11T16:01:00Z", phase: "Active", written: 4, why: "while it is under way" },
  { from: "2026-11-11T20:00:00Z", phase: "Completed", written: 0, why: "once it is over" },
])("§3.11: replicas that come and go with the load are written into its status $written times, $why", async (row) => {
  const world = saleWorld();
  world.use(historyOf(() => 50));
  world.begin();
  if (row.phase !== "Scheduled") {
    await world.until("2026-11-11T15:45:00Z");
    world.setReplicas(80, 80);
  }
  await world.until(row.from);
  expect(world.status()?.phase).toBe(row.phase);
  const before = world.writes.length;
  for (const replicas of [81, 93, 97, 82]) {
    world.setReplicas(replicas, replicas);
    await world.after(31);
  }
  expect(world.writes.slice(before).filter((write) => write === "status Campaign sale").length).toBe(row.written);
});

it("a view that lags behind what was written takes nothing of an outcome back", async () => {
  const world = pricedCampaign();
  world.begin();
  await world.until("2026-11-11T17:09:50Z");
  const { get } = world.cluster;
  const before = world.own("Campaign", "sale");
  const lagging = (kind: ObservedKind, key: ObjectKey) => (kind === "Campaign" ? before : get(kind, key));
  Object.assign(world.cluster, { get: lagging });
  await world.until("2026-11-11T17:10:01Z");
  const { outcome } = world.status() ?? {};
  expect(outcome).toMatchObject({ observedPeak: 1500, at: "2026-11-11T17:10:00Z" });
  // A person's edit of the autoscaler, which concerns the campaign in no way, wakes it.
  const autoscaler = world.own("PredictiveAutoscaler", "face-fusion")!;
  world.put({ ...autoscaler, metadata: { ...autoscaler.metadata, labels: { team: "vision" } } });
  await world.until("2026-11-11T17:11:00Z");
  expect(world.status()?.outcome).toEqual(outcome);
});
