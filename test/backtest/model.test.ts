import { describe, expect, it } from "vitest";
import {
  backtest,
  HEADSTART_DEFAULT,
  headstartWorld,
  type PolicyName,
  scenarioOf,
  sweptHeadstart,
} from "../../src/backtest/backtest.ts";
import { figuresOf } from "../../src/backtest/figures.ts";
import type { ForecastReel } from "../../src/backtest/headstart/forecastReel.ts";
import { headstartFloors } from "../../src/backtest/headstart/headstartFloors.ts";
import { cronPolicy } from "../../src/backtest/policies/cronPolicy.ts";
import { naivePolicy } from "../../src/backtest/policies/lastWeekPolicies.ts";
import { recordedLoad } from "../../src/backtest/recordedLoad.ts";
import { replay } from "../../src/backtest/replay.ts";
import { atDefault, HPA_TARGETS, SIMPLE_POLICIES, swept } from "../../src/backtest/simplePolicies.ts";
import { milliseconds, MINUTE, type Milliseconds } from "../../src/units/duration.ts";
import { instant } from "../../src/units/instant.ts";
import { flat, MONDAY, scenario, track } from "./scenarios.ts";

const WEEK = 7 * 1440;

function recording(minutes: readonly number[], values = flat(4, minutes.length)) {
  const load = recordedLoad("shop", { times: minutes.map((m) => MONDAY + m * MINUTE), values });
  if (!load.ok) throw new Error(load.failure.message);
  return load.value;
}

function run(load: ReturnType<typeof recording>, policies: readonly PolicyName[], sweep = false) {
  const leadTimes = [{ text: "720s", duration: milliseconds(12 * MINUTE) }];
  const warmUp = (30 * MINUTE) as Milliseconds;
  const made = backtest(load, { leadTimes, policies, sweep, campaigns: [], perReplica: 1, warmUp });
  if (!made.ok) throw new Error(made.failure.message);
  return made.value[0]!;
}

const everyMinutes = (step: number, until: number) => Array.from({ length: until / step + 1 }, (_, i) => i * step);

describe("input", () => {
  it("durations are rounded up to whole steps, and a lead time is one step at least", () => {
    const minutes = track({ values: flat(1, 5), warmUp: 1 });
    const quarters = track({ values: flat(1, 50), every: 0.25, warmUp: 1 });
    const leads = (on: typeof minutes, ms: number) => scenarioOf(on, ms as Milliseconds);
    expect(leads(minutes, 90_000)).toMatchObject({ lead: 2, reach: 5 });
    expect(leads(minutes, 0)).toMatchObject({ lead: 1 });
    expect(leads(quarters, 61_000)).toMatchObject({ lead: 5, reach: 20 });
  });

  it("a gap of any length is a straight line, and is scored like the rest", () => {
    const world = scenario({ values: [0, 0, 40], every: 40, warmUp: 40 }, 1);
    expect([0, 10, 20, 40].map((minute) => world.track.demand[40 + minute])).toEqual([0, 10, 20, 40]);
    const trace = replay(world, { ...atDefault("static", world), initial: () => 20, wanted: () => 20 });
    expect(figuresOf(world.track, trace).minutesShort).toBe(20);
  });

  for (const { minutes, apart, why } of [
    { minutes: everyMinutes(5, 120), apart: false, why: "samples every 5 minutes stand in comparisons" },
    { minutes: everyMinutes(6, 120), apart: true, why: "coarser ones stand apart" },
    {
      minutes: everyMinutes(1, 1030).filter((m) => m < 500 || m >= 550),
      apart: false,
      why: "50 of 1001 scored minutes inside a long gap are under 5 %",
    },
    {
      minutes: everyMinutes(1, 1030).filter((m) => m < 500 || m >= 552),
      apart: true,
      why: "52 are over it, and stand apart",
    },
  ]) {
    it(why, () => {
      const { notes, apart: stands } = run(recording(minutes), ["static"]);
      expect([stands, notes.length]).toEqual([apart, apart ? 1 : 0]);
    });
  }
});

