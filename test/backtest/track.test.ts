import { describe, expect, it } from "vitest";
import { recordedLoad } from "../../src/backtest/recordedLoad.ts";
import { needOf, trackOf } from "../../src/backtest/track.ts";
import { DAY, HOUR, MINUTE, type Milliseconds } from "../../src/units/duration.ts";
import { flat, MONDAY, track } from "./scenarios.ts";

const load = (times: readonly number[], values: readonly number[]) => recordedLoad("load", { times, values });

describe("a recording", () => {
  it("has the median distance of distinct times as its step", () => {
    expect(load([0, 60, 60, 120, 500], flat(1, 5))).toMatchObject({ ok: true, value: { step: 60 } });
    expect(load([0, 60, 160], flat(1, 3))).toMatchObject({ ok: true, value: { step: 80 } });
  });

  it("averages equal times and says so", () => {
    const made = load([0, 60, 60, 120], [1, 2, 4, 1]);
    expect(made).toMatchObject({ ok: true, value: { repairs: ["1 samples of equal times: averaged"] } });
    expect(made.ok && [...made.value.values]).toEqual([1, 3, 1]);
  });

  it("sorts what comes unsorted and says so", () => {
    const made = load([120, 0, 60], [3, 1, 2]);
    expect(made.ok && [...made.value.values]).toEqual([1, 2, 3]);
    expect(made).toMatchObject({ value: { repairs: ["samples were not in the order of time: sorted"] } });
  });

  it("cuts gaps at either end", () => {
    const made = load([0, 60, 120, 180], [NaN, 1, 2, NaN]);
    expect(made.ok && [...made.value.times]).toEqual([60, 120]);
  });

  for (const bad of [-1, Infinity, -Infinity]) {
    it(`refuses ${bad}, naming sample and value`, () => {
      expect(load([0, 60, 120], [1, bad, 2])).toMatchObject({
        ok: false,
        failure: { code: "NotDemand", field: "load, sample 2" },
      });
    });
  }

  for (const { values, why } of [
    { values: [1], why: "one row" },
    { values: [NaN, NaN, NaN], why: "only gaps" },
    { values: [], why: "nothing" },
  ]) {
    it(`refuses ${why}`, () => {
      expect(
        load(
          values.map((_, i) => i * 60),
          values,
        ),
      ).toMatchObject({ ok: false, failure: { code: "TooShort" } });
    });
  }
});

describe("the replay's steps", () => {
  it("are minutes, demand linear between samples, while only samples are seen", () => {
    const made = track({ values: [0, 10, 0], every: 5, warmUp: 1 });
    expect(made.step).toBe(MINUTE);
    expect([...made.demand]).toEqual([0, 2, 4, 6, 8, 10, 8, 6, 4, 2, 0]);
    expect([...made.seen]).toEqual([0, 0, 0, 0, 0, 10, 10, 10, 10, 10, 0]);
  });

  it("are the recording's own where that is shorter", () => {
    const made = track({ values: [0, 4, 8], every: 0.25, warmUp: 0.25 });
    expect(made.step).toBe(15_000);
    expect([...made.demand]).toEqual([0, 4, 8]);
  });

  it("count as inside a gap only where samples are more than 30 minutes apart", () => {
    const made = load(
      [0, 5, 10, 40, 45, 76, 81].map((m) => m * MINUTE),
      flat(1, 7),
    );
    const on = made.ok ? trackOf(made.value, { warmUp: (5 * MINUTE) as Milliseconds }) : made;
    // The gap of 31 minutes holds its end but not its beginning, which was measured; the one of 30 counts nothing.
    expect(on.ok && Math.round(on.value.gapShare * (81 - 5 + 1))).toBe(30);
  });

  it("the first warm-up days are history only: 14, or 8 where there are fewer than 21", () => {
    const lasting = (days: number) => {
      const made = load([0, HOUR, 2 * HOUR, days * DAY], flat(1, 4));
      return made.ok ? trackOf(made.value, {}) : made;
    };
    expect(lasting(21)).toMatchObject({ value: { warmUp: 14 * DAY, first: 14 * 1440 } });
    expect(lasting(20.9)).toMatchObject({ value: { warmUp: 8 * DAY } });
    expect(lasting(8)).toMatchObject({ value: { first: 8 * 1440 } });
    expect(lasting(7.9)).toMatchObject({ ok: false, failure: { code: "NothingToScore" } });
  });

  it("one replica serves what makes the 99.9th percentile of scored demand need 40", () => {
    // 2000 scored values 1 … 2000: the nearest rank of 0.999 is the 1998th.
    const values = [...flat(5000, 10), ...Array.from({ length: 2000 }, (_, i) => i + 1)];
    const made = load(
      values.map((_, i) => MONDAY + i * MINUTE),
      values,
    );
    const on = made.ok ? trackOf(made.value, { warmUp: (10 * MINUTE) as Milliseconds }) : made;
    expect(on).toMatchObject({ value: { perReplica: 1998 / 40 } });
    expect(on.ok && needOf(on.value, 1998)).toBe(40);
  });

  it("a need is at least one replica, and forgives a division's noise", () => {
    const made = track({ values: [1, 1, 1], warmUp: 1, perReplica: 0.1 });
    expect(needOf(made, 0)).toBe(1);
    expect(needOf(made, 0.3)).toBe(3);
    expect(needOf(made, 0.300001)).toBe(4);
  });
});
