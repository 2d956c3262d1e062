import { describe, expect, it } from "vitest";
import { broughtBy } from "../../../src/plan/campaigns/brought.ts";
import { MINUTE } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";
import { at } from "../../controllers/world.ts";

const START = at("2026-11-11T16:00:00Z");
const after = (minutes: number) => instant(START + minutes * MINUTE);

/** One value a minute from 15:50 on. */
function byMinute(values: readonly number[]) {
  return { start: after(-10), step: MINUTE, values: Float64Array.from(values) };
}

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
