import { describe, expect, it } from "vitest";
import { AlikeDays } from "../../src/forecast/views/alikeDays.ts";
import { makeGrid } from "../../src/forecast/views/grid.ts";
import type { View } from "../../src/forecast/views/view.ts";
import { pastShapes } from "../../src/forecast/views/pastShapes.ts";
import { SimilarDays } from "../../src/forecast/views/similarDays.ts";
import { SoonFeatures } from "../../src/forecast/members/soonFeatures.ts";
import { soonRegression } from "../../src/forecast/members/soonRegression.ts";
import { seeded } from "./history.ts";

/** Steps of a quarter of an hour. */
const DAY = 96;

function viewOf(z: Float64Array): View {
  const fine = makeGrid(z, new Uint8Array(z.length).fill(1), DAY);
  const shapes = pastShapes(fine);
  const hours = Float64Array.from(
    { length: z.length / 4 },
    (_, j) => z.subarray(4 * j, 4 * j + 4).reduce((a, b) => a + b) / 4,
  );
  const alike = new AlikeDays(makeGrid(hours, new Uint8Array(hours.length).fill(1), DAY / 4));
  const similar = new SimilarDays({ grid: fine, values: shapes.smooth, half: shapes.half, width: 4 }, alike);
  return { fine, shapes, similar } as View;
}

function randomValues(days: number): Float64Array {
  const random = seeded(3);
  return Float64Array.from({ length: days * DAY }, () => random());
}

describe("SoonFeatures", () => {
  it("tell days as far as they are alike, week and last minutes against the last value, and the moves", () => {
    const z = randomValues(16).map((v, i) => v + (Math.floor(i / DAY) % 7 < 5 ? 0.5 : 0));
    const view = viewOf(z);
    const features = new SoonFeatures(view);
    const kinds = new Float64Array(7);
    const isHalfAlike = (target: number): boolean => {
      view.similar.likenessInto(kinds, target, 1);
      return kinds[0]! > 0.1 && kinds[0]! < 0.9;
    };
    const h = 5;
    const origin = Array.from({ length: 7 * DAY }, (_, k) => 8 * DAY + k).find((at) => isHalfAlike(at + h - 1))!;
    features.moveTo(origin);
    features.read(h);
    const [last, target] = [origin - 1, origin + h - 1];
    const around = (i: number): number => (z[i - 1]! + z[i]! + z[i + 1]!) / 3;
    const days = (i: number): number => [1, 2, 3, 4, 5, 6, 7].reduce((sum, k) => sum + around(i - k * DAY), 0) / 7;
    const mean = (width: number): number => z.slice(origin - width, origin).reduce((a, b) => a + b, 0) / width;
    expect(features.base).toBe(z[last]);
    const all = kinds.reduce((a, b) => a + b) / 7;
    const week = [z[target - 7 * DAY]! - z[last]!, z[target - 7 * DAY]! - z[last - 7 * DAY]!] as const;
    const asFarAs = (kind: number, day: number, weekAgo: number): number => kind * day + (1 - kind) * weekAgo;
    const expected = [
      asFarAs(kinds[0]!, z[target - DAY]! - z[last]!, week[0]),
      asFarAs(kinds[0]!, z[target - DAY]! - z[last - DAY]!, week[1]),
      ...week,
      asFarAs(all, days(target) - z[last]!, week[0]),
      asFarAs(all, days(target) - days(last), week[1]),
      mean(2) - z[last]!,
      mean(4) - z[last]!,
      mean(12) - z[last]!,
    ];
    expected.forEach((value, j) => expect(features.x[j]).toBeCloseTo(value, 12));
  });

  it("in the first week a day stands for the week", () => {
    const features = new SoonFeatures(viewOf(randomValues(5)));
    features.moveTo(4 * DAY);
    features.read(3);
    expect([features.x[2], features.x[3]]).toEqual([features.x[0], features.x[1]]);
  });

  it("look at nothing behind the origin", () => {
    const z = randomValues(9);
    const origin = 8 * DAY + 40;
    const read = (values: Float64Array): number[] => {
      const features = new SoonFeatures(viewOf(values));
      features.moveTo(origin);
      return [1, 24, 96, 192].flatMap((h) => {
        features.read(h);
        return [...features.x];
      });
    };
    expect(read(z.map((v, i) => (i >= origin ? 100 : v)))).toEqual(read(z));
  });
});

describe("soonRegression", () => {
  const member = soonRegression("soon", "log", 1);
  const ahead = (origin: number) => ({ origin, horizon: 192, steps: Int32Array.of(1, 2, 3, 4, 12, 24) });

  /** A day whose edges stand at a quarter of an hour, and a level that wanders. */
  function wandering(step: number): Float64Array {
    const random = seeded(9);
    let level = 0;
    return Float64Array.from({ length: 21 * DAY }, (_, i) => {
      level += step * (random() - 0.5);
      return level + (i % DAY >= 41 && i % DAY < 44 ? 1 : 0);
    });
  }

  it("repeats sharp edges to the step", () => {
    const z = wandering(0);
    const origin = 20 * DAY + 38;
    const view = viewOf(z);
    const path = member.path(view, member.fits(view, [origin], 192)[0]!, ahead(origin));
    [0, 0, 0, 1, 0, 0].forEach((value, s) => expect(Math.abs(path[s]! - value)).toBeLessThan(0.12));
  });

  it("starts at the last value where the level wanders, and still knows the edge", () => {
    const z = wandering(0.2);
    const origin = 20 * DAY + 38;
    const view = viewOf(z);
    const path = member.path(view, member.fits(view, [origin], 192)[0]!, ahead(origin));
    const last = z[origin - 1]!;
    expect(Math.abs(last)).toBeGreaterThan(0.5);
    expect(Math.abs(path[0]! - last)).toBeLessThan(0.1);
    expect(Math.abs(path[3]! - (last + 1))).toBeLessThan(0.2);
  });

  it("learns from what lies before each origin only", () => {
    const z = wandering(0.2);
    const origins = [10 * DAY, 20 * DAY];
    const changed = z.map((v, i) => (i >= 10 * DAY ? 50 : v));
    const [fits, others] = [z, changed].map((values) => member.fits(viewOf(values), origins, 192));
    expect(others![0]).toEqual(fits![0]);
    expect(others![1]).not.toEqual(fits![1]);
  });
});
