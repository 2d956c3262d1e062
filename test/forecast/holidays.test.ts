import { describe, expect, it } from "vitest";
import { dayNumber } from "../../src/forecast/input/holidays.ts";
import { DAY, HOUR } from "../../src/units/duration.ts";
import { apart, generated, made, median, MONDAY, weekly } from "./history.ts";

/** Ends on a Monday at midnight; the first Tuesday ahead begins 24 h later. */
const DAYS = 28;
const clean = generated({ days: DAYS, noise: 0.03, shape: weekly });
const dateOf = (day: number): string => new Date(MONDAY + day * DAY).toISOString().slice(0, 10);
/** Tuesday the 27th of January: a working day on which hardly anybody worked. */
const PAST = 22;
const quiet = clean.map((v, i) => (Math.floor(i / 24) === PAST ? v / 4 : v));
const COMING = 29;
const tuesday = (path: Float64Array): Float64Array => path.subarray(24, 48);

describe("holidays", () => {
  it("F16: one on a working day, declared, leaves next week's day alone", () => {
    const usual = tuesday(median(made(clean)));
    const declared = apart(tuesday(median(made(quiet, { holidays: [dateOf(PAST)] }))), usual);
    expect(declared).toBeLessThan(0.02);
    expect(declared).toBeLessThan(apart(tuesday(median(made(quiet))), usual));
  });

  it("F16: a coming one is forecast as a Sunday while none was seen", () => {
    const path = tuesday(median(made(clean, { holidays: [dateOf(COMING)] })));
    const sunday = Float64Array.from({ length: 24 }, (_, h) => weekly(MONDAY + 27 * DAY + h * HOUR));
    expect(apart(path, sunday)).toBeLessThan(0.06);
    expect(median(made(clean, { holidays: [dateOf(COMING)] })).subarray(0, 24)).toEqual(
      median(made(clean)).subarray(0, 24),
    );
  });

  it("F16: a coming one is half a Sunday and half like the one that was seen, on the log scale", () => {
    const holidays = [dateOf(PAST), dateOf(COMING)];
    const path = tuesday(median(made(quiet, { holidays })));
    const expected = Float64Array.from({ length: 24 }, (_, h) => {
      return weekly(MONDAY + COMING * DAY + h * HOUR) * Math.sqrt((1 / 4) * (2 / 3));
    });
    expect(apart(path, expected)).toBeLessThan(0.06);
  });

  it("on a Sunday changes nothing ahead", () => {
    const at = { horizon: 168 };
    const sunday = median(made(clean, { ...at, holidays: [dateOf(34)] }));
    expect(sunday).toEqual(median(made(clean, at)));
  });

  it("of a zone begins at its own midnight", () => {
    const zone = "Asia/Shanghai";
    const [without, with_] = [made(clean, { zone }), made(clean, { zone, holidays: [dateOf(COMING)] })].map(median);
    const changed = [...without!.keys()].filter((h) => with_![h] !== without![h]);
    // 24 h ahead it is 08:00 there: their Tuesday is the hours 16 to 39 ahead.
    expect([changed[0], changed[changed.length - 1]]).toEqual([16, 39]);
  });

  it.each([
    { date: "1970-01-01", day: 0 },
    { date: "2026-01-05", day: MONDAY / DAY },
    { date: "2026-02-30", day: undefined },
    { date: "26-01-05", day: undefined },
    { date: "tomorrow", day: undefined },
  ])("reads $date as day $day", ({ date, day }) => {
    expect(dayNumber(date)).toBe(day);
  });
});
