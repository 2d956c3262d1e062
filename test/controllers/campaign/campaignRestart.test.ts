import { describe, expect, it } from "vitest";
import type { Reading } from "../../../src/ports/history.ts";
import { historyOf } from "../history.ts";
import { condition, noHistory } from "../world.ts";
import { saleWorld } from "./saleWorld.ts";

const SALE = { namespace: "vision", name: "sale" };

/** Twice the usual hundred units at 16:00 for an hour: nine replicas with headroom. */
function sale() {
  const targets = [{ name: "face-fusion", peak: { multiplier: "2", of: "SameTime" } }];
  const world = saleWorld({ campaign: { targets }, autoscaler: { forecast: { history: "72h" } } });
  world.use(historyOf(() => 100));
  return world;
}

/** A Prometheus that keeps its first asker waiting until it is told to answer. */
function slowHistory() {
  let answer: () => void = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const read = async (): Promise<Reading> => {
    await answered;
    return noHistory().read({} as never);
  };
  return { history: { read }, answer: () => answer() };
}

describe("a restart amid a campaign", () => {
  it("says nothing new of it before its target was looked at, and forgets no peak that was resolved", async () => {
    const world = sale();
    world.begin();
    await world.until("2026-11-11T15:50:00Z");
    const before = world.status();
    expect(before?.targets?.[0]?.declared?.replicas).toBeGreaterThan(4);
    await world.kill();
    const told = world.events.length;
    const slow = slowHistory();
    world.use(slow.history);
    world.begin();
    // The campaign's turn is long over while the autoscaler still waits for its Prometheus.
    for (let i = 0; i < 50; i++) await Promise.resolve();
    expect(world.status()).toEqual(before);
    slow.answer();
    await world.after(60);
    expect(world.status()?.targets?.[0]?.declared).toEqual(before?.targets?.[0]?.declared);
    expect(condition(world.own("Campaign", "sale"), "PeakUnknown")?.status).toBe("False");
    expect(world.events.slice(told).filter(({ regarding }) => regarding.kind === "Campaign")).toEqual([]);
    expect(world.stored("Campaign", SALE)).toBeDefined();
  });

  it("of a target that cannot be led is not waited for: the campaign says what is wrong", async () => {
    const world = sale();
    world.begin();
    await world.until("2026-11-11T14:00:00Z");
    await world.kill();
    world.remove("HorizontalPodAutoscaler", { namespace: "vision", name: "face-fusion" });
    world.begin();
    await world.after(60);
    expect(condition(world.own("Campaign", "sale"), "Ready")).toMatchObject({
      status: "False",
      reason: "TargetNotPlanned",
    });
    expect(world.status()?.targets?.[0]?.declared, "what was resolved once holds").toBeDefined();
  });

  it.each([
    { what: "no list", targets: "none" },
    { what: "a list of nothing", targets: [null] },
    { what: "a peak that is none", targets: [{ name: "face-fusion", declared: 7 }] },
    { what: "a peak of nobody's time", targets: [{ name: "face-fusion", declared: { resolvedAt: 5, replicas: "x" } }] },
  ])("S18: a status of somebody else's writing, $what in place of its targets, is replaced", async ({ targets }) => {
    const world = sale();
    const filed = world.own("Campaign", "sale");
    if (filed === undefined) throw new Error("there is no campaign");
    world.put({ ...filed, status: { phase: 7, conditions: "none", targets } });
    world.begin();
    await world.after(60);
    expect(world.status()?.phase).toBe("Scheduled");
    expect(world.bugs).toEqual([]);
    const written = world.own("Campaign", "sale");
    if (written === undefined) throw new Error("there is no campaign");
    world.put({ ...written, status: { phase: 7, conditions: "none", targets } });
    await world.after(60);
    expect(world.status()?.phase, "while it runs, too").toBe("Scheduled");
    expect(world.bugs).toEqual([]);
  });
});

it("its target is deleted while a turn of it is under way: the campaign says so, and no old phase stays", async () => {
  const world = sale();
  world.begin();
  await world.until("2026-11-11T13:00:00Z");
  expect(world.status()?.phase).toBe("Scheduled");
  const slow = slowHistory();
  world.use(slow.history);
  const asked = world.after(120);
  for (let i = 0; i < 50; i++) await Promise.resolve();
  world.remove("PredictiveAutoscaler", { namespace: "vision", name: "face-fusion" });
  for (let i = 0; i < 50; i++) await Promise.resolve();
  slow.answer();
  await asked;
  const ready = condition(world.own("Campaign", "sale"), "Ready");
  expect(ready).toMatchObject({ status: "False", reason: "TargetNotPlanned" });
  expect(ready?.message).toContain("there is no PredictiveAutoscaler face-fusion");
  expect(world.status()?.phase).toBe("Pending");
});
