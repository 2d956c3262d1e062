import { describe, expect, it } from "vitest";
import { AlikeDays } from "../../src/forecast/views/alikeDays.ts";
import { makeGrid } from "../../src/forecast/views/grid.ts";
import { SimilarDays } from "../../src/forecast/views/similarDays.ts";

const DAY = 24;

/** Hourly days by a rule; day 0 is a Monday where the rule calls 5 and 6 of 7 the weekend. */
function days(count: number, of: (day: number, hour: number) => number): SimilarDays {
  const z = Float64Array.from({ length: count * DAY }, (_, i) => of(Math.floor(i / DAY), i % DAY));
  return similarDays(z);
}

/** Over hours; smoothed ones take in so many on either side. */
function similarDays(z: Float64Array, half = 0): SimilarDays {
  const grid = makeGrid(z, new Uint8Array(z.length).fill(1), DAY);
  return new SimilarDays({ grid, values: z, half, width: 1 }, new AlikeDays(grid));
}

/** Working days are 5 by day, weekends 1; nobody tells the shape which is which. */
const weekly = (day: number, hour: number): number => (hour < 6 ? 0 : day % 7 < 5 ? 5 : 1);

/** The same formula, written down a second time without any memory. */
function byDefinition(z: Float64Array, target: number, first: number): number {
  const weights = weightsByDefinition(z, target, first);
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  return weights.reduce((sum, { lag, weight }) => sum + weight * z[target - lag * DAY]!, 0) / total;
}

function weightsByDefinition(z: Float64Array, target: number, first: number) {
  const weights: { lag: number; weight: number }[] = [];
  for (let lag = first; lag < first + 14 && target - lag * DAY >= 0; lag++) {
    const error = (from: number, to: number): number | undefined => {
      const seen = [];
      for (let i = Math.max(from, lag * DAY); i < to; i++) seen.push(Math.abs(z[i]! - z[i - lag * DAY]!));
      return seen.length < 3 ? undefined : seen.reduce((a, b) => a + b, 0) / seen.length;
    };
    const end = target - first * DAY + 1;
    const seen: number[] = [];
    for (let week = 1; week <= 4; week++) {
      const middle = target - week * 7 * DAY;
      const one = error(middle - 3, Math.min(end, middle + 4));
      if (one === undefined) break;
      seen.push(one);
    }
    const usual = error(end - 28 * DAY, end);
    if (usual !== undefined) seen.push(usual);
    if (seen.length === 0) continue;
    weights.push({ lag, weight: (seen.reduce((a, b) => a + b, 0) / seen.length + 1e-6) ** -5 });
  }
  return weights;
}