describe("a run", () => {
  const burst = recording(
    everyMinutes(1, 90),
    everyMinutes(1, 90).map((m) => (m === 60 ? 8 : 4)),
  );

  it("bears the lead time as given and the series' name", () => {
    expect(run(burst, ["oracle"])).toMatchObject({ leadTime: "720s", series: "shop", perReplica: 1 });
  });

  it("overOracle is the hours over the oracle's, and may be under 1 once something is unserved", () => {
    const { policies } = run(burst, ["static", "foresight", "oracle"], true);
    const oracle = policies.find(({ name }) => name === "oracle")!;
    // Four replicas for 61 minutes, and four more for a lead time and the minute of the burst.
    expect(oracle.replicaHours).toBeCloseTo((4 * 61 + 4 * 13) / 60, 12);
    expect(policies.every((row) => row.overOracle === row.replicaHours / oracle.replicaHours)).toBe(true);
    expect(policies.some((row) => row.overOracle < 1 && row.unservedShare > 0)).toBe(true);
    expect(policies.every((row) => row.overOracle >= 1 || row.unservedShare > 0)).toBe(true);
  });
});

describe("policies", () => {
  it("have the factors and targets of the model when nobody turns anything", () => {
    const world = scenario({ values: flat(1, 20), warmUp: 10 }, 2);
    const defaults = SIMPLE_POLICIES.map((name) => atDefault(name, world)).map((policy) => [
      policy.name,
      policy.knob,
      policy.hpaTarget,
    ]);
    expect(defaults).toEqual([
      ["static", 1.2, null],
      ["hpa", 0.7, 0.7],
      ["cron", 1.1, 0.7],
      ["naive", 1.2, 0.7],
      ["lastweek+level", 1.2, 0.7],
      ["foresight", 1, 0.7],
    ]);
  });

  it("those with an hpa underneath are swept over knob × target, static and hpa over their knob alone", () => {
    const world = scenario({ values: flat(1, 20), warmUp: 10 }, 2);
    expect([...HPA_TARGETS]).toEqual([0.7, 0.8, 0.9, 1]);
    for (const name of SIMPLE_POLICIES) {
      const policies = swept(name, world);
      const targets = new Set(policies.map(({ hpaTarget }) => hpaTarget));
      const knobs = new Set(policies.map(({ knob }) => knob)).size;
      const expected = name === "static" || name === "hpa" ? knobs : 4 * knobs;
      expect([name, policies.length]).toEqual([name, expected]);
      if (expected !== knobs) expect(targets).toEqual(new Set(HPA_TARGETS));
    }
  });

  it("the scored part begins with the larger of the floor and the hpa's plain wish", () => {
    const values = Array.from({ length: WEEK + 60 }, (_, i) => (i < WEEK - 1 ? 10 : 7));
    const world = scenario({ values, warmUp: WEEK }, 2);
    expect(naivePolicy(world, { factor: 1.2, hpaTarget: 1 }).initial()).toBe(12);
    expect(naivePolicy(world, { factor: 0.5, hpaTarget: 1 }).initial()).toBe(7);
  });

  it("cron looks one, two, three and four weeks back, and no further", () => {
    const floorWithPeak = (weeks: number): number => {
      const peak = (5 - weeks) * WEEK + 630;
      const values = Array.from({ length: 5 * WEEK + 700 }, (_, i) => (i === peak ? 20 : 1));
      const world = scenario({ values, warmUp: 5 * WEEK }, 12);
      return cronPolicy(world, { factor: 1, hpaTarget: 1 }).wanted(5 * WEEK + 610, { ready: 1, starting: 0 });
    };
    expect([1, 2, 3, 4, 5].map(floorWithPeak)).toEqual([20, 20, 20, 20, 1]);
  });

  it("naive has no floor where there was no last week", () => {
    const world = scenario({ values: flat(9, 60), warmUp: 20 }, 2);
    expect(naivePolicy(world, { factor: 1, hpaTarget: 1 }).wanted(30, { ready: 9, starting: 0 })).toBe(9);
    expect(naivePolicy(world, { factor: 1, hpaTarget: 1 }).initial()).toBe(9);
  });
});

