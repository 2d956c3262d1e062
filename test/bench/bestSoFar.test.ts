import { describe, expect, it } from "vitest";
import { BEST_SO_FAR } from "../../bench/forecast/bestSoFar.ts";
import { NAIVE_DAY, NAIVE_WEEK } from "../../bench/forecast/naives.ts";
import { HOUR } from "../../src/units/duration.ts";
import { instant } from "../../src/units/instant.ts";

const DAYS = 15;

/** Hours of a day's wave, each day as high as is said. */
function history(heightOf: (day: number) => number) {
  const values = Float64Array.from({ length: 24 * DAYS }, (_, i) => {
    return heightOf(Math.floor(i / 24)) * (2 - Math.cos((2 * Math.PI * i) / 24));
  });
  return { start: instant(Date.UTC(2026, 0, 5)), step: HOUR, values };
}

describe("the naive that was best so far", () => {
  const asked = (heightOf: (day: number) => number) => ({ history: history(heightOf), horizon: 48, quantiles: [0.95] });

  it("is the week before where days of a week differ, and the day before where they grow", () => {
    const weekly = asked((day) => 1 + (day % 7));
    const growing = asked((day) => 1 + day);
    for (const [question, naive] of [[weekly, NAIVE_WEEK] as const, [growing, NAIVE_DAY] as const]) {
      const [made, wanted] = [BEST_SO_FAR.make(question), naive.make(question)];
      expect(made.median.slice(6)).toEqual(wanted.median.slice(6));
      expect(made.quantiles.get(0.95)!.slice(6)).toEqual(wanted.quantiles.get(0.95)!.slice(6));
    }
  });

  it("goes by what was seen lately: a week that is over tells less", () => {
    const settled = asked((day) => (day < 8 ? 1 + (day % 7) : 3));
    expect(BEST_SO_FAR.make(settled).median.slice(6, 24)).toEqual(NAIVE_DAY.make(settled).median.slice(6, 24));
  });
});
