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

function daysOf(lag: number): number | undefined {
  const hours = [lag - 1, lag, lag + 1].find((one) => one > 0 && one % 24 === 0);
  return hours === undefined ? undefined : hours / 24;
}

/** A second implementation, by the formula alone: every hour compared in full, all of them sorted. */
function plainly({ fine: { z }, similar }: View, origin: number, h: number): number {
  const first = Math.ceil(h / 24);
  const kinds = new Float64Array(7);
  similar.likenessInto(kinds, origin + h - 1, first);
  const kind = (lag: number): number => {
    const days = daysOf(lag);
    return days === undefined ? 1 : Math.max(1e-6, kinds[(days - first + 7) % 7]!);
  };
  const nextDay = new Float64Array(7);
  for (let j = 0; j < 24; j++) {
    const hour = new Float64Array(7);
    similar.likenessInto(hour, origin + j, 1);
    hour.forEach((k, l) => (nextDay[l]! += k / 24));
  }
  const further = (lag: number): number => {
    const days = daysOf(lag);
    return days === undefined ? 1 : Math.max(1e-6, nextDay[(days - 1) % 7]!) ** -0.2;
  };
  const weights = Array.from({ length: 12 }, (_, j) => Math.exp(-j / 5));
  const mean = (of: (j: number) => number): number =>
    weights.reduce((sum, w, j) => sum + w * of(j), 0) / weights.reduce((a, b) => a + b);
  const reach = h <= 6 ? 6 : h <= 24 ? 24 : 48;
  const followed = Array.from({ length: Math.max(0, origin - 12 - reach + 1) }, (_, k) => reach + k)
    .map((lag) => {
      const apart = (j: number): number => z[origin - 1 - j]! - z[origin - 1 - j - lag]!;
      const against = mean(apart);
      return {
        lag,
        against,
        k: kind(lag),
        d: mean((j) => Math.abs(apart(j) - against)) + 0.1 * Math.abs(against) + 1e-6,
      };
    })
    .sort((a, b) => a.d * further(a.lag) - b.d * further(b.lag))
    .slice(0, 5);
  const level = 0.7 + 0.3 * Math.exp(-h / 4);
  const sum = followed.reduce(
    (s, { lag, against, k, d }) => s + (k * (z[origin + h - 1 - lag]! + against * level)) / d ** 5,
    0,
  );
  return sum / followed.reduce((s, { k, d }) => s + k / d ** 5, 0);
}

describe("analogues", () => {
  it.each([14 * 24, 9 * 24 + 7, 4 * 24])("at hour %i follow the five hours most like now, as the formula says", (n) => {
    const view = viewOf(generated({ days: 14, noise: 0.2, shape: weekly }));
    const path = pathOf(view, n, 48);
    path.forEach((v, h) => expect(v).toBeCloseTo(plainly(view, n, h + 1), 9));
  });

  it("on a Saturday follow Saturdays and Sundays, though Friday evening was like other evenings", () => {
    // Nights are alike; by day a working day brings 500 and a weekend 200.
    const values = Float64Array.from({ length: 25 * 24 + 12 }, (_, i) => {
      const [day, hour] = [Math.floor(i / 24), i % 24];
      return hour < 8 || hour >= 20 ? 100 : (day + 1) % 7 < 5 ? 500 : 200;
    });
    // The history begins on a Tuesday and ends at noon of a Saturday that looks like a night.
    const view = viewOf(values.map((v, i) => (i >= 25 * 24 ? 100 : v)));
    const sunday = pathOf(view, 25 * 24 + 12, 24);
    expect(view.transform.back(sunday[23]!) * 500).toBeLessThan(210);
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
