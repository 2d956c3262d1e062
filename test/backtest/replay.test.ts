import { describe, expect, it } from "vitest";
import { figuresOf } from "../../src/backtest/figures.ts";
import { oracle } from "../../src/backtest/oracle.ts";
import type { Policy, Scenario } from "../../src/backtest/policy.ts";
import { replay } from "../../src/backtest/replay.ts";
import { flat, scenario } from "./scenarios.ts";

/** A policy that follows a written list of counts. */
function scripted({ track }: Scenario, counts: readonly number[], initial = counts[0]!): Policy {
  return {
    name: "scripted",
    knob: null,
    hpaTarget: null,
    initial: () => initial,
    wanted: (step) => counts[step - track.first]!,
  };
}

function run(demand: readonly number[], counts: readonly number[], { lead = 2, initial = counts[0]! } = {}) {
  const world = scenario({ values: [...flat(0, 3), ...demand], warmUp: 3 }, lead);
  const trace = replay(world, scripted(world, counts, initial));
  return { ready: [...trace.ready], paid: [...trace.paid], figures: figuresOf(world.track, trace) };
}

describe("one step of the replay", () => {
  it("what is ordered at t serves from t + L on, and is paid from t on", () => {
    const { ready, paid } = run(flat(3, 5), [1, 3, 3, 3, 3]);
    expect(ready).toEqual([1, 1, 1, 3, 3]);
    expect(paid).toEqual([1, 3, 3, 3, 3]);
  });

  it("removal is at once, and a removed replica is not paid at its step", () => {
    const { ready, paid } = run(flat(3, 3), [3, 1, 1]);
    expect(ready).toEqual([3, 1, 1]);
    expect(paid).toEqual([3, 1, 1]);
  });

  it("starting replicas go before ready ones, the youngest first", () => {
    // 2 ready; +2 at step 1, +3 at step 2, then 4 are taken away: the three young ones and one of the older two.
    const { ready } = run(flat(9, 6), [2, 4, 7, 3, 3, 3], { lead: 3 });
    expect(ready).toEqual([2, 2, 2, 2, 3, 3]);
  });

  it("a lead time under a step is one step", () => {
    expect(run(flat(3, 3), [1, 2, 2], { lead: 0 }).ready).toEqual([1, 1, 2]);
  });

  it("the scored part begins with what stood ready before it", () => {
    expect(run(flat(3, 3), [5, 5, 5], { initial: 4 }).ready).toEqual([4, 4, 5]);
  });
});

describe("figures", () => {
  it("are those worked out by hand", () => {
    // Demand 2 4 4 0, ready 2 2 4 4, paid 2 4 4 4: 2 of 10 units are missed in one minute.
    const { figures } = run([2, 4, 4, 0], [2, 4, 4, 4], { lead: 1 });
    expect(figures).toMatchObject({
      replicaHours: 14 / 60,
      reservedHours: 0,
      utilisation: 8 / 14,
      minutesShort: 1,
      unservedShare: 0.2,
      worstHourUnserved: 0.2,
      served: 0.8,
      replicasPeak: 4,
      changes: 1,
    });
  });

  it("the first step counts as no change, whatever stood before it", () => {
    expect(run(flat(1, 3), [3, 3, 2], { initial: 1 }).figures.changes).toBe(1);
  });

  it("the worst hour is a clock hour, not any sixty minutes", () => {
    // From 00:03 on; 30 minutes are missed on each side of 01:00.
    const demand = [...flat(1, 27), ...flat(2, 60), ...flat(1, 33)];
    const { figures } = run(demand, flat(1, 120));
    expect(figures.worstHourUnserved).toBeCloseTo(30 / (57 + 30), 12);
    expect(figures.unservedShare).toBeCloseTo(60 / 180, 12);
  });

  it("missing less than a billionth of demand is no shortage", () => {
    expect(run([1 + 0.9e-9], [1]).figures.minutesShort).toBe(0);
    expect(run([1 + 1.2e-9], [1]).figures.minutesShort).toBe(1);
  });

  it("without demand nothing is missed", () => {
    expect(run(flat(0, 4), flat(1, 4)).figures).toMatchObject({ unservedShare: 0, worstHourUnserved: 0, served: 1 });
  });
});

describe("the oracle", () => {
  const paidBy = (demand: readonly number[], lead: number) => [
    ...oracle(scenario({ values: [...flat(0, 3), ...demand], warmUp: 3 }, lead)).paid,
  ];

  it("keeps a replica through a gap of the lead time", () => {
    expect(paidBy([3, 1, 1, 3], 2)).toEqual([3, 3, 3, 3]);
  });

  it("lets it go through a longer one, and pays the start", () => {
    expect(paidBy([3, 1, 1, 1, 3], 2)).toEqual([3, 1, 3, 3, 3]);
  });

  it("orders a lead time before the first need", () => {
    expect(paidBy([1, 1, 1, 1, 4], 2)).toEqual([1, 1, 4, 4, 4]);
  });

  it("need within the first lead time may have stood ready unpaid before the scored part", () => {
    expect(paidBy([1, 3, 1], 2)).toEqual([3, 3, 1]);
  });

  it("has one replica where there is no demand", () => {
    expect(paidBy([0, 0, 0], 2)).toEqual([1, 1, 1]);
  });

  it("levels are kept and let go apart", () => {
    expect(paidBy([4, 2, 2, 1, 2, 1, 1, 4], 2)).toEqual([4, 2, 2, 2, 2, 4, 4, 4]);
  });
});
