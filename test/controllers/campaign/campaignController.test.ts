import { describe, expect, it } from "vitest";
import type { CampaignStatus } from "../../../src/api/campaign.ts";
import { condition, ownObject } from "../world.ts";
import { saleOf } from "../sale.ts";
import { saleWorld } from "./saleWorld.ts";

const campaignWorld = (campaign: object = {}) => saleWorld({ campaign });

describe("campaign controller", () => {
  it("goes through its phases, computed from what stands", async () => {
    const world = campaignWorld();
    world.begin();
    const seen: (string | undefined)[] = [];
    const look = async (time: string) => {
      await world.until(`2026-11-11T${time}Z`);
      seen.push(`${time} ${world.status()?.phase}`);
    };
    await look("12:01:00");
    await look("15:00:01");
    await look("15:44:31");
    world.setReplicas(80, 80);
    await look("15:56:00");
    await look("16:00:30");
    await look("17:00:30");
    await look("19:30:00");
    expect(seen).toEqual([
      "12:01:00 Scheduled",
      "15:00:01 Reserving",
      "15:44:31 PreScaling",
      "15:56:00 Ready",
      "16:00:30 Active",
      "17:00:30 ScalingIn",
      "19:30:00 Completed",
    ]);
    expect(world.bugs).toEqual([]);
  });

  it("the verdict is recorded at the start, once, and kept", async () => {
    const world = campaignWorld();
    world.begin();
    await world.until("2026-11-11T15:50:00Z");
    world.setReplicas(80, 80);
    await world.until("2026-11-11T16:00:00Z");
    const verdict = world.status()?.verdict;
    expect(verdict).toMatchObject({ ready: true, occurrence: "2026-11-11T16:00:00Z", at: "2026-11-11T16:00:00Z" });
    world.setReplicas(80, 10);
    await world.until("2026-11-11T16:30:00Z");
    expect(world.status()?.verdict).toEqual(verdict);
    expect(condition(world.own("Campaign", "sale"), "ReadyAtStart")).toMatchObject({ status: "True" });
  });

  it("what was not Ready at the start stays on record, however well it goes later", async () => {
    const world = campaignWorld();
    world.begin();
    await world.until("2026-11-11T15:50:00Z");
    world.setReplicas(80, 72);
    await world.until("2026-11-11T16:00:00Z");
    world.setReplicas(80, 80);
    await world.until("2026-11-11T16:30:00Z");
    expect(world.status()?.verdict).toMatchObject({ ready: false, message: "face-fusion: 72 of 80 Ready" });
    expect(condition(world.own("Campaign", "sale"), "ReadyAtStart")).toMatchObject({ status: "False" });
    expect(world.events.filter(({ reason }) => reason === "NotReadyAtStart")).toHaveLength(1);
  });

  it("of what was short at the start it keeps why: when it is over, nothing else says it", async () => {
    const world = campaignWorld({ targets: [{ name: "face-fusion", peak: { replicas: 130 } }] });
    world.begin();
    await world.until("2026-11-11T15:50:00Z");
    world.setReplicas(120, 110);
    await world.until("2026-11-11T19:30:00Z");
    expect(world.status()).toMatchObject({ phase: "Completed", targets: [{ shortBy: 0 }] });
    expect(world.status()?.verdict).toMatchObject({
      ready: false,
      message: "face-fusion: 110 of 130 Ready, short by 10, because the HPA's maxReplicas allows 120",
    });
  });

  it.each([
    { filed: "2026-11-11T09:29:00Z", says: "first looked at 2h30m after the start", why: "nobody looked" },
    { filed: "2026-11-11T11:30:00Z", says: "filed 2h after the start", why: "it was not there yet" },
  ])("one that is looked at first when it runs says so, and why: $why", async ({ filed, says }) => {
    const world = campaignWorld();
    const sale = saleOf({ start: "2026-11-11T09:30:00" });
    world.put({ ...sale, metadata: { ...sale.metadata, creationTimestamp: filed } });
    world.begin();
    await world.after(60);
    expect(world.status()?.verdict?.message).toBe(`face-fusion: 4 of 80 Ready (${says})`);
  });

  it.each([
    { resumedAt: "16:20:00", ready: 4, says: "face-fusion: 4 of 80 Ready" },
    { resumedAt: "16:20:00", ready: 80, says: "every promised replica was Ready" },
    { resumedAt: "15:59:50", ready: 4, says: "face-fusion: 4 of 80 Ready" },
  ])("resumed at $resumedAt with $ready Ready it says since when it is led: $says", async (row) => {
    const world = campaignWorld({ suspend: true });
    world.begin();
    world.setReplicas(row.ready, row.ready);
    await world.until(`2026-11-11T${row.resumedAt}Z`);
    expect(world.status()?.phase).toBe("Suspended");
    const sale = world.own("Campaign", "sale")!;
    world.put({ ...sale, spec: { ...(sale.spec as object), suspend: false } });
    await world.after(60);
    const resumed = row.resumedAt > "16" ? " (it was suspended, and first looked at again 20m after the start)" : "";
    expect(world.status()?.verdict).toMatchObject({ ready: row.ready === 80, message: `${row.says}${resumed}` });
  });

  it("what is promised is told of the campaign in force, then of the next one, then of none", async () => {
    const world = campaignWorld();
    world.put(
      ownObject("Campaign", "gala", {
        timeZone: "UTC",
        start: "2026-11-11T20:00:00",
        end: "2026-11-11T21:00:00",
        targets: [{ name: "face-fusion", peak: { replicas: 100 } }],
      }),
    );
    world.begin();
    const promisedAt = async (time: string) => {
      await world.until(`2026-11-11T${time}Z`);
      return world.figures.at(-1)?.promised;
    };
    expect(await promisedAt("12:05:00")).toBe(80);
    expect(await promisedAt("16:30:00")).toBe(80);
    expect(await promisedAt("17:10:00")).toBe(100);
    expect(await promisedAt("22:00:00")).toBe(0);
  });

  it("a target that does not exist is named, with what to do", async () => {
    const world = campaignWorld({ targets: [{ name: "face-fuson", peak: { replicas: 80 } }] });
    world.begin();
    await world.after(60);
    expect(world.status()?.phase).toBe("Pending");
    const ready = condition(world.own("Campaign", "sale"), "Ready");
    expect(ready).toMatchObject({ status: "False", reason: "TargetNotPlanned" });
    const unknown = condition(world.own("Campaign", "sale"), "PeakUnknown");
    expect(unknown, "its peak was not resolved").toMatchObject({ status: "Unknown", reason: "NotPlanned" });
    expect(ready?.message).toContain("no PredictiveAutoscaler face-fuson");
  });

  it("a target that does not exist is what the verdict says was not Ready, beside the others", async () => {
    const peak = { replicas: 80 };
    const world = campaignWorld({
      targets: [
        { name: "face-fuson", peak },
        { name: "face-fusion", peak },
      ],
    });
    world.begin();
    await world.until("2026-11-11T15:50:00Z");
    world.setReplicas(80, 72);
    await world.until("2026-11-11T16:00:30Z");
    expect(world.status()?.verdict).toMatchObject({
      ready: false,
      reason: "NotAllReady",
      message: "face-fuson: there is no such PredictiveAutoscaler; face-fusion: 72 of 80 Ready",
    });
  });

  it("more than the HPA's ceiling: short by k, days before", async () => {
    const world = campaignWorld({ targets: [{ name: "face-fusion", peak: { replicas: 150 } }] });
    world.begin();
    await world.after(60);
    expect(condition(world.own("Campaign", "sale"), "CapacityFits")).toMatchObject({ status: "False" });
    expect(condition(world.own("Campaign", "sale"), "CapacityFits")?.message).toContain("short by 30");
    expect(world.status()?.targets?.[0]).toMatchObject({ promised: 120, shortBy: 30 });
  });

  it("S5: created after its end it is Expired and scales nothing", async () => {
    const world = campaignWorld({ start: "2025-11-11T16:00:00", end: "2025-11-11T17:00:00" });
    world.begin();
    await world.until("2026-11-11T18:00:00Z");
    expect(world.status()?.phase).toBe("Expired");
    expect(condition(world.own("Campaign", "sale"), "CapacityReserved")).toMatchObject({
      status: "False",
      reason: "Over",
    });
    expect(world.floor()).toBe(4);
  });

  it("one that cannot be read is Invalid, names the field, and the others go on", async () => {
    const world = campaignWorld();
    world.put(ownObject("Campaign", "broken", { timeZone: "Mars/Olympus", targets: [] }));
    world.begin();
    await world.until("2026-11-11T15:45:00Z");
    const broken = world.own("Campaign", "broken");
    expect((broken?.status as CampaignStatus).phase).toBe("Invalid");
    expect(condition(broken, "Stalled")?.message).toContain("spec.timeZone");
    expect(world.floor()).toBe(80);
  });

  it("suspended mid-way it is withdrawn in steps", async () => {
    const world = campaignWorld();
    world.begin();
    await world.until("2026-11-11T16:10:00Z");
    expect(world.floor()).toBe(80);
    const sale = world.own("Campaign", "sale");
    if (sale === undefined) throw new Error("there is no campaign");
    world.put({ ...sale, spec: { ...(sale.spec as object), suspend: true } });
    await world.after(1);
    expect(world.status()?.phase).toBe("Suspended");
    await world.after(90);
    expect(world.floor()).toBeGreaterThan(4);
    await world.until("2026-11-11T19:30:00Z");
    expect(world.floor()).toBe(4);
  });
});
