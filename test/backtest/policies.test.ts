import { describe, expect, it } from "vitest";
import { cronPolicy } from "../../src/backtest/policies/cronPolicy.ts";
import { foresightPolicy } from "../../src/backtest/policies/foresightPolicy.ts";
import { horizontalPolicy } from "../../src/backtest/policies/horizontalPolicy.ts";
import { lastWeekLevelPolicy, naivePolicy } from "../../src/backtest/policies/lastWeekPolicies.ts";
import { staticPolicy } from "../../src/backtest/policies/staticPolicy.ts";
import { replay } from "../../src/backtest/replay.ts";
import { flat, MONDAY, scenario } from "./scenarios.ts";

const WEEK = 7 * 1440;
const KNOBS = { factor: 1, hpaTarget: 1 };
const fleet = (ready: number, starting = 0) => ({ ready, starting });

describe("static", () => {
  it("is 1.2 × the largest demand of the warm-up, all the time", () => {
    const world = scenario({ values: [1, 10, 1, 50, 50], warmUp: 3 }, 1);
    expect([...replay(world, staticPolicy(world, 1.2)).paid]).toEqual([12, 12]);
  });
});

describe("hpa", () => {
  const hpa = (values: readonly number[], target = 1) => horizontalPolicy(scenario({ values, warmUp: 10 }, 2), target);

  for (const { seen, count, wanted, why } of [
    { seen: 110, count: 100, wanted: 100, why: "a ratio of 1.1 is inside the tolerance" },
    { seen: 110.001, count: 100, wanted: 111, why: "above it the plain wish is ordered at once" },
    { seen: 90, count: 100, wanted: 100, why: "a ratio of 0.9 is inside the tolerance" },
    { seen: 89.9, count: 100, wanted: 90, why: "below it the count falls" },
    { seen: 33, count: 30, wanted: 30, why: "33 / 30 is 1.1 and a hair in binary" },
  ]) {
    it(`${seen} on ${count} → ${wanted}: ${why}`, () => {
      expect(hpa(flat(seen, 12)).wanted(10, fleet(count))).toBe(wanted);
    });
  }

  it("starting replicas count as much as ready ones", () => {
    expect(hpa(flat(20, 12)).wanted(10, fleet(10, 10))).toBe(20);
  });

  it("falls to the largest wish of the last five minutes, both ends, into the warm-up", () => {
    const peakAt = (minute: number) => flat(10, 16).map((v, i) => (i === minute ? 40 : v));
    expect(hpa(peakAt(5)).wanted(10, fleet(60))).toBe(40);
    expect(hpa(peakAt(4)).wanted(10, fleet(60))).toBe(10);
    expect(hpa(peakAt(5)).wanted(10, fleet(30))).toBe(30);
  });

  it("sees the last sample, never the slope to the next", () => {
    const world = scenario({ values: [10, 10, 10, 60], every: 5, warmUp: 10 }, 2);
    expect(horizontalPolicy(world, 1).wanted(14, fleet(10))).toBe(10);
    expect(horizontalPolicy(world, 1).wanted(15, fleet(10))).toBe(60);
  });

  it("has one replica at least", () => {
    expect(hpa(flat(0, 12)).wanted(10, fleet(1))).toBe(1);
  });

  it("begins with its plain wish", () => {
    expect(hpa(flat(7, 12), 0.7).initial()).toBe(10);
  });
});

