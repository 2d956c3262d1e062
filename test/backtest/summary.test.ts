import { describe, expect, it } from "vitest";
import type { Run } from "../../src/backtest/backtest.ts";
import { costAtShare, type Row } from "../../src/backtest/curve.ts";
import { BEST_SIMPLE, bestServing, cheapestServing, curvesOf, oneKnobs } from "../../src/backtest/summary.ts";
import type { Milliseconds } from "../../src/units/duration.ts";

type Point = Pick<Row, "name" | "knob" | "hpaTarget" | "unservedShare" | "overOracle">;

function row(point: Point): Row {
  const served = 1 - point.unservedShare;
  const rest = { replicaHours: 1, reservedHours: 0, utilisation: 0.5, minutesShort: 0, worstHourUnserved: 0 };
  return { ...point, ...rest, served, replicasPeak: 1, changes: 0 };
}

const points = (name: string, shares: readonly (readonly [share: number, cost: number])[], hpaTarget = 0.7) =>
  shares.map(([unservedShare, overOracle], i) => row({ name, knob: i, hpaTarget, unservedShare, overOracle }));

function run(series: string, policies: readonly Row[]): Run {
  const warmUp = 0 as Milliseconds;
  return { series, leadTime: "12m", perReplica: 1, warmUp, policies, notes: [], apart: false };
}

describe("the cost at a share", () => {
  for (const { shares, at, cost, why } of [
    {
      shares: [
        [0.1, 1],
        [0.001, 3],
      ] as const,
      at: 0.01,
      cost: 2,
      why: "half-way in the logarithm",
    },
    {
      shares: [
        [0.1, 1],
        [0, 6],
      ] as const,
      at: 1e-6,
      cost: 6,
      why: "nothing unserved is one in a million",
    },
    {
      shares: [
        [0.01, 2],
        [0.001, 3],
      ] as const,
      at: 0.01,
      cost: 2,
      why: "a point on the share counts as it is",
    },
    {
      shares: [
        [0.001, 5],
        [0.0001, 4],
      ] as const,
      at: 0.01,
      cost: 4,
      why: "the lowest figure at or under the share",
    },
  ]) {
    it(`${cost} at ${at}: ${why}`, () => {
      expect(costAtShare(points("naive", shares), at)).toBeCloseTo(cost, 12);
    });
  }

  it("is unknown where no point reaches the share", () => {
    expect(costAtShare(points("naive", [[0.1, 1]]), 0.01)).toBeUndefined();
  });

  it("is never drawn from one HPA target to another", () => {
    const rows = [...points("naive", [[0.1, 1]], 0.7), ...points("naive", [[0.001, 3]], 1)];
    expect(costAtShare(rows, 0.01)).toBe(3);
  });
});

describe("several series", () => {
  const fixed = points("static", [
    [0.1, 1],
    [0, 4],
  ]);
  const runs = [
    run("a", [
      ...fixed,
      ...points("headstart", [
        [0.1, 1],
        [0.0001, 2],
      ]),
    ]),
    run("b", [...fixed, ...points("headstart", [[0.1, 1]])]),
    run("c", [...fixed, ...points("headstart", [[0, 9]])]),
  ];
  const curve = (policy: string) => curvesOf(runs).find((one) => one.policy === policy)!.atShares;

  it("static's figure enters where a policy fails to reach the share, or costs more", () => {
    const at = curve("headstart")[2]!;
    const ours = costAtShare(fixed, 0.0001)!;
    expect(at.costs).toEqual([2, ours, ours]);
    expect(at.reached).toBe(1);
    expect(at.mean).toBeCloseTo(Math.cbrt(2 * ours * ours), 12);
  });

  it("the best simple policy does not count what only headstart reaches", () => {
    const ours = costAtShare(fixed, 0.0001)!;
    expect(curve(BEST_SIMPLE)[2]!.costs).toEqual([ours, ours, ours]);
  });

  it("one setting for all: how many it serves well, and the cheapest that serve so many", () => {
    const settings = oneKnobs([
      run(
        "a",
        points("hpa", [
          [0.01, 1],
          [0.001, 2],
          [0, 4],
        ]),
      ),
      run(
        "b",
        points("hpa", [
          [0.1, 1],
          [0.01, 8],
          [0.0001, 16],
        ]),
      ),
    ]);
    expect(settings.map(({ knob, served, series }) => [knob, served, series])).toEqual([
      [0, 0, 2],
      [1, 1, 2],
      [2, 2, 2],
    ]);
    expect(bestServing(settings, "hpa")).toMatchObject({ knob: 2, overOracle: expect.closeTo(8, 9) as number });
    expect(cheapestServing(settings, "hpa", 1)).toMatchObject({ knob: 1, overOracle: expect.closeTo(4, 9) as number });
    expect(cheapestServing(settings, "hpa", 3)).toBeUndefined();
  });
});
