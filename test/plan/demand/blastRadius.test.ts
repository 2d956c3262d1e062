import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baselineOf } from "../../../src/plan/demand/baseline.ts";
import { withinCap } from "../../../src/plan/demand/blastRadius.ts";
import { HOUR } from "../../../src/units/duration.ts";
import { forecastOf, snapshot } from "../snapshots.ts";

const hours = (values: readonly number[]) => Float64Array.from(values);
const given = { cap: 150, step: HOUR, percentile: 95, headroomPercent: 0 };

describe("a quantile that passes 1.5 × the largest demand seen", () => {
  it("stays as it is where all of it is below", () => {
    const quantile = hours([100, 150, 120]);
    expect(withinCap({ ...given, quantile, median: hours([50, 60, 40]) })).toEqual(quantile);
  });

  it("keeps the shape of the day: the distance to the median is shortened until its peak is the cap", () => {
    // The peak is 100 + 100: half of the distance is left, (150 − 100) / (200 − 100), for all within twelve hours.
    const quantile = hours([120, 200, 180]);
    const median = hours([60, 100, 80]);
    expect([...withinCap({ ...given, quantile, median })]).toEqual([90, 150, 130]);
  });

  it("leaves room for the headroom that comes on top of it", () => {
    // 150 / 1.25 = 120, so that a fifth of the distance is left: (120 − 100) / (200 − 100).
    const [quantile, median] = [hours([120, 200, 180]), hours([60, 100, 80])];
    expect([...withinCap({ ...given, headroomPercent: 25, quantile, median })]).toEqual([72, 120, 100]);
  });

  it("leaves what lies further away than twelve hours", () => {
    const quantile = hours(Array.from({ length: 26 }, (_, h) => (h === 0 ? 200 : 120)));
    const median = hours(Array.from({ length: 26 }, (_, h) => (h === 0 ? 100 : 60)));
    const answer = withinCap({ ...given, quantile, median });
    expect([answer[0], answer[12], answer[13], answer[25]]).toEqual([150, 90, 120, 120]);
  });

  it("is cut where the median itself passes the cap, and those around it are at the median", () => {
    const answer = withinCap({ ...given, quantile: hours([300, 120]), median: hours([200, 100]) });
    expect([...answer]).toEqual([150, 100]);
  });

  it.each([
    ["from the 99th percentile on", { percentile: 99 }],
    ["at the median", { percentile: 50 }],
  ])("is only cut %s", (_, { percentile }) => {
    const [quantile, median] = [hours([120, 200]), hours([60, 100])];
    expect([...withinCap({ ...given, percentile, quantile, median })]).toEqual([120, 150]);
  });

  it("is only cut without a median", () => {
    expect([...withinCap({ ...given, quantile: hours([120, 200]), median: undefined })]).toEqual([120, 150]);
  });

  it("never lies above the cut one, nor under the lesser of median and cap, nor above the cap", () => {
    const step = fc.record({
      median: fc.double({ min: 0, max: 1e6, noNaN: true }),
      above: fc.double({ min: 0, max: 1e6, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        (steps, cap) => {
          const median = hours(steps.map((one) => one.median));
          const quantile = hours(steps.map((one) => one.median + one.above));
          const answer = withinCap({ quantile, median, cap, step: HOUR, percentile: 95, headroomPercent: 10 });
          answer.forEach((value, h) => {
            expect(value).toBeLessThanOrEqual(Math.min(quantile[h]!, cap));
            expect(value).toBeGreaterThanOrEqual(Math.min(median[h]!, cap));
          });
        },
      ),
    );
  });

  it("is what a plan begins with: the forecast's own median, and the autoscaler's own headroom", () => {
    const made = forecastOf([120, 200, 180], { largestSeen: 100 });
    if (made.kind !== "made") throw new Error("unreachable");
    const [, upper] = made.forecast.quantiles;
    const quantiles = [{ quantile: 0.5, values: hours([60, 100, 80]) }, upper!];
    const believed = baselineOf(
      snapshot({
        spec: { forecast: { percentile: 95, headroomPercent: 25 } },
        forecast: { ...made, forecast: { ...made.forecast, quantiles } },
      }),
    );
    expect(believed).toMatchObject({ ok: true, value: { cap: 150, uncapped: 200, values: hours([72, 120, 100]) } });
  });
});
