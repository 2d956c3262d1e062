import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { campaignOccurrences, nextOccurrences } from "../../src/calendar/campaignOccurrences.ts";
import { localTime } from "../../src/units/zone.ts";
import { formatInstant, type Instant } from "../../src/units/instant.ts";
import type { Window } from "../../src/units/window.ts";
import { at, campaign } from "./specs.ts";

const year = (n: number): Window => ({ start: at(`${n}-01-01T00:00:00Z`), end: at(`${n + 1}-01-01T00:00:00Z`) });
const starts = (windows: readonly Window[]): readonly string[] => windows.map(({ start }) => formatInstant(start));

describe("campaignOccurrences", () => {
  it("S4: a campaign of 2025 takes place in 2025 and never again", () => {
    const spec = campaign({ timeZone: "Asia/Shanghai", start: "2025-11-11T00:00:00", end: "2025-11-11T02:00:00" });
    expect(campaignOccurrences(spec, year(2025))).toEqual([
      { start: at("2025-11-10T16:00:00Z"), end: at("2025-11-10T18:00:00Z") },
    ]);
    for (const later of [2026, 2027, 2035]) expect(campaignOccurrences(spec, year(later))).toEqual([]);
    expect(nextOccurrences(spec, at("2025-11-10T16:00:00Z"), 8)).toEqual([]);
  });

  it("S5: past its end, a one-off campaign has no occurrence left, at no later moment", () => {
    const spec = campaign({ start: "2025-06-01T10:00:00Z", end: "2025-06-01T12:00:00Z" });
    const ended = { start: at("2025-06-01T12:00:00Z"), end: at("2099-01-01T00:00:00Z") };
    expect(campaignOccurrences(spec, ended)).toEqual([]);
  });

  it("S6: a date is excluded exactly when the local date of the start is it", () => {
    const day = fc
      .integer({ min: 0, max: 364 })
      .map((n) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10));
    const zone = fc.constantFrom("Asia/Shanghai", "America/New_York", "Pacific/Auckland", "UTC");
    const property = fc.property(fc.uniqueArray(day, { maxLength: 20 }), zone, (excludeDates, timeZone) => {
      const times = { timeZone, schedule: "30 19 * * *", duration: "1h" };
      const all = campaignOccurrences(campaign(times), year(2025));
      const kept = campaignOccurrences(campaign({ ...times, excludeDates }), year(2025));
      const dateOf = (start: Instant): string => {
        const { year: y, month, day: d } = localTime(timeZone, start);
        return `${y}-${String(month).padStart(2, "0")}-${String(d).padStart(2, "0")}`;
      };
      expect(kept).toEqual(all.filter(({ start }) => !excludeDates.includes(dateOf(start))));
    });
    fc.assert(property, { seed: 6, numRuns: 60 });
  });

  it("S7: Monday to Friday with a duration: each start has its own end, Friday's too", () => {
    const spec = campaign({ timeZone: "Europe/Berlin", schedule: "0 18 * * MON-FRI", duration: "8h" });
    const week = { start: at("2025-06-02T00:00:00Z"), end: at("2025-06-09T00:00:00Z") };
    const windows = campaignOccurrences(spec, week);
    expect(starts(windows)).toEqual(["02", "03", "04", "05", "06"].map((day) => `2025-06-${day}T16:00:00Z`));
    for (const { start, end } of windows) expect(end - start).toBe(8 * 3_600_000);
  });

  it("S8: at the start and at the end the state changes once: closed, open, open; open, closed, closed", () => {
    const spec = campaign({ start: "2025-06-01T10:00:00", end: "2025-06-01T12:00:00" });
    const openAt = (text: string, offset: number): boolean => {
      const moment = (at(text) + offset) as Instant;
      return campaignOccurrences(spec, { start: moment, end: (moment + 1) as Instant }).length === 1;
    };
    expect([-1_000, 0, 1_000].map((offset) => openAt("2025-06-01T10:00:00Z", offset))).toEqual([false, true, true]);
    expect([-1_000, 0, 1_000].map((offset) => openAt("2025-06-01T12:00:00Z", offset))).toEqual([true, false, false]);
  });

  it("S10, S13: which moment is asked about does not depend on which was asked before", () => {
    const spec = campaign({ timeZone: "Europe/Berlin", schedule: "*/20 1-3 * * *", duration: "35m" });
    const whole = campaignOccurrences(spec, { start: at("2025-03-29T00:00:00Z"), end: at("2025-03-31T00:00:00Z") });
    const property = fc.property(fc.integer({ min: 0, max: 2 * 1440 - 1 }), (minute) => {
      const moment = (at("2025-03-29T00:00:00Z") + minute * 60_000) as Instant;
      const here = campaignOccurrences(spec, { start: moment, end: (moment + 1) as Instant });
      expect(here).toEqual(whole.filter(({ start, end }) => start <= moment && moment < end));
    });
    fc.assert(property, { seed: 10, numRuns: 300 });
  });

  it("S14: over midnight, and over three days", () => {
    const nightly = campaign({ timeZone: "Asia/Shanghai", schedule: "0 22 * * *", duration: "4h" });
    const moment = at("2025-06-01T17:30:00Z");
    expect(campaignOccurrences(nightly, { start: moment, end: (moment + 1) as Instant })).toEqual([
      { start: at("2025-06-01T14:00:00Z"), end: at("2025-06-01T18:00:00Z") },
    ]);
    const long = campaign({ start: "2025-06-01T22:00:00", end: "2025-06-04T22:00:00" });
    const third = at("2025-06-04T21:59:59Z");
    expect(campaignOccurrences(long, { start: third, end: (third + 1) as Instant })).toHaveLength(1);
  });

  it("S16: from and until are dates of the campaign's zone: the first and the last start", () => {
    const spec = campaign({
      timeZone: "Asia/Shanghai",
      schedule: "0 1 * * *",
      duration: "1h",
      from: "2025-06-02",
      until: "2025-06-03",
    });
    expect(starts(campaignOccurrences(spec, year(2025)))).toEqual(["2025-06-01T17:00:00Z", "2025-06-02T17:00:00Z"]);
  });

  it("S17: the end of an occurrence does not move with the next start", () => {
    const spec = campaign({ schedule: "0 20 * * *", duration: "3h" });
    for (let minute = 0; minute < 180; minute += 1) {
      const moment = (at("2025-06-01T20:00:00Z") + minute * 60_000) as Instant;
      const [open] = campaignOccurrences(spec, { start: moment, end: (moment + 1) as Instant });
      expect(open?.end).toBe(at("2025-06-01T23:00:00Z"));
    }
  });

  it.each([
    { schedule: "0 0 31 * *", of: 2025, days: ["01-31", "03-31", "05-31", "07-31", "08-31", "10-31", "12-31"] },
    { schedule: "0 0 29 2 *", of: 2025, days: [] },
    { schedule: "0 0 29 2 *", of: 2028, days: ["02-29"] },
    { schedule: "0 0 30 4,6 *", of: 2025, days: ["04-30", "06-30"] },
    { schedule: "0 0 1 JAN,jul *", of: 2025, days: ["01-01", "07-01"] },
    { schedule: "0 0 13 1 FRI", of: 2025, days: ["01-03", "01-10", "01-13", "01-17", "01-24", "01-31"] },
    { schedule: "0 0 30 2 SUN", of: 2026, days: ["02-01", "02-08", "02-15", "02-22"] },
  ])("S20: $schedule in $of starts on $days", ({ schedule, of, days }) => {
    const found = starts(campaignOccurrences(campaign({ schedule, duration: "1h" }), year(of)));
    expect(found).toEqual(days.map((day) => `${of}-${day}T00:00:00Z`));
  });

  it("S20: 29 February is found eight years ahead, across 2100", () => {
    const spec = campaign({ schedule: "0 0 29 2 *", duration: "1h" });
    expect(starts(nextOccurrences(spec, at("2096-03-01T00:00:00Z"), 1))).toEqual(["2104-02-29T00:00:00Z"]);
  });

  it("no moment belongs to two occurrences, even when the duration is longer than the period", () => {
    const spec = campaign({ schedule: "0 * * * *", duration: "3h" });
    const windows = campaignOccurrences(spec, { start: at("2025-06-01T00:00:00Z"), end: at("2025-06-02T00:00:00Z") });
    for (const [index, window] of windows.entries()) {
      expect(window.start).toBe(windows[index - 1]?.end ?? window.start);
    }
  });

  it("lists the next eight starts after a moment, not the one that is open", () => {
    const spec = campaign({ timeZone: "Europe/Berlin", schedule: "0 20 * * FRI", duration: "3h" });
    const next = starts(nextOccurrences(spec, at("2025-10-17T18:00:00Z"), 3));
    expect(next).toEqual(["2025-10-24T18:00:00Z", "2025-10-31T19:00:00Z", "2025-11-07T19:00:00Z"]);
  });

  it("a schedule of every minute that begins years ahead costs no more than its first starts", () => {
    const spec = campaign({ schedule: "* * * * *", duration: "1m", from: "2031-01-01" });
    expect(starts(nextOccurrences(spec, at("2025-06-01T00:00:00Z"), 2))).toEqual([
      "2031-01-01T00:00:00Z",
      "2031-01-01T00:01:00Z",
    ]);
  });
});
