import { describe, expect, it } from "vitest";
import { campaignSpec } from "../../src/api/campaign.ts";
import { headstartWorld, scenarioOf } from "../../src/backtest/backtest.ts";
import { type Bump, declaredBump, seededBump, withBumps } from "../../src/backtest/bumps.ts";
import { campaignsOf, TARGET } from "../../src/backtest/campaigns.ts";
import { headstartPolicies } from "../../src/backtest/policies/headstartPolicy.ts";
import { recordedLoad } from "../../src/backtest/recordedLoad.ts";
import { replay } from "../../src/backtest/replay.ts";
import { trackOf } from "../../src/backtest/track.ts";
import { DAY, HOUR, MINUTE, type Milliseconds } from "../../src/units/duration.ts";
import { MONDAY } from "./scenarios.ts";

const flatLoad = (days: number) => {
  const times = Array.from({ length: days * 288 }, (_, i) => MONDAY + i * 5 * MINUTE);
  const load = recordedLoad("flat", { times, values: times.map(() => 10) });
  if (!load.ok) throw new Error(load.failure.message);
  return load.value;
};

describe("a seeded bump", () => {
  it("lies within its bounds, and is the same for the same seed", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const bump = seededBump(seed, "Step", MONDAY);
      expect(bump).toEqual(seededBump(seed, "Step", MONDAY));
      expect(bump.multiplier).toBeGreaterThanOrEqual(2);
      expect(bump.multiplier).toBeLessThanOrEqual(6);
      expect(bump.end - bump.start).toBeGreaterThanOrEqual(20 * MINUTE);
      expect(bump.end - bump.start).toBeLessThanOrEqual(4 * HOUR);
      expect(bump.start - MONDAY).toBeLessThan(HOUR);
    }
  });

  for (const { profile, values, why } of [
    { profile: "Step", values: [10, 30, 30, 30, 30, 10], why: "is whole from start to end" },
    { profile: "Ramp", values: [10, 10, 20, 30, 30, 10], why: "rises over its first half" },
    { profile: "FlashSale", values: [10, 30, 20, 15, 12.5, 10], why: "halves four times" },
  ] as const) {
    it(`${profile} ${why}`, () => {
      const bump: Bump = { profile, start: MONDAY + 5 * MINUTE, end: MONDAY + 25 * MINUTE, multiplier: 3 };
      expect([...withBumps(flatLoad(1), [bump]).values.slice(0, 6)]).toEqual(values);
    });
  }
});

describe("a declared campaign in the replay", () => {
  const at = MONDAY + 9 * DAY + 10 * HOUR;
  const bump: Bump = { profile: "Step", start: at, end: at + HOUR, multiplier: 4 };
  const made = trackOf(withBumps(flatLoad(10), [bump]), { perReplica: 1, warmUp: (9 * DAY) as Milliseconds });
  if (!made.ok) throw new Error(made.failure.message);
  const track = made.value;
  const scenario = scenarioOf(track, (12 * MINUTE) as Milliseconds);
  const readyAt = (belief: number, minute: number, headroomPercent = 10): number => {
    const spec = campaignSpec.parse(declaredBump(bump, TARGET.name, belief));
    const campaigns = campaignsOf([{ metadata: { name: "bump", namespace: TARGET.namespace }, spec }]);
    const world = headstartWorld(track, { leadTimes: [{ text: "12m", duration: 720_000 as Milliseconds }], campaigns });
    const knobs = { percentile: 50, headroomPercent };
    const trace = replay(scenario, headstartPolicies(scenario, world, { knobs, hpaTargets: [1] })[0]!);
    return trace.ready[10 * 60 + minute]!;
  };

  it("all that was declared is ready at its start: 4 × 10 units with a tenth on top are 44 replicas", () => {
    expect(readyAt(1, 0)).toBe(44);
    expect(readyAt(1, -5)).toBe(44);
    expect(readyAt(1, -20)).toBeLessThan(44);
  });

  it("what was declared too low is made up for a lead time later", () => {
    // 2.8 × 10 units with a tenth on top. At the start 40 units are seen: 30 on top of the usual, not 18, are 1.7 times
    // as many, in tenths; with a tenth on top they are ready after the lead time.
    expect(readyAt(0.7, 0)).toBe(31);
    expect(readyAt(0.7, 11)).toBe(31);
    expect(readyAt(0.7, 12)).toBe(45);
  });

  it("it is given back in steps of five minutes: from 60 to the usual 15 within a quarter of an hour", () => {
    expect(readyAt(1, 59, 50)).toBe(60);
    expect(readyAt(1, 60, 50)).toBeLessThan(60);
    expect(readyAt(1, 60 + 15, 50)).toBe(15);
  });

  it("the step onto what the forecast needs is not held, though the usual 11 replicas are in use by 91 %", () => {
    expect(readyAt(1, 60 + 9, 10)).toBe(20);
    expect(readyAt(1, 60 + 15, 10)).toBe(11);
  });
});