describe("headstart", () => {
  const world = scenario({ values: flat(1, 120), warmUp: 30 }, 2);
  const first = MONDAY + 30 * MINUTE;
  /** Forecasts of one value each, made at so many minutes of the scored part. */
  const reelOf = (made: readonly (readonly [minute: number, value: number])[]): ForecastReel => ({
    horizon: 60 * MINUTE,
    frames: made.map(([minute, value]) => ({
      madeAt: instant(first + minute * MINUTE),
      forecast: {
        from: instant(first + minute * MINUTE),
        step: milliseconds(5 * MINUTE),
        quantiles: [0.5, 0.95].map((quantile) => ({ quantile, values: new Float64Array(24).fill(value) })),
        method: { name: "test", weights: {} },
        skill: undefined,
        tier: "28d",
        warnings: [],
      },
      largestSeen: 1000,
      busiestHour: undefined,
      seen: undefined,
    })),
  });
  const floors = (reel: ForecastReel) =>
    headstartFloors(world, { reel, campaigns: [], knobs: { percentile: 95, headroomPercent: 0 } });

  it("is re-planned every 5 minutes: a forecast of minute 6 is followed from minute 10 on", () => {
    const made = floors(
      reelOf([
        [0, 10],
        [6, 50],
      ]),
    );
    expect([0, 6, 9, 10, 14].map((minute) => made[minute])).toEqual([10, 10, 10, 50, 50]);
  });

  it("without any forecast it has no floor: the hpa underneath is all there is", () => {
    expect([...floors(reelOf([]))]).toEqual(flat(1, 90));
  });

  it("a forecast that passes the cap is brought nearer to its median, as by the controller", () => {
    // Half an hour of 60 to 120, then 100 to 200; 100 is the most that was seen: (150 − 100) / (200 − 100) is left.
    const [frame] = reelOf([[0, 0]]).frames;
    const along = (low: number, high: number) => Float64Array.from({ length: 24 }, (_, k) => (k < 6 ? low : high));
    const quantiles = [
      { quantile: 0.5, values: along(60, 100) },
      { quantile: 0.95, values: along(120, 200) },
    ];
    const frames = [{ ...frame!, largestSeen: 100, forecast: { ...frame!.forecast!, quantiles } }];
    const made = floors({ horizon: 60 * MINUTE, frames });
    expect([made[5], made[40]]).toEqual([90, 150]);
  });

  it("a percentile beside those of the sweep is forecast too, and not rounded up to the next", () => {
    const leadTimes = [{ text: "2m", duration: milliseconds(2 * MINUTE) }];
    const setting = { percentile: 80, headroomPercent: 0, hpaTarget: 0.7 };
    const { reel } = headstartWorld(world.track, { leadTimes, campaigns: [], headstart: setting });
    const levels = reel.frames.map(({ forecast }) => forecast?.quantiles.map(({ quantile }) => quantile));
    expect(levels[0]).toEqual([0.1, 0.25, 0.5, 0.6, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99]);
  });

  it("its default is a point of its curves, and each line of them turns the headroom alone", () => {
    const policies = sweptHeadstart(world, { reel: reelOf([[0, 10]]), campaigns: [] }, HEADSTART_DEFAULT);
    const { percentile, headroomPercent, hpaTarget } = HEADSTART_DEFAULT;
    const standard = policies.filter(
      (policy) => policy.knob === `p${percentile}+${headroomPercent}%` && policy.hpaTarget === hpaTarget,
    );
    expect(standard).toHaveLength(1);
    expect(new Set(policies.map(({ hpaTarget: target }) => target))).toEqual(new Set(HPA_TARGETS));
  });
});
