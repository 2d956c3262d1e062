import { expect, it } from "vitest";
import { planScaling } from "../../../src/plan/planScaling.ts";
import { explainPlan } from "../../../src/plan/told/explain.ts";
import { milliseconds, MINUTE } from "../../../src/units/duration.ts";
import { at, campaign, snapshot } from "../snapshots.ts";

/** A learned lead time is seldom whole seconds, and the moment that is asked about never is. */
const world = {
  campaigns: [campaign({ name: "sale", peak: { replicas: 20 } })],
  leadTime: { kind: "fixed", duration: milliseconds(12 * MINUTE + 433) } as const,
};

it.each([
  { now: "2026-11-11T19:03:04.567Z", why: "the order is to come" },
  { now: "2026-11-11T19:50:00.001Z", why: "the order is past" },
])("tells times and lengths to the second, and the order in words for past and future: $why", ({ now }) => {
  const told = explainPlan(planScaling(snapshot({ ...world, now: at(now) })));
  expect(told.join("\n")).not.toMatch(/\.\d+Z|\dms/);
  expect(told[0]).toContain(`at ${now.slice(0, 19)}Z the floor is `);
  expect(told).toContain("  order due at 2026-11-11T19:42:29Z, Ready by 2026-11-11T19:55:00Z");
});

it("says to the second how late one was filed, and never none", () => {
  const orderAt = at("2026-11-11T19:42:29.567Z");
  for (const [createdAt, late] of [
    [at("2026-11-11T19:42:30Z"), "1s"],
    [at("2026-11-11T19:43:31Z"), "1m1s"],
  ] as const) {
    const [sale] = planScaling(
      snapshot({ ...world, campaigns: [{ ...world.campaigns[0]!, createdAt }], now: at("2026-11-11T19:44:00Z") }),
    ).campaigns;
    expect(sale?.orderAt).toBe(orderAt);
    expect(sale?.warnings[0]).toMatch(new RegExp(`^created ${late} after its replicas had to be ordered`));
  }
});
