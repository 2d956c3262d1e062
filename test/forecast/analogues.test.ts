import { describe, expect, it } from "vitest";
import { prepared } from "../../src/forecast/input/prepare.ts";
import { analogues } from "../../src/forecast/members/analogues.ts";
import type { View } from "../../src/forecast/views/view.ts";
import { HOUR } from "../../src/units/duration.ts";
import { generated, MONDAY, weekly } from "./history.ts";

const MODEL = { name: "analogues", view: "log" as const, usualError: 1, window: 12, fadeHours: 5, levelKept: 0.7 };

function viewOf(values: Float64Array): View {
  const history = { start: MONDAY, step: HOUR, values };
  return prepared({ history, horizon: 48, quantiles: [0.5], zone: "UTC", declared: [] })!.views.log;
}

function pathOf(view: View, origin: number, horizon: number): Float64Array {
  const steps = Int32Array.from({ length: horizon }, (_, h) => h + 1);
  return analogues(MODEL).path(view, [], { origin, horizon, steps });
}

/** A second implementation, by the formula alone: every hour compared in full, all of them sorted. */
function plainly({ fine: { z } }: View, origin: number, h: number): number {
  const weights = Array.from({ length: 12 }, (_, j) => Math.exp(-j / 5));
  const mean = (of: (j: number) => number): number =>
    weights.reduce((sum, w, j) => sum + w * of(j), 0) / weights.reduce((a, b) => a + b);
  const reach = h <= 6 ? 6 : h <= 24 ? 24 : 48;
  const followed = Array.from({ length: Math.max(0, origin - 12 - reach + 1) }, (_, k) => reach + k)
    .map((lag) => {
      const apart = (j: number): number => z[origin - 1 - j]! - z[origin - 1 - j - lag]!;
      const against = mean(apart);
      return { lag, against, d: mean((j) => Math.abs(apart(j) - against)) + 0.1 * Math.abs(against) + 1e-6 };
    })
    .sort((a, b) => a.d - b.d)
    .slice(0, 5);
  const level = 0.7 + 0.3 * Math.exp(-h / 4);
  const sum = followed.reduce((s, { lag, against, d }) => s + (z[origin + h - 1 - lag]! + against * level) / d ** 5, 0);
  return sum / followed.reduce((s, { d }) => s + 1 / d ** 5, 0);
}

describe("analogues", () => {
  it.each([14 * 24, 9 * 24 + 7, 4 * 24])("at hour %i follow the five hours most like now, as the formula says", (n) => {
    const view = viewOf(generated({ days: 14, noise: 0.2, shape: weekly }));
    const path = pathOf(view, n, 48);
    path.forEach((v, h) => expect(v).toBeCloseTo(plainly(view, n, h + 1), 9));
  });

  it("know how a job goes on that starts at another hour each day", () => {
    // Each run: 2, 4, 8, 4, 2 times what is usual.
    const run = [2, 4, 8, 4, 2];
    const starts = Array.from({ length: 14 }, (_, day) => 24 * day + ((day * 7) % 17));
    const values = Float64Array.from({ length: 14 * 24 }, (_, i) => {
      const into = starts.map((start) => i - start).find((k) => k >= 0 && k < run.length);
      return 100 * (into === undefined ? 1 : run[into]!);
    });
    const seen = starts[13]! + 2;
    const { transform } = viewOf(values.subarray(0, seen));
    const path = pathOf(viewOf(values.subarray(0, seen)), seen, 3);
    expect([...path].map((v) => transform.back(v) * 800)).toEqual([800, 400, 200].map((v) => expect.closeTo(v, 0)));
  });

  it("beyond what is known of them repeat the last day that is", () => {
    const view = viewOf(generated({ days: 4, noise: 0, shape: weekly }));
    const path = pathOf(view, 96, 240);
    // Nothing lies further back than 84 h: from there on the day before the end returns.
    for (let h = 120; h < 240; h++) expect(path[h]).toBeCloseTo(path[h - 24]!, 9);
    expect(Math.max(...path.subarray(216)) - Math.min(...path.subarray(216))).toBeGreaterThan(0.1);
  });
});
