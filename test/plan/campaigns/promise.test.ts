import { describe, expect, it } from "vitest";
import { planScaling } from "../../../src/plan/planScaling.ts";
import { explainCampaign } from "../../../src/plan/told/explain.ts";
import type { Instant } from "../../../src/units/instant.ts";
import { replicas } from "../../../src/units/replicas.ts";
import { at, campaign, forecastOf, snapshot, T0, type World } from "../snapshots.ts";

/** 20 from 20:00 to 22:00; lead 12 min, ready 5 min before. */
const sale = campaign({ name: "sale", peak: { replicas: 20 } });

function saleIn(world: World) {
  return planScaling(snapshot({ campaigns: [sale], ...world })).campaigns.find(({ key }) => key.name === "sale");
}

describe("what a campaign promises", () => {
  it("is not what another one, which starts minutes later, has ordered by then", () => {
    const later = campaign({
      name: "later",
      peak: { replicas: 80 },
      spec: { start: "2026-11-11T20:10:00Z", end: "2026-11-11T22:00:00Z" },
    });
    const world = { campaigns: [sale, later], scale: { found: 4, replicas: 80, ready: 20 } };
    expect(saleIn({ ...world, now: T0 })).toMatchObject({ promised: 20, phase: "Active" });
    expect(saleIn({ ...world, now: at("2026-11-11T19:56:00Z") })).toMatchObject({ promised: 20, phase: "Ready" });
  });

  it("is not what the forecast needs only later in its time", () => {
    const evening = forecastOf([100, 100, 100, 9_000, 9_000, 9_000, 100, 100, 100, 100], { from: T0 });
    const seen = saleIn({ forecast: evening, scale: { found: 4, replicas: 99, ready: 20 } });
    expect(seen).toMatchObject({ promised: 20, phase: "Active" });
  });

  it("is what others need at its start, too: they share the floor", () => {
    const beside = campaign({ name: "beside", peak: { replicas: 50 } });
    expect(saleIn({ campaigns: [sale, beside] })).toMatchObject({ promised: 50 });
  });

  it("is not what somebody asks for when it cannot be ordered in time any more: that is their own promise", () => {
    const filedAt = (createdAt: Instant) =>
      campaign({ name: "hold", peak: { replicas: 50 }, createdAt, spec: { start: "2026-11-11T19:59:46Z" } });
    const world = { scale: { found: 4, replicas: 40, ready: 40 } };
    // Of a lead of 12 min, 30 s of reaction and 5 min before: ordered at 19:42:16.
    for (const { createdAt, promised, phase } of [
      { createdAt: at("2026-11-11T19:42:16Z"), promised: 50, phase: "Short" },
      { createdAt: at("2026-11-11T19:42:17Z"), promised: 20, phase: "Active" },
      { createdAt: at("2026-11-11T19:59:46Z"), promised: 20, phase: "Active" },
    ]) {
      const hold = filedAt(createdAt);
      expect(saleIn({ ...world, campaigns: [sale, hold] })).toMatchObject({ promised, phase });
      const { campaigns } = planScaling(snapshot({ ...world, campaigns: [sale, hold] }));
      expect(campaigns.find(({ key }) => key.name === "hold")).toMatchObject({ promised: 50, phase: "Short" });
    }
  });

  it("is nothing while its autoscaler is off", () => {
    expect(saleIn({ spec: { mode: "Off" }, scale: { found: 4, ceiling: 15 } })).toMatchObject({
      promised: 0,
      shortBy: 0,
    });
  });

  it("is nothing while it is suspended", () => {
    const suspended = campaign({ name: "sale", peak: { replicas: 20 }, spec: { suspend: true } });
    expect(saleIn({ campaigns: [suspended] })).toMatchObject({ promised: 0, shortBy: 0, phase: "Suspended" });
  });
});

describe("what a campaign is short by", () => {
  const room = (more: number) => ({ kind: "known", more: replicas(more), limit: "quota gpu: requests.cpu" }) as const;
  const now = at("2026-11-11T12:00:00Z");

  it.each([
    {
      world: { scale: { found: 4, ceiling: 15 } },
      promised: 15,
      shortBy: 5,
      beyondCeiling: 5,
      why: "the HPA's maxReplicas allows 15",
    },
    {
      world: { scale: { found: 4 }, room: room(6) },
      promised: 20,
      shortBy: 10,
      beyondCeiling: 0,
      why: "there is room for 10 now: quota gpu: requests.cpu",
    },
    {
      world: { scale: { found: 4, ceiling: 15 }, room: room(6) },
      promised: 15,
      shortBy: 10,
      beyondCeiling: 5,
      why: "the HPA's maxReplicas allows 15, and there is room for 10 now: quota gpu: requests.cpu",
    },
  ])("$shortBy, because $why", ({ world, promised, shortBy, beyondCeiling, why }) => {
    const seen = saleIn({ now, ...world });
    expect(seen).toMatchObject({ promised, shortBy, beyondCeiling, shortBecause: why });
    expect(seen === undefined ? [] : explainCampaign(seen)).toContainEqual(
      expect.stringContaining(`, short by ${shortBy}: ${why}`),
    );
  });

  it("is nothing, and says nothing, while all fits", () => {
    const seen = saleIn({ now, room: room(16) });
    expect(seen).toMatchObject({ shortBy: 0, beyondCeiling: 0 });
    expect(seen).not.toHaveProperty("shortBecause");
  });
});
