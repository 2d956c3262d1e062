import { describe, expect, it } from "vitest";
import { raiseToSeen } from "../../src/forecast/input/saturation.ts";
import { SQRT } from "../../src/forecast/views/transform.ts";
import { DAY, HOUR } from "../../src/units/duration.ts";
import { instant } from "../../src/units/instant.ts";
import { generated, made, median, MONDAY, weekly } from "./history.ts";

const DAYS = 28;
/** Peaks reach 300; on the last four days, a Thursday to a Sunday, capacity ended at 120. */
const free = generated({ days: DAYS, noise: 0.03, shape: weekly });
const CEILING = 120;
const LAST_DAYS = [24, 25, 26, 27];
const { cut, saturated } = cutOn(LAST_DAYS);

/** Demand as it was seen when capacity ended on these days, and the hours of them. */
function cutOn(days: readonly number[]) {
  return {
    cut: free.map((v, i) => (days.includes(Math.floor(i / 24)) ? Math.min(v, CEILING) : v)),
    saturated: days.map((day) => ({
      start: instant(MONDAY + day * DAY + 5 * HOUR),
      end: instant(MONDAY + day * DAY + 20 * HOUR),
    })),
  };
}

const peak = (path: Float64Array): number => Math.max(...path.subarray(0, 24));

describe("demand under missing capacity", () => {
  it.each([
    { why: "on the last four days, tomorrow's week before was free", days: LAST_DAYS, undeclared: 0.92, off: 0.05 },
    { why: "a week before tomorrow, too", days: [21, ...LAST_DAYS], undeclared: 0.6, off: 0.15 },
  ])("declared, is not learned as a ceiling: $why", ({ days, undeclared, off }) => {
    const seen = cutOn(days);
    const truth = peak(median(made(free)));
    expect(peak(median(made(seen.cut)))).toBeLessThan(undeclared * truth);
    expect(Math.abs(peak(median(made(seen.cut, { saturated: seen.saturated }))) / truth - 1)).toBeLessThan(off);
  });

  it("is at least what was seen: a filled place is raised to it, and never lowered", () => {
    const z = Float64Array.of(2, 2, 2);
    raiseToSeen(z, { transform: SQRT, raw: Float64Array.of(9, 9, 1), censored: Uint8Array.of(1, 0, 1) });
    expect([...z]).toEqual([3, 2, 2]);
  });

  it("that is all there is to know is read as it stands instead of refused", () => {
    const all = { start: MONDAY, end: instant(MONDAY + DAYS * DAY) };
    expect(median(made(cut, { saturated: [all] }))).toEqual(median(made(cut)));
  });

  it("inside a declared campaign counts as the campaign", () => {
    const both = made(cut, { saturated, declared: saturated });
    expect(median(both)).toEqual(median(made(cut, { declared: saturated })));
  });
});
