import { describe, expect, it } from "vitest";
import { broughtBy, givenBackAt, keptFromNow, keptUntil, priced } from "../../../src/plan/campaigns/outcome.ts";
import type { FloorWindow } from "../../../src/plan/plan.ts";
import { MINUTE } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";
import { replicas } from "../../../src/units/replicas.ts";
import { at } from "../../controllers/world.ts";

const START = at("2026-11-11T16:00:00Z");
const after = (minutes: number) => instant(START + minutes * MINUTE);

/** One value a minute from 15:50 on. */
function byMinute(values: readonly number[]) {
  return { start: after(-10), step: MINUTE, values: Float64Array.from(values) };
}

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

describe("what a campaign brought", () => {
  const occurrence = { start: START, end: after(60) };
  const kept = { start: after(-7.5), end: after(70) };
  /** 50 units until the start, 1,500 for an hour with one minute of 1,800, then 100. */
  const demand = [...Array<number>(10).fill(50), 1800, ...Array<number>(59).fill(1500), ...Array<number>(10).fill(100)];

  it("is the largest demand within it, and what demand took while the floor was kept", () => {
    // 7.5 min × 50 + 1 min × 1,800 + 59 min × 1,500 + 10 min × 100 = 91,675 unit minutes; / 60 / 25 = 61.1167 hours.
    const brought = broughtBy(byMinute(demand), { occurrence, kept, perReplica: 25 });
    expect(brought?.observedPeak).toBe(1800);
    expect(brought?.replicaHoursUsed).toBeCloseTo(61.1167, 4);
  });

  it("a peak after the end is not its own", () => {
    const late = demand.map((value, i) => (i === 70 ? 9000 : value));
    expect(broughtBy(byMinute(late), { occurrence, kept, perReplica: 25 })?.observedPeak).toBe(1800);
  });

  it("up to a tenth of gaps count as the mean of the rest", () => {
    const even = Array<number>(80).fill(1500);
    const gaps = even.map((value, i) => (i % 20 === 0 ? NaN : value));
    // 77.5 min of 1,500: 1,500 × 77.5 / 60 / 25 = 77.5 hours.
    expect(broughtBy(byMinute(gaps), { occurrence, kept, perReplica: 25 })?.replicaHoursUsed).toBeCloseTo(77.5, 9);
  });

  it.each([
    { title: "more gaps than that", values: demand.map((value, i) => (i % 8 === 0 ? NaN : value)) },
    { title: "a history that ends before the campaign does", values: demand.slice(0, 50) },
    { title: "no sample at all", values: [] },
  ])("$title: nothing is said", ({ values }) => {
    expect(broughtBy(byMinute(values), { occurrence, kept, perReplica: 25 })).toBeUndefined();
  });

  it("negative and infinite samples are gaps", () => {
    const odd = demand.map((value, i) => (i === 30 ? -5 : i === 31 ? Infinity : value));
    expect(broughtBy(byMinute(odd), { occurrence, kept, perReplica: 25 })?.observedPeak).toBe(1800);
  });
});

describe("the price", () => {
  it.each([
    { hours: 107.5, perReplicaHour: 2.5, amount: "268.75" },
    { hours: 0, perReplicaHour: 2.5, amount: "0" },
    { hours: 1 / 3, perReplicaHour: 1, amount: "0.33" },
    { hours: 12, perReplicaHour: 0.001, amount: "0.01" },
  ])("$hours replica-hours at $perReplicaHour are $amount", ({ hours, perReplicaHour, amount }) => {
    expect(priced(hours, { perReplicaHour, currency: "EUR" })).toEqual({ amount, currency: "EUR" });
  });

  it("is not invented", () => {
    expect(priced(107.5, undefined)).toBeUndefined();
  });
});
