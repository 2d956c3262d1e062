import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { campaignOccurrences } from "../../src/calendar/campaignOccurrences.ts";
import { parseCron } from "../../src/calendar/cronFields.ts";
import { cronStarts } from "../../src/calendar/cronStarts.ts";
import { resolveEnd, resolveStart } from "../../src/calendar/wallClock.ts";
import { formatInstant, type Instant } from "../../src/units/instant.ts";
import { at, campaign } from "./specs.ts";
import { readings, scanStarts, type ScanSchedule } from "./wallClockScan.ts";

const DAY = 86_400_000;

/** Zone and a UTC day near which its clock changes (Shanghai's never does). */
const CHANGES: readonly (readonly [string, string])[] = [
  ["America/New_York", "2025-03-09"],
  ["America/New_York", "2025-11-02"],
  ["Europe/Berlin", "2025-03-30"],
  ["Europe/Berlin", "2025-10-26"],
  ["Australia/Lord_Howe", "2025-04-05"],
  ["Australia/Lord_Howe", "2025-10-04"],
  ["Asia/Shanghai", "2025-03-09"],
  ["Asia/Shanghai", "2025-11-02"],
  ["Africa/Cairo", "2025-04-24"],
  ["Africa/Cairo", "2025-10-30"],
  ["America/Santiago", "2025-09-07"],
  ["Pacific/Chatham", "2025-09-27"],
];

interface Clocked {
  readonly zone: string;
  readonly range: { readonly start: Instant; readonly end: Instant };
  readonly clock: ReturnType<typeof readings>;
}

const clocked: readonly Clocked[] = CHANGES.map(([zone, day]) => {
  const middle = Date.parse(`${day}T00:00:00Z`);
  const range = { start: (middle - 2 * DAY) as Instant, end: (middle + 3 * DAY) as Instant };
  return { zone, range, clock: readings(zone, range.start - DAY, range.end) };
});

interface Written {
  readonly cron: string;
  readonly scan: Pick<ScanSchedule, "minutes" | "hours" | "weekdays" | "bothPasses">;
}

const everyDay = [0, 1, 2, 3, 4, 5, 6];
const fields = (from: number, to: number, step = 1): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, k) => from + k * step);

/** A schedule as text, and the numbers it stands for, made together: no parser in between. */
const written: fc.Arbitrary<Written> = fc
  .record({
    minute: fc.oneof(
      fc.integer({ min: 0, max: 59 }).map((m) => ({ text: `${m}`, values: [m] })),
      fc.constantFrom(1, 7, 15, 20, 30).map((step) => ({ text: `*/${step}`, values: fields(0, 59, step) })),
    ),
    hour: fc.oneof(
      fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 4 }).map((values) => ({
        text: values.join(","),
        values,
        bothPasses: false,
      })),
      fc.integer({ min: 0, max: 4 }).map((values) => ({ text: `${values}`, values: [values], bothPasses: false })),
      fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 11 })).map(([from, more]) => ({
        text: `${from}-${from + more}`,
        values: fields(from, from + more),
        bothPasses: true,
      })),
      fc.constantFrom(1, 2, 3, 6).map((step) => ({ text: `*/${step}`, values: fields(0, 23, step), bothPasses: true })),
    ),
    weekday: fc.constantFrom(
      { text: "*", values: everyDay },
      { text: "SUN", values: [0] },
      { text: "7", values: [0] },
      { text: "5-7", values: [5, 6, 0] },
      { text: "MON-FRI", values: [1, 2, 3, 4, 5] },
    ),
  })
  .map(({ minute, hour, weekday }) => ({
    cron: `${minute.text} ${hour.text} * * ${weekday.text}`,
    scan: { minutes: minute.values, hours: hour.values, weekdays: weekday.values, bothPasses: hour.bothPasses },
  }));

