import { describe, expect, it } from "vitest";
import { historyOf } from "../history.ts";
import { noHistory } from "../world.ts";
import { demand, pricedCampaign } from "./pricedCampaign.ts";

/**
 * Kept: 44.5 min × 76 placeholders from 15:00 on, 75.5 min × 80, 5 min × 54, 5 min × 28 = 163.867 h.
 * Used: 25.5 min × 3 + 60 min × 60 = 61.275 h. Cost: 163.87 × 2.5 = 409.675.
 */
const EXPECTED = {
  occurrence: { start: "2026-11-11T16:00:00Z", end: "2026-11-11T17:00:00Z" },
  declaredPeak: 2000,
  observedPeak: 1500,
  replicaHoursReserved: 163.87,
  replicaHoursUsed: 61.28,
  cost: { amount: "409.68", currency: "EUR" },
};

describe("the outcome of a campaign", () => {
  it("stands there when the floor is given back, as worked out by hand", async () => {
    const world = pricedCampaign();
    world.begin();
    await world.until("2026-11-11T17:09:00Z");
    expect(world.outcome()).toBeUndefined();
    await world.until("2026-11-11T17:11:00Z");
    expect(world.outcome()).toMatchObject({ ...EXPECTED, at: "2026-11-11T17:10:00Z" });
    expect(world.outcome()?.targets).toMatchObject([
      { name: "face-fusion", from: "2026-11-11T15:44:30Z", until: "2026-11-11T17:10:00Z" },
    ]);
    expect(world.outcome()?.message).toBeUndefined();
    expect(world.status()?.account).toBeUndefined();
    expect(world.bugs).toEqual([]);
  });

  it("once written, it stays, and nothing more is written or asked", async () => {
    const world = pricedCampaign();
    world.begin();
    await world.until("2026-11-11T17:30:00Z");
    const [before, outcome] = [world.writes.length, world.outcome()];
    world.use(historyOf(() => 75));
    await world.until("2026-11-11T20:00:00Z");
    expect(world.outcome()).toEqual(outcome);
    expect(world.writes.slice(before)).toEqual([]);
  });

  it("Prometheus away at the end: what was kept is written, what came when it answers", async () => {
    const world = pricedCampaign();
    world.begin();
    await world.until("2026-11-11T16:30:00Z");
    world.use(noHistory());
    await world.until("2026-11-11T19:30:00Z");
    const waiting = world.outcome();
    // On ignorance the floor is held for two hours: 44.5 min × 76 + 195.5 min × 80 + 5 min × 54 + 5 min × 28 = 323.87.
    expect(waiting?.replicaHoursReserved).toBe(323.87);
    expect(waiting?.cost?.currency).toBe("EUR");
    expect(waiting).not.toHaveProperty("observedPeak");
    expect(waiting).not.toHaveProperty("replicaHoursUsed");
    expect(waiting?.message).toMatch(/^what came at face-fusion \(TimedOut\) is not known; the history is asked again/);
    const before = world.writes.length;
    await world.until("2026-11-11T21:00:00Z");
    expect(world.writes.slice(before).filter((write) => write.includes("Campaign"))).toEqual([]);
    world.use(demand);
    await world.until("2026-11-11T21:06:00Z");
    expect(world.outcome()).toMatchObject({ observedPeak: 1500 });
    expect(world.outcome()?.message).toBeUndefined();
    expect(world.outcome()?.replicaHoursReserved).toBe(waiting?.replicaHoursReserved);
  });

  it("after a week nobody asks any more, and the message stays", async () => {
    const world = pricedCampaign();
    world.begin();
    await world.until("2026-11-11T16:30:00Z");
    await world.kill();
    const sale = world.own("Campaign", "sale")!;
    world.use(noHistory());
    world.begin();
    await world.until("2026-11-11T19:30:00Z");
    const outcome = world.outcome()!;
    expect(outcome.message).toContain("asked again until 2026-11-18T");
    await world.kill();
    const long = "2026-11-01T00:00:00Z";
    const targets = outcome.targets.map((target) => ({ ...target, until: long }));
    world.put({ ...sale, status: { ...world.status(), outcome: { ...outcome, targets } } });
    world.use(demand);
    world.begin();
    await world.until("2026-11-11T20:30:00Z");
    expect(world.outcome()).not.toHaveProperty("observedPeak");
  });

  it.each(["2026-11-11T15:50:00Z", "2026-11-11T16:20:00Z", "2026-11-11T17:02:00Z"])(
    "the controllers killed at %s and started two minutes later: the same outcome",
    async (moment) => {
      const world = pricedCampaign();
      world.begin();
      await world.until(moment);
      await world.kill();
      await world.after(120);
      world.begin();
      await world.until("2026-11-11T17:30:00Z");
      expect(world.outcome()).toMatchObject(EXPECTED);
    },
  );

  it("enforced without a planner from amid the campaign on, it counts the floors as they came down", async () => {
    const world = pricedCampaign();
    world.begin();
    await world.until("2026-11-11T16:30:00Z");
    await world.kill();
    world.begin("enforce");
    await world.until("2026-11-11T19:30:00Z");
    expect(world.floor()).toBe(4);
    await world.kill();
    world.begin();
    await world.after(60);
    expect(world.outcome()).toMatchObject({ ...EXPECTED, at: "2026-11-11T19:30:00Z" });
    expect(world.outcome()?.targets[0]?.until).toBe("2026-11-11T17:10:00Z");
  });

  it("with all controllers away over the end, nobody saw it given back: it is counted as planned", async () => {
    const world = pricedCampaign();
    world.begin();
    await world.until("2026-11-11T16:30:00Z");
    await world.kill();
    await world.until("2026-11-11T18:30:00Z");
    world.begin();
    await world.until("2026-11-11T19:30:00Z");
    expect(world.outcome()).toMatchObject(EXPECTED);
  });

  it("without a price it has no cost", async () => {
    const world = pricedCampaign({ policy: { default: true } });
    world.begin();
    await world.until("2026-11-11T17:30:00Z");
    expect(world.outcome()).toMatchObject({ replicaHoursReserved: 163.87 });
    expect(world.outcome()).not.toHaveProperty("cost");
  });

  it("recommended only, nothing is kept, and what came is told all the same", async () => {
    const world = pricedCampaign({ autoscaler: { mode: "Recommend" } });
    world.begin();
    await world.until("2026-11-11T17:30:00Z");
    expect(world.outcome()).toMatchObject({ observedPeak: 1500, replicaHoursReserved: 0 });
    expect(world.outcome()?.cost).toEqual({ amount: "0", currency: "EUR" });
  });

  it("suspended mid-way, it counts what was kept until then", async () => {
    const world = pricedCampaign();
    world.begin();
    await world.until("2026-11-11T16:30:00Z");
    const sale = world.own("Campaign", "sale")!;
    world.put({ ...sale, spec: { ...(sale.spec as object), suspend: true } });
    await world.until("2026-11-11T17:30:00Z");
    // 44.5 min × 76 + 45.5 min × 80 = 117.03; the steps down are taken for nobody.
    expect(world.outcome()?.replicaHoursReserved).toBe(117.03);
    expect(world.outcome()).toMatchObject({ observedPeak: 1500 });
  });

  it("of one that recurs it is of the last occurrence, and stays until the next is given back", async () => {
    const world = pricedCampaign({
      campaign: { start: undefined, end: undefined, schedule: "0 16,20 * * *", duration: "1h" },
    });
    world.begin();
    await world.until("2026-11-11T20:30:00Z");
    expect(world.outcome()).toMatchObject(EXPECTED);
    expect(world.status()?.account?.start).toBe("2026-11-11T20:00:00Z");
    await world.until("2026-11-11T23:30:00Z");
    expect(world.outcome()).toMatchObject({
      occurrence: { start: "2026-11-11T20:00:00Z", end: "2026-11-11T21:00:00Z" },
      observedPeak: 75,
      replicaHoursReserved: 163.87,
    });
  });

  it("over before anybody looked, nothing is said of what was kept", async () => {
    const world = pricedCampaign();
    await world.until("2026-11-11T17:30:00Z");
    world.begin();
    await world.until("2026-11-11T18:30:00Z");
    expect(world.outcome()).toBeUndefined();
  });

  it("an object that cannot be read any more keeps what was written of it", async () => {
    const world = pricedCampaign();
    world.begin();
    await world.until("2026-11-11T17:30:00Z");
    const { outcome, verdict } = world.status()!;
    const sale = world.own("Campaign", "sale")!;
    world.put({ ...sale, spec: { ...(sale.spec as object), timeZone: "Mars/Olympus" } });
    await world.after(30);
    expect(world.status()).toMatchObject({ phase: "Invalid", outcome, verdict });
  });
});
