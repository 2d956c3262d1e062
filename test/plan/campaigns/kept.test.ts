import { describe, expect, it } from "vitest";
import { givenBackAt, keptFromNow, keptUntil } from "../../../src/plan/campaigns/kept.ts";
import type { FloorWindow } from "../../../src/plan/plan.ts";
import { MINUTE } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";
import { replicas } from "../../../src/units/replicas.ts";
import { at } from "../../controllers/world.ts";

const START = at("2026-11-11T16:00:00Z");
const after = (minutes: number) => instant(START + minutes * MINUTE);

describe("replica-hours kept", () => {
  it("count each level as long as it stood", () => {
    // 80 for 75.5 minutes, 54 for 5, 28 for 5: 100.667 + 4.5 + 2.333 = 107.5.
    const ordered = { replicas: 80, since: after(-15.5), replicaHours: 0 };
    const first = keptFromNow(ordered, 54, after(60));
    const second = keptFromNow(first, 28, after(65));
    expect(keptUntil(second, after(70))).toBeCloseTo(107.5, 9);
  });

  it("the same level counts on, so that nothing changes while nothing changes", () => {
    const kept = { replicas: 80, since: START, replicaHours: 3 };
    expect(keptFromNow(kept, 80, after(30))).toBe(kept);
    expect(keptUntil(kept, after(30))).toBe(43);
  });

  it("a clock that was set back takes nothing away", () => {
    expect(keptUntil({ replicas: 80, since: START, replicaHours: 3 }, after(-30))).toBe(3);
  });
});

describe("replica-hours kept while nobody counted", () => {
  const window = (from: number, to: number, minReplicas: number, more: Partial<FloorWindow> = {}): FloorWindow => ({
    ...{ start: after(from), end: after(to), minReplicas: replicas(minReplicas), source: "ScaleIn", reason: "" },
    ...more,
  });
  /** 80 until the end at 60 min, then two steps; in the evening a floor that is no campaign's. */
  const windows = [
    window(30, 60, 80, { source: "Campaign" }),
    window(60, 65, 54, { endedAt: after(60) }),
    window(65, 70, 28, { endedAt: after(60) }),
    window(240, 300, 20, { source: "Forecast" }),
  ];
  const kept = { replicas: 80, since: START, replicaHours: 0 };

  it("came down as the plan says, and to what was found after it", () => {
    // Before the plan's first window as last seen: 60 min × 80, 5 min × 54, 5 min × 28, 50 min × 4 = 90.167.
    const stood = { applied: undefined, found: 4, windows };
    expect(keptUntil(kept, after(120), stood)).toBeCloseTo(90.1667, 4);
    expect(givenBackAt(kept, after(400), stood)).toBe(after(70));
  });

  it.each([
    { stood: undefined, why: "nothing is known of the target" },
    { stood: { applied: 80, found: 4, windows }, why: "it is applied still" },
    { stood: { applied: undefined, found: 4, windows: [] }, why: "no plan was left" },
  ])("stood all along: $why", ({ stood }) => {
    expect(keptUntil(kept, after(120), stood)).toBe(160);
    expect(givenBackAt(kept, after(120), stood)).toBe(after(120));
  });
});
