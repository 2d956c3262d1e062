import { describe, expect, it } from "vitest";
import { formatDuration, formatSeconds, HOUR, milliseconds, parseDuration } from "../../src/units/duration.ts";
import { formatInstant, formatToSecond, instant, parseInstant, plus } from "../../src/units/instant.ts";
import { contains, overlaps } from "../../src/units/window.ts";
import { instantsOf, isZone, localTime, zoneOffset } from "../../src/units/zone.ts";

const at = (text: string) => parseInstant(text) ?? instant(NaN);

describe("an instant", () => {
  it.each([
    { text: "2026-11-11T00:00:00+08:00", utc: "2026-11-10T16:00:00Z" },
    { text: "2026-11-10T16:00:00.250Z", utc: "2026-11-10T16:00:00.250Z" },
    { text: "2024-02-29T00:00:00Z", utc: "2024-02-29T00:00:00Z" },
  ])("$text is $utc", ({ text, utc }) => expect(formatInstant(at(text))).toBe(utc));

  it.each(["2026-11-11T00:00:00", "2026-02-30T00:00:00Z", "2023-02-29T00:00:00Z", "tomorrow", "2026-11-11", ""])(
    "%s is none",
    (text) => expect(parseInstant(text)).toBeUndefined(),
  );

  it.each([
    { text: "2026-11-10T16:00:00.999Z", told: "2026-11-10T16:00:00Z" },
    { text: "1969-12-31T23:59:59.250Z", told: "1969-12-31T23:59:59Z" },
  ])("$text is told as $told", ({ text, told }) => expect(formatToSecond(at(text))).toBe(told));

  it("refuses what RFC 3339 cannot write", () => {
    expect(() => instant(1e18)).toThrow(RangeError);
    expect(() => instant(0.5)).toThrow(RangeError);
  });
});

describe("a duration", () => {
  it.each([
    { text: "90s", ms: 90_000 },
    { text: "1h30m", ms: 5_400_000 },
    { text: "28d", ms: 28 * 24 * HOUR },
    { text: "1.5h", ms: 5_400_000 },
    { text: "250ms", ms: 250 },
  ])("$text is $ms ms", ({ text, ms }) => expect(parseDuration(text)).toBe(ms));

  it.each(["", "5", "-5m", "1w", "m5", "1e3s", "99999999d"])("%s is none", (text) =>
    expect(parseDuration(text)).toBeUndefined(),
  );

  it.each([
    { ms: 61_499, told: "1m1s" },
    { ms: 59_500, told: "1m" },
    { ms: 499, told: "0s" },
  ])("$ms ms are told as $told", ({ ms, told }) => expect(formatSeconds(milliseconds(ms))).toBe(told));

  it("is written without days, so that CEL reads it too", () => {
    expect(formatDuration(milliseconds(2 * 24 * HOUR + 61_000))).toBe("48h1m1s");
    expect(formatDuration(milliseconds(0))).toBe("0s");
  });
});

describe("a window", () => {
  const window = { start: at("2026-01-01T00:00:00Z"), end: at("2026-01-01T01:00:00Z") };
  it("holds its start and not its end", () => {
    expect(contains(window, window.start)).toBe(true);
    expect(contains(window, window.end)).toBe(false);
  });
  it("does not overlap the window that begins where it ends", () => {
    expect(overlaps(window, { start: window.end, end: plus(window.end, HOUR) })).toBe(false);
    expect(overlaps(window, { start: instant(window.end - 1), end: plus(window.end, HOUR) })).toBe(true);
  });
});

describe("S15: a zone", () => {
  it.each(["Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe", "America/Argentina/Salta", "UTC"])(
    "%s is one",
    (name) => expect(isZone(name)).toBe(true),
  );
  it.each(["", "Local", "+08:00", "UTC+8", "Mars/Olympus", "Asia/", "asia", "../../etc/passwd"])("%s is none", (name) =>
    expect(isZone(name)).toBe(false),
  );
  it("resolves every zone this runtime lists", () => {
    const unknown = Intl.supportedValuesOf("timeZone").filter((name) => !isZone(name));
    expect(unknown).toEqual([]);
  });

  const noon = { year: 2025, month: 3, day: 9, hour: 12, minute: 0, second: 0 };
  it.each([
    { zone: "America/New_York", local: { ...noon, hour: 2, minute: 30 }, utc: [], why: "spring skips it" },
    {
      zone: "America/New_York",
      local: { ...noon, month: 11, day: 2, hour: 1, minute: 30 },
      utc: ["2025-11-02T05:30:00Z", "2025-11-02T06:30:00Z"],
      why: "autumn repeats it",
    },
    {
      zone: "Australia/Lord_Howe",
      local: { ...noon, month: 4, day: 6, hour: 1, minute: 45 },
      utc: ["2025-04-05T14:45:00Z", "2025-04-05T15:15:00Z"],
      why: "autumn repeats half an hour there",
    },
    { zone: "Asia/Shanghai", local: noon, utc: ["2025-03-09T04:00:00Z"], why: "there is no change there" },
  ])("$zone $local.hour:$local.minute is $utc: $why", ({ zone, local, utc }) => {
    expect(instantsOf(zone, local).map(formatInstant)).toEqual(utc);
  });

  it("shows the wall clock and the offset of an instant", () => {
    expect(localTime("Asia/Shanghai", at("2026-11-10T16:00:00Z"))).toEqual({
      ...noon,
      year: 2026,
      month: 11,
      day: 11,
      hour: 0,
    });
    expect(zoneOffset("America/New_York", at("2025-07-01T00:00:00Z"))).toBe(-4 * HOUR);
  });
});