describe("the shape of similar days", () => {
  it.each([
    { what: "a Monday leans on working days, though yesterday was a Sunday", target: 21 * DAY + 12, is: 5 },
    { what: "a Saturday leans on weekends, though yesterday was a Friday", target: 26 * DAY + 12, is: 1 },
    { what: "a night is a night on every day", target: 26 * DAY + 3, is: 0 },
  ])("$what", ({ target, is }) => {
    expect(days(28, weekly).at(target, 1)).toBeCloseTo(is, 6);
  });

  it("by hand: one day back was wrong by 3, two days back by 2, so the latter weighs 1.5⁵ = 7.6 times as much", () => {
    const z = Float64Array.from({ length: 3 * DAY }, (_, i) => [0, 4, 2][Math.floor(i / DAY)]!);
    const similar = similarDays(z);
    // One day back was wrong by |4 − 0| and |2 − 4|, 3 on average; two days back by |2 − 0|.
    const [one, two] = [3, 2];
    const target = 3 * DAY + 23;
    expect(similar.at(target, 1)).toBeCloseTo((2 * one ** -5 + 4 * two ** -5) / (one ** -5 + two ** -5), 4);
  });

  it.each([1, 2, 3])("is what its definition says, from %i days back on, at any place", (first) => {
    const rough = (day: number, hour: number): number => Math.sin(day * 12.9898 + hour * 78.233) + weekly(day, hour);
    const z = Float64Array.from({ length: 24 * DAY }, (_, i) => rough(Math.floor(i / DAY), i % DAY));
    const similar = similarDays(z);
    for (let target = 2 * first * DAY + 3; target < 24 * DAY + first * DAY; target += 7) {
      expect(similar.at(target, first)).toBeCloseTo(byDefinition(z, target, first), 9);
    }
  });

  it.each([1, 2, 3])(
    "how alike days are, from %i days back on, is three times the share of a week ago's weight, and 1 at most",
    (first) => {
      const rough = (day: number, hour: number): number => Math.sin(day * 12.9898 + hour * 78.233) + weekly(day, hour);
      const z = Float64Array.from({ length: 28 * DAY }, (_, i) => rough(Math.floor(i / DAY), i % DAY));
      const similar = similarDays(z);
      const kinds = new Float64Array(7);
      for (const target of [26 * DAY + 12, 27 * DAY + 3, 28 * DAY + 5]) {
        similar.likenessInto(kinds, target, first);
        const weights = new Map(weightsByDefinition(z, target, first).map(({ lag, weight }) => [lag, weight]));
        const week = weights.get(7)!;
        expect([...kinds]).toEqual(
          [0, 1, 2, 3, 4, 5, 6].map((l) => expect.closeTo(Math.min(1, (3 * weights.get(first + l)!) / week), 6)),
        );
      }
    },
  );

  it("a Saturday is of a Sunday's kind and not of a Friday's, and where no week is known nobody can say", () => {
    const kindsOf = (similar: SimilarDays, target: number): number[] => {
      const kinds = new Float64Array(7);
      similar.likenessInto(kinds, target, 1);
      return [...kinds];
    };
    const saturday = 26 * DAY;
    // Days back 1 to 7: Friday, Thursday, Wednesday, Tuesday, Monday, Sunday, Saturday.
    const byDay = kindsOf(
      days(28, (day, hour) => weekly(day, hour) + 0.5 * Math.sin(day * 12.9898 + hour)),
      saturday + 12,
    );
    expect(Math.max(...byDay.slice(0, 5))).toBeLessThan(0.01);
    expect(byDay[5]).toBeGreaterThan(0.1);
    expect(byDay[6]).toBe(1);
    expect(kindsOf(days(6, weekly), 5 * DAY + 12)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  it("looks at nothing behind the days that are known", () => {
    const target = 20 * DAY + 7;
    const later = (from: number) => (day: number, hour: number) => (day * DAY + hour >= from ? 99 : weekly(day, hour));
    const known = target - 2 * DAY + 1;
    expect(days(22, later(known)).at(target, 2)).toBe(days(22, weekly).at(target, 2));
    expect(days(22, later(known - 1)).at(target, 2)).not.toBe(days(22, weekly).at(target, 2));
  });

  it("takes one day further back where a smoothed value would take in what is not known", () => {
    const z = new Float64Array(2 * DAY);
    const smoothed = similarDays(z, 3);
    expect([1, 21, 22, 45, 46].map((h) => smoothed.firstDay(h))).toEqual([1, 1, 2, 2, 3]);
  });

  it("on finer steps averages these, by the days alike of the last hour that has ended", () => {
    const rough = (i: number): number => Math.sin(i * 12.9898) + weekly(Math.floor(i / DAY), i % DAY);
    const hours = Float64Array.from({ length: 24 * DAY }, (_, i) => rough(i));
    const fine = Float64Array.from({ length: 2 * hours.length }, (_, i) => hours[i >> 1]! + Math.cos(i));
    const alike = new AlikeDays(makeGrid(hours, new Uint8Array(hours.length).fill(1), DAY));
    const grid = makeGrid(fine, new Uint8Array(fine.length).fill(1), 2 * DAY);
    const similar = new SimilarDays({ grid, values: fine, half: 0, width: 2 }, alike);
    for (const target of [20 * 48 + 10, 20 * 48 + 11]) {
      const { weights: all, from } = alike.at(Math.floor((target + 1) / 2) - 1, 1);
      const weights = all.subarray(from, from + 14);
      const total = weights.reduce((a, b) => a + b);
      const expected = weights.reduce((sum, w, l) => sum + w * fine[target - (1 + l) * 48]!, 0) / total;
      expect(similar.at(target, 1)).toBeCloseTo(expected, 9);
    }
  });

  it("of one day of history is that day", () => {
    expect(days(1, (_, hour) => hour).at(DAY + 9, 1)).toBe(9);
  });
});