describe("cron", () => {
  /** 20 at 10:00–11:00 of the first Monday, 5 in the second minute of 10:00 a week later, else 1. */
  const values = Array.from({ length: 2 * WEEK + 1440 }, (_, i) => {
    if (i >= 600 && i < 660) return 20;
    return i === WEEK + 601 ? 5 : 1;
  });
  const world = scenario({ values, warmUp: 2 * WEEK }, 12);
  const floor = (minute: number) =>
    cronPolicy(world, { factor: 1.1, hpaTarget: 1 }).wanted(2 * WEEK + minute, fleet(1));

  for (const { minute, wanted, why } of [
    { minute: 582, wanted: 2, why: "lead time and five minutes before the slot it is not in force yet" },
    { minute: 583, wanted: 22, why: "09:43 is the first minute in force: largest of both weeks × 1.1" },
    { minute: 659, wanted: 22, why: "the slot's last minute" },
    { minute: 660, wanted: 2, why: "the end is not part of the slot" },
  ]) {
    it(`minute ${minute} of the day → ${wanted}: ${why}`, () => {
      expect(floor(minute)).toBe(wanted);
    });
  }

  it("a lead time of over an hour holds several slots in force", () => {
    const slow = scenario({ values, warmUp: 2 * WEEK }, 90);
    expect(cronPolicy(slow, { factor: 1.1, hpaTarget: 1 }).wanted(2 * WEEK + 506, fleet(1))).toBe(22);
  });

  it("weeks before the input are left out", () => {
    const young = scenario({ values: values.slice(WEEK), start: MONDAY, warmUp: WEEK }, 12);
    expect(cronPolicy(young, { factor: 1.1, hpaTarget: 1 }).wanted(WEEK + 610, fleet(1))).toBe(6);
  });
});

describe("naive and lastweek+level", () => {
  const values = Array.from({ length: WEEK + 200 }, (_, i) => (i === 117 ? 30 : i < WEEK ? 10 : 20));
  const world = scenario({ values, warmUp: WEEK }, 12);

  it("look at last week from now to lead time and five minutes on, both ends", () => {
    const floor = (minute: number) => naivePolicy(world, { ...KNOBS, factor: 1.2 }).wanted(WEEK + minute, fleet(20));
    expect(floor(99)).toBe(20);
    expect(floor(100)).toBe(36);
    expect(floor(117)).toBe(36);
    expect(floor(118)).toBe(20);
  });

  it("the level is the mean of the last hour over the same hour a week ago", () => {
    // At minute 29 thirty of the last sixty samples are 20, thirty are 10: 15 over 10.
    expect(lastWeekLevelPolicy(world, KNOBS).wanted(WEEK + 29, fleet(20))).toBe(20);
    expect(lastWeekLevelPolicy(world, { ...KNOBS, factor: 2 }).wanted(WEEK + 29, fleet(20))).toBe(30);
  });

  it("and stays within a half and two", () => {
    const level = (now: number) => {
      const shifted = values.map((v, i) => (i < WEEK ? v : now));
      const policy = lastWeekLevelPolicy(scenario({ values: shifted, warmUp: WEEK }, 12), { ...KNOBS, factor: 10 });
      return policy.wanted(WEEK + 80, fleet(1));
    };
    expect(level(90)).toBe(200);
    expect(level(1)).toBe(50);
  });
});

describe("foresight", () => {
  it("has what is needed up to lead time and five minutes on, so that nothing is missed", () => {
    const values = [...flat(1, 40), 9, ...flat(1, 20)];
    const world = scenario({ values, warmUp: 10 }, 4);
    const policy = foresightPolicy(world, KNOBS);
    expect(policy.wanted(30, fleet(1))).toBe(1);
    expect(policy.wanted(31, fleet(1))).toBe(9);
    expect(policy.wanted(40, fleet(9))).toBe(9);
    expect(policy.wanted(41, fleet(9))).toBe(9);
    expect(policy.wanted(46, fleet(9))).toBe(1);
  });
});

describe("a floor with an hpa underneath", () => {
  it("the larger of both is ordered, and the window does not remember floors", () => {
    const values = Array.from({ length: WEEK + 60 }, (_, i) => (i < 10 ? 50 : 5));
    const world = scenario({ values, warmUp: WEEK }, 1);
    const paid = replay(world, naivePolicy(world, KNOBS)).paid;
    expect(paid[0]).toBe(50);
    expect(paid[9]).toBe(50);
    expect(paid[10]).toBe(5);
  });
});
