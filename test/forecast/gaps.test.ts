import { describe, expect, it } from "vitest";
import { fillGaps } from "../../src/forecast/input/fillGaps.ts";
import { HOUR } from "../../src/units/duration.ts";
import { instant } from "../../src/units/instant.ts";
import { made, median, MONDAY, seeded, weekly } from "./history.ts";

const LENGTH = 28 * 24;

/** Σ |forecast − what came| over the two days behind `end`, with noise of 10 % in both. */
function errorOf(all: Float64Array, end: number, holes: boolean): number {
  const start = instant(MONDAY + (end - LENGTH) * HOUR);
  const values = all.slice(end - LENGTH, end).map((v, i) => (holes && i % 72 >= 60 && i % 72 < 64 ? NaN : v));
  const path = median(made(values, { history: { start, step: HOUR, values } }));
  return path.reduce((sum, f, h) => sum + Math.abs(f - all[end + h]!), 0);
}

describe("gaps", () => {
  it("F4: of four hours every third day: the error is at most 5 % larger than without them", () => {
    let [with_, without] = [0, 0];
    for (let seed = 1; seed <= 3; seed++) {
      const random = seeded(77 * seed);
      const noise = (): number => 1 + 0.1 * (random() + random() + random() - 1.5);
      const all = Float64Array.from({ length: 34 * 24 }, (_, i) => weekly(MONDAY + i * HOUR) * noise());
      for (const end of [28 * 24, 29 * 24 + 7, 31 * 24 + 15]) {
        with_ += errorOf(all, end, true);
        without += errorOf(all, end, false);
      }
    }
    expect(without).toBeGreaterThan(0);
    expect(with_ / without).toBeLessThan(1.05);
  });

  it("of one step are drawn through with a line", () => {
    const z = Float64Array.of(1, NaN, 3, 5, NaN, 9);
    fillGaps(z, 24, 168);
    expect([...z]).toEqual([1, 2, 3, 5, 7, 9]);
  });

  it("at the end keep the last level where there is no other day", () => {
    const z = Float64Array.of(1, 4, NaN, NaN, NaN);
    fillGaps(z, 24, 168);
    expect([...z]).toEqual([1, 4, 4, 4, 4]);
  });

  it("longer than half an hour have the shape of other days, moved to the level on both sides", () => {
    const shape = (i: number): number => [0, 5, 1, 7][i % 4]!;
    // A day of four steps; the third day stands 10 higher, and two of its steps are missing.
    const z = Float64Array.from({ length: 20 }, (_, i) => shape(i) + (i >= 8 && i < 12 ? 10 : 0));
    z[9] = NaN;
    z[10] = NaN;
    fillGaps(z, 4, 28);
    expect(z[9]).toBeCloseTo(15, 12);
    expect(z[10]).toBeCloseTo(11, 12);
  });

  it("that come back on many days are filled from further days", () => {
    const z = Float64Array.from({ length: 12 * 24 }, (_, i) => (i % 24 === 12 ? 9 : i % 24));
    const given = z.slice();
    for (let day = 5; day < 12; day++) z.fill(NaN, day * 24 + 11, day * 24 + 14);
    fillGaps(z, 24, 168);
    z.forEach((v, i) => expect(v).toBeCloseTo(given[i]!, 9));
  });
});