describe("the daylight-saving rule", () => {
  it("S1, S2, S3: around twelve clock changes, every start is what a look at the clock each minute finds", () => {
    const property = fc.property(fc.constantFrom(...clocked), written, fc.boolean(), (place, { cron, scan }, skip) => {
      const parsed = parseCron(cron);
      if (!parsed.ok) throw new Error(`${cron}: ${parsed.failure.message}`);
      const excluded = skip ? [place.clock[place.clock.length - 2 * 1440]?.date ?? ""] : [];
      const recurrence = { fields: parsed.value, zone: place.zone, excluded: new Set(excluded) };
      const expected = scanStarts({ ...scan, zone: place.zone, excluded }, place.clock);
      expect(cronStarts(recurrence, place.range)).toEqual(expected.filter((start) => start >= place.range.start));
    });
    fc.assert(property, { seed: 20_250_309, numRuns: 400 });
  });

  it("S1, S17: for every minute around the changes, a window is open exactly as the rule says", () => {
    const duration = fc.integer({ min: 1, max: 30 * 60 });
    const property = fc.property(fc.constantFrom(...clocked), written, duration, (place, { cron, scan }, minutes) => {
      const spec = campaign({ timeZone: place.zone, schedule: cron, duration: `${minutes}m` });
      const clock = readings(place.zone, place.range.start - 2 * DAY, place.range.end);
      const starts = scanStarts({ ...scan, zone: place.zone, excluded: [] }, clock);
      const windows = campaignOccurrences(spec, place.range);
      for (let minute: number = place.range.start; minute < place.range.end; minute += 60_000) {
        const open = windows.some(({ start, end }) => start <= minute && minute < end);
        const said = starts.some((start) => start <= minute && minute < start + minutes * 60_000);
        if (open !== said) expect.fail(`${place.zone} ${cron} ${minutes}m at ${formatInstant(minute as Instant)}`);
      }
    });
    fc.assert(property, { seed: 20_251_102, numRuns: 60 });
  });

  it.each([
    ["America/New_York", "2025-03-09T01:59:00", "2025-03-09T06:59:00Z", "the last minute before the gap"],
    ["America/New_York", "2025-03-09T02:00:00", "2025-03-09T07:00:00Z", "the first skipped minute"],
    ["America/New_York", "2025-03-09T02:30:00", "2025-03-09T07:00:00Z", "the first instant after the gap"],
    ["America/New_York", "2025-03-09T03:00:00", "2025-03-09T07:00:00Z", "the first minute after the gap"],
    ["America/New_York", "2025-11-02T01:30:00", "2025-11-02T05:30:00Z", "the first pass"],
    ["Europe/Berlin", "2025-03-30T02:15:00", "2025-03-30T01:00:00Z", "the first instant after the gap"],
    ["Europe/Berlin", "2025-10-26T02:15", "2025-10-26T00:15:00Z", "the first pass; seconds may be left out"],
    ["Australia/Lord_Howe", "2025-10-05T02:15:00", "2025-10-04T15:30:00Z", "a gap of half an hour"],
    ["Australia/Lord_Howe", "2025-04-06T01:45:00", "2025-04-05T14:45:00Z", "a repeated half-hour, first pass"],
    ["Asia/Shanghai", "2025-03-09T02:30:00", "2025-03-08T18:30:00Z", "no daylight saving"],
    ["Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T10:00:00Z", "a whole day that never was"],
    ["Europe/Berlin", "2025-03-30T02:15:00+01:00", "2025-03-30T01:15:00Z", "an instant is an instant"],
  ])("S2, S3: in %s a start at %s is %s: %s", (zone, wall, expected) => {
    expect(formatInstant(resolveStart(wall, zone))).toBe(expected);
  });

  it.each([
    ["America/New_York", "2025-03-09T02:45:00", "2025-03-09T07:45:00Z", "moves by the gap's length, to 03:45"],
    ["America/New_York", "2025-11-02T01:30:00", "2025-11-02T06:30:00Z", "the last pass"],
    ["Australia/Lord_Howe", "2025-10-05T02:15:00", "2025-10-04T15:45:00Z", "moves by half an hour"],
    ["Australia/Lord_Howe", "2025-04-06T01:45:00", "2025-04-05T15:15:00Z", "the last pass of the half-hour"],
    ["Asia/Shanghai", "2025-11-02T01:30:00", "2025-11-01T17:30:00Z", "no daylight saving"],
  ])("S2: in %s an end at %s is %s: %s", (zone, wall, expected) => {
    expect(formatInstant(resolveEnd(wall, zone))).toBe(expected);
  });

  it("S1: a campaign inside the gap, 02:15 to 02:45, opens once, 03:00 to 03:45, and never lasts a day", () => {
    const spec = campaign({
      timeZone: "America/New_York",
      start: "2025-03-09T02:15:00",
      end: "2025-03-09T02:45:00",
    });
    const range = { start: at("2025-03-07T00:00:00Z"), end: at("2025-03-12T00:00:00Z") };
    expect(campaignOccurrences(spec, range)).toEqual([
      { start: at("2025-03-09T07:00:00Z"), end: at("2025-03-09T07:45:00Z") },
    ]);
  });

  it.each([
    [
      "2025-03-09T02:10:00",
      "2025-03-09T03:00:00",
      "2025-03-09T07:00:00Z",
      "2025-03-09T07:50:00Z",
      "as long as written",
    ],
    ["2025-03-09T02:10:00", "2025-03-09T03:01:00", "2025-03-09T07:00:00Z", "2025-03-09T07:01:00Z", "the end stands"],
    [
      "2025-03-09T01:00:00",
      "2025-03-09T03:00:00",
      "2025-03-09T06:00:00Z",
      "2025-03-09T07:00:00Z",
      "an hour is skipped",
    ],
    ["2025-11-02T01:10:00", "2025-11-02T01:20:00", "2025-11-02T05:10:00Z", "2025-11-02T06:20:00Z", "both passes"],
  ])("S2: in New York %s to %s is %s to %s: %s", (start, end, from, to) => {
    const spec = campaign({ timeZone: "America/New_York", start, end });
    const range = { start: at("2025-01-01T00:00:00Z"), end: at("2026-01-01T00:00:00Z") };
    expect(campaignOccurrences(spec, range)).toEqual([{ start: at(from), end: at(to) }]);
  });

  it("S1, S2: a one-off campaign opens exactly once, for what was written give or take the clock's change", () => {
    const minute = fc.integer({ min: 0, max: 5 * 1440 });
    const property = fc.property(
      fc.constantFrom(...clocked),
      minute,
      fc.integer({ min: 1, max: 600 }),
      (place, from, long) => {
        const wall = (minutes: number): string =>
          formatInstant((place.range.start + minutes * 60_000) as Instant).slice(0, -1);
        const spec = campaign({ timeZone: place.zone, start: wall(from), end: wall(from + long) });
        const range = { start: (place.range.start - 3 * DAY) as Instant, end: (place.range.end + 3 * DAY) as Instant };
        const [window, ...more] = campaignOccurrences(spec, range);
        if (window === undefined) throw new Error(`${place.zone} ${wall(from)} ${long}m never opens`);
        expect(more).toEqual([]);
        const lasts = (window.end - window.start) / 60_000;
        expect(Math.abs(lasts - long)).toBeLessThanOrEqual(60);
      },
    );
    fc.assert(property, { seed: 2, numRuns: 1_000 });
  });

  it("S3: a daily campaign at 01:30 opens once on the day of the repeated hour", () => {
    const spec = campaign({ timeZone: "America/New_York", schedule: "30 1 * * *", duration: "30m" });
    const range = { start: at("2025-11-02T04:00:00Z"), end: at("2025-11-03T05:00:00Z") };
    expect(campaignOccurrences(spec, range).map(({ start }) => formatInstant(start))).toEqual(["2025-11-02T05:30:00Z"]);
  });
});
