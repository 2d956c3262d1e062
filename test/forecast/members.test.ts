import { describe, expect, it } from "vitest";
import { type Autoregression, autoregression } from "../../src/forecast/members/autoregression.ts";
import { laggedShape } from "../../src/forecast/members/laggedShape.ts";
import type { Ahead } from "../../src/forecast/views/ahead.ts";
import { type Naive, naive } from "../../src/forecast/members/naive.ts";
import { prepared } from "../../src/forecast/input/prepare.ts";
import { memberPath } from "../../src/forecast/rehearsals/rehearse.ts";
import { seasonalSmoothing } from "../../src/forecast/members/seasonalSmoothing.ts";
import { HOUR } from "../../src/units/duration.ts";
import { generated, MONDAY, weekly } from "./history.ts";

const values = generated({ days: 21, noise: 0.1, shape: weekly });
const history = { start: MONDAY, step: HOUR, values };
const view = prepared({ history, horizon: 48, quantiles: [0.5], zone: "UTC", declared: [] })!.views.log;
const { z, known } = view.fine;
const n = z.length;
const ahead: Ahead = { origin: n, horizon: 48, steps: Int32Array.from({ length: 48 }, (_, h) => h + 1) };

function near(path: Float64Array, expected: readonly number[]): void {
  expect(path).toHaveLength(expected.length);
  expected.forEach((v, h) => expect(path[h]).toBeCloseTo(v, 10));
}

describe("seasonalSmoothing", () => {
  /** A second implementation, by the formula alone: errors of one step, and the path behind the end. */
  function recursion([alpha, delta, omega, phi]: readonly [number, number, number, number]) {
    const first = [...z.subarray(0, 168)];
    let level = first.reduce((a, b) => a + b, 0) / 168;
    const day = Array.from(
      { length: 24 },
      (_, d) => first.filter((_, i) => i % 24 === d).reduce((s, v) => s + v - level, 0) / 7,
    );
    const week = new Array<number>(168).fill(0);
    let [residual, sum] = [0, 0];
    for (let i = 0; i < n; i++) {
      if (known[i] === 0) residual *= phi;
      if (known[i] === 0) continue;
      const r = z[i]! - (level + day[i % 24]! + week[i % 168]!);
      if (i >= 48) sum += Math.abs(r - phi * residual);
      level += alpha * r;
      day[i % 24]! += delta * r;
      week[i % 168]! += omega * r;
      residual = r * (1 - alpha - delta - omega);
    }
    const path = Array.from({ length: 48 }, (_, h) => {
      return level + day[(n + h) % 24]! + week[(n + h) % 168]! + phi ** (h + 1) * residual;
    });
    return { error: sum, path };
  }
  const member = seasonalSmoothing("smoothing", 1);

  it("continues as the recursion does", () => {
    for (const parameters of [
      [0.02, 0.15, 0.15, 0.6],
      [0.4, 0.1, 0.05, 0.9],
      [0.001, 0.4, 0.02, 0],
    ] as const) {
      near(member.path(view, [Float64Array.from(parameters)], ahead), recursion(parameters).path);
    }
  });

  it("finds parameters of which changing any one alone, to any value tried, makes the error no smaller", () => {
    const found = [...member.fits(view, [n], 48)[0]![0]!] as [number, number, number, number];
    const { error } = recursion(found);
    const tried = [
      [0.001, 0.02, 0.4],
      [0.02, 0.15, 0.4],
      [0.02, 0.15, 0.4],
      [0, 0.6, 0.97],
    ];
    tried.forEach((all, j) => {
      for (const one of all) {
        const other = recursion(found.with(j, one) as [number, number, number, number]);
        expect(other.error).toBeGreaterThanOrEqual(error - 1e-9);
      }
    });
  });
});

describe("autoregression", () => {
  const model: Autoregression = {
    ...{ name: "ar", view: "log", needsDays: 2, usualError: 1, lags: [1, 24] },
    ...{ prior: { 1: 0.5, 24: 0.5 }, priorRows: 10, levelHours: 24 },
  };

  it("continues on its own values, read against the mean of the day before each", () => {
    const extended = [...z];
    for (let h = 0; h < 48; h++) {
      const level = extended.slice(-24).reduce((a, b) => a + b, 0) / 24;
      const back = (lag: number): number => extended[extended.length - lag]! - level;
      extended.push(level + 0.7 * back(1) + 0.2 * back(24));
    }
    near(autoregression(model).path(view, [Float64Array.of(0.7, 0.2)], ahead), extended.slice(n));
  });

  it("continues the change against a week ago where that is what it fits", () => {
    const change = Array.from(z, (v, i) => (i < 168 ? 0 : v - z[i - 168]!));
    for (let h = 0; h < 48; h++) change.push(0.8 * change[n + h - 1]!);
    const member = autoregression({ ...model, lags: [1], difference: 168 });
    const expected = Array.from({ length: 48 }, (_, h) => z[n + h - 168]! + change[n + h]!);
    near(member.path(view, [Float64Array.of(0.8)], ahead), expected);
  });

  it("of one lag fits (Σ w x y + λ β₀) / (Σ w x² + λ), a row two weeks old weighing half", () => {
    let [xx, xy, weights] = [0, 0, 0];
    for (let i = 1; i < n; i++) {
      if (known[i] === 0) continue;
      const before = [...z.subarray(Math.max(0, i - 24), i)];
      const level = before.reduce((a, b) => a + b, 0) / before.length;
      const w = 2 ** ((i - n) / 336);
      xx += w * (z[i - 1]! - level) ** 2;
      xy += w * (z[i - 1]! - level) * (z[i]! - level);
      weights += w;
    }
    const penalty = (10 / weights) * (xx + 0.003 * xx);
    const [fit] = autoregression({ ...model, lags: [1] }).fits(view, [n], 48);
    expect(fit![0]![0]).toBeCloseTo((xy + penalty * 0.5) / (xx + penalty), 9);
  });
});

describe("laggedShape", () => {
  it("of one day is yesterday, and what the last hour differs from it fades over four hours", () => {
    const member = laggedShape({ name: "day", usualError: 1, period: "day", periods: 1, levelKept: 0 });
    const last = z[n - 1]! - z[n - 25]!;
    const yesterday = (h: number): number => z[n - 24 + (h % 24)]!;
    near(
      member.path(view, [], ahead),
      Array.from({ length: 48 }, (_, h) => yesterday(h) + last * Math.exp(-(h + 1) / 4)),
    );
  });

  it("of two weeks is their mean, and keeps so much of what the last day differs from them", () => {
    const member = laggedShape({ name: "weeks", usualError: 1, period: "week", periods: 2, levelKept: 0.6 });
    const shape = (i: number): number => (z[i - 168]! + z[i - 336]!) / 2;
    const lastDay = Array.from({ length: 24 }, (_, k) => z[n - 1 - k]! - shape(n - 1 - k));
    const kept = (0.6 * lastDay.reduce((a, b) => a + b, 0)) / 24;
    near(
      member.path(view, [], ahead),
      Array.from({ length: 48 }, (_, h) => shape(n + h) + kept + (lastDay[0]! - kept) * Math.exp(-(h + 1) / 4)),
    );
  });
});

describe("naive", () => {
  it.each<{ name: Naive; lag: number }>([
    { name: "last-value", lag: 1 },
    { name: "naive-day", lag: 24 },
    { name: "naive-week", lag: 168 },
  ])("$name repeats the last $lag hours", ({ name, lag }) => {
    const path = naive(name, 1).path(view, [], ahead);
    near(
      path,
      Array.from({ length: 48 }, (_, h) => z[n - lag + (h % lag)]!),
    );
  });

  it("repeats a spike that the shapes are learned without", () => {
    const spiked = values.map((v, i) => (i === n - 12 ? 10 * v : v));
    const request = {
      history: { ...history, values: spiked },
      horizon: 48,
      quantiles: [0.5],
      zone: "UTC",
      declared: [],
    };
    const ready = prepared(request)!;
    const path = memberPath(naive("naive-day", 1), ready, { fit: [], ahead });
    expect(path[12]! * ready.unit).toBeCloseTo(spiked[n - 12]!, 9);
    expect(ready.views.log.fine.known[n - 12]).toBe(0);
  });
});
