import { describe, expect, it } from "vitest";
import { seenPeaks } from "../../../src/plan/demand/seenPeaks.ts";
import { planScaling } from "../../../src/plan/planScaling.ts";
import { HOUR, MINUTE, milliseconds } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";
import { type Series, seriesEnd } from "../../../src/units/series.ts";
import { after, at, flat, T0, snapshot } from "../snapshots.ts";

const STEP = milliseconds(5 * MINUTE);
const DAY_STEPS = 288;
const END = at("2026-11-11T12:00:00Z");

/** Eight days of ten units, up to noon; `peaks` by how many hours before the end. */
function history(peaks: Readonly<Record<number, number>> = {}) {
  const values = new Float64Array(8 * DAY_STEPS).fill(10);
  for (const [hours, value] of Object.entries(peaks)) values[values.length - 12 * Number(hours)] = value;
  return { start: instant(END - values.length * STEP), step: STEP, values };
}

/** Up to a Friday's midnight: 100 from 8 to 18 on working days, 1 else, in steps of five minutes. */
function officeWeeks(weeks: number): Float64Array {
  return Float64Array.from({ length: weeks * 7 * DAY_STEPS }, (_, i) => {
    const daysBefore = Math.floor((weeks * 7 * DAY_STEPS - 1 - i) / DAY_STEPS);
    const hour = (i % DAY_STEPS) / 12;
    return daysBefore % 7 < 5 && hour >= 8 && hour < 18 ? 100 : 1;
  });
}

/** As it is where nothing is known between samples. */
const sampled = (series: Series) => ({ peaks: series, samples: series });

const ahead = (peaks: Readonly<Record<number, number>>, declared: readonly [hours: number, lasting: number][] = []) =>
  seenPeaks(
    sampled(history(peaks)),
    declared.map(([hours, lasting]) => ({
      start: instant(END - hours * HOUR),
      end: instant(END - (hours - lasting) * HOUR),
    })),
    { from: END, length: 2 * DAY_STEPS, zone: "UTC" },
  );

describe("what was seen, by step of the forecast", () => {
  it("a peak of an hour ago counts for a half, and for a quarter an hour later", () => {
    const { lately } = ahead({ 1: 800 });
    expect(lately[0]).toBeCloseTo(400, 9);
    expect(lately[12]).toBeCloseTo(200, 9);
    expect(lately[120]).toBeLessThan(1);
  });

  it.each([
    { peak: 1200, lately: 0, why: "what came on two of the last days comes up to half as much higher on any of them" },
    { peak: 1201, lately: 600.5, why: "more than that is a burst" },
  ])("a usual peak of an hour ago does not fade, it is forecast to end: $why", ({ peak, lately }) => {
    // At the same time, 800 the day before and a few minutes later four days before that.
    const usual = { [1 * 24 + 1]: 800, [5 * 24 + 1 - 1 / 6]: 800 };
    expect(ahead({ ...usual, 1: peak }).lately[0]).toBeCloseTo(lately, 9);
  });

  it("what came on one day alone is not usual: it bursts again", () => {
    expect(ahead({ 1: 800, 25: 800 }).lately[0]).toBeCloseTo(400, 9);
    expect(Math.max(...ahead({}).lately)).toBe(0);
  });

  it("a week ago: the same step, and a quarter of an hour to either side of it", () => {
    // The peak stood at 14:00 a week ago; two hours are 24 steps.
    const { weekAgo, aroundWeekAgo } = ahead({ [7 * 24 - 2]: 800 });
    expect([23, 24, 25].map((i) => weekAgo[i])).toEqual([10, 800, 10]);
    expect([20, 21, 24, 27, 28].map((i) => aroundWeekAgo[i])).toEqual([10, 800, 800, 800, 10]);
  });

  it("any day: the largest of the last seven, and of those alone that are known already", () => {
    const { anyDay, weekAgo } = ahead({ [3 * 24 - 2]: 300, [8 * 24 - 3]: 999 });
    expect(anyDay[24]).toBe(300);
    expect(anyDay[24 + DAY_STEPS]).toBe(300);
    expect(weekAgo[24]).toBe(10);
    expect(Math.max(...anyDay)).toBe(300);
  });

  it("twice: what came on two of the last seven days, and not what came on one", () => {
    // 14:00 is two hours ahead, and was 22 hours before the end on the last day.
    const { twice, anyDay } = ahead({ [1 * 24 - 2]: 300, [4 * 24 - 2]: 800, [3 * 24 - 5]: 900 });
    expect([twice[24], anyDay[24]]).toEqual([300, 800]);
    expect([twice[60], anyDay[60]]).toEqual([10, 900]);
  });

  it("a working day's peak, seen in each of four weeks, is not expected of a Saturday, nor of a Sunday", () => {
    const weeks = officeWeeks(4);
    const saturday = { from: at("2026-11-14T00:00:00Z"), length: 2 * DAY_STEPS, zone: "UTC" };
    const peaks = {
      start: instant(saturday.from - 9 * DAY_STEPS * STEP),
      step: STEP,
      values: weeks.slice(-9 * DAY_STEPS),
    };
    const samples = { start: instant(saturday.from - weeks.length * STEP), step: STEP, values: weeks };
    const seen = seenPeaks({ peaks, samples }, [], saturday);
    expect([Math.max(...seen.twice), Math.max(...seen.anyDay)]).toEqual([1, 1]);
    // At 22 h all days are alike: what came then on two of this week may come again.
    for (const daysAgo of [1, 3]) peaks.values[(9 - daysAgo) * DAY_STEPS + 12 * 22] = 50;
    expect(seenPeaks({ peaks, samples }, [], saturday).twice[12 * 22]).toBe(50);
  });

  it("declared windows are left out, gaps are no peaks", () => {
    const peaks = { 1: 800, [7 * 24 - 2]: 700, 30: NaN };
    const { lately, weekAgo, anyDay } = ahead(peaks, [
      [1, 0.5],
      [7 * 24 - 2, 1],
    ]);
    expect(lately[0]).toBeLessThan(10);
    expect(Math.max(...weekAgo, ...anyDay)).toBe(10);
  });

  it.each([
    // Berlin goes from 02:00 to 03:00 on 29 March 2026, and from 03:00 to 02:00 on 25 October.
    { now: "2026-04-01T12:00:00Z", hours: 1, why: "after spring, the peak of a week ago comes an hour earlier in UTC" },
    { now: "2026-10-28T12:00:00Z", hours: 3, why: "after autumn, an hour later" },
    { now: "2026-04-08T12:00:00Z", hours: 2, why: "a week on, both lie on one side of the change" },
  ])("the same time is that of the wall clock: $why", ({ now, hours }) => {
    const start = instant(at(now) - 8 * DAY_STEPS * STEP);
    const { values } = history({ [7 * 24 - 2]: 800 });
    const steps = { from: at(now), length: DAY_STEPS, zone: "Europe/Berlin" };
    const { weekAgo, aroundWeekAgo, anyDay } = seenPeaks(sampled({ start, step: STEP, values }), [], steps);
    expect([weekAgo.indexOf(800), weekAgo.lastIndexOf(800)]).toEqual([12 * hours, 12 * hours]);
    expect([aroundWeekAgo.indexOf(800), aroundWeekAgo.lastIndexOf(800)]).toEqual([12 * hours - 3, 12 * hours + 3]);
    expect(anyDay.indexOf(800)).toBe(12 * hours - 3);
  });

  it("a declared window takes all of each step that it touches", () => {
    const peaks = history({ 1: 800 });
    // The sample of an hour before the end is the largest of the five minutes up to it.
    const without = (from: number, to: number) => {
      const window = { start: instant(END - HOUR + from * MINUTE), end: instant(END - HOUR + to * MINUTE) };
      return seenPeaks(sampled(peaks), [window], { from: END, length: 1, zone: "UTC" }).lately[0]!;
    };
    expect([without(-4, -3), without(0, 1)].every((level) => level < 10)).toBe(true);
    expect([without(-10, -5), without(1, 2)].map(Math.round)).toEqual([400, 400]);
  });

  it("a forecast that begins later than the history ends looks up its own times", () => {
    const peaks = history({ [7 * 24 - 2]: 800, 1: 800 });
    const seen = seenPeaks(sampled(peaks), [], { from: after(END, "1h"), length: 20, zone: "UTC" });
    expect(seen.weekAgo[12]).toBe(800);
    expect(seen.lately[0]).toBeCloseTo(200, 9);
  });

  it("without history nothing was seen", () => {
    const none = { start: END, step: STEP, values: new Float64Array() };
    const seen = seenPeaks(sampled(none), [], { from: seriesEnd(none), length: 3, zone: "UTC" });
    const all = [seen.lately, seen.weekAgo, seen.aroundWeekAgo, seen.twice, seen.anyDay];
    expect(all.flatMap((peaks) => [...peaks])).toEqual(new Array(15).fill(0));
  });
});

interface Levels {
  readonly lately: number;
  readonly weekAgo: number;
  readonly aroundWeekAgo: number;
  readonly twice: number;
  readonly anyDay: number;
  readonly largestSeen: number;
}

describe("floors cover what was seen from some percentiles on", () => {
  const levels = { lately: 1500, weekAgo: 2500, aroundWeekAgo: 2800, twice: 2000, anyDay: 3500 };
  const floorAt = (percentile: number, { largestSeen = 4000, ...more }: Partial<Levels> = {}) => {
    const forecast = flat(1000, { from: T0, largestSeen });
    if (forecast.kind !== "made") throw new Error("a forecast was made");
    const all = (value: number) => new Float64Array(576).fill(value);
    const seen = { ...levels, ...more };
    const peaks = {
      ...{ lately: all(seen.lately), weekAgo: all(seen.weekAgo), aroundWeekAgo: all(seen.aroundWeekAgo) },
      ...{ twice: all(seen.twice), anyDay: all(seen.anyDay) },
    };
    return planScaling(
      snapshot({
        forecast: { ...forecast, seen: peaks },
        spec: { forecast: { percentile, headroomPercent: 0, history: "28d", horizon: "48h" } },
      }),
    ).floor;
  };

  it.each([
    { percentile: 5, floor: 10, why: "under the median the forecast alone" },
    { percentile: 74, floor: 10, why: "the forecast alone" },
    { percentile: 75, floor: 15, why: "bursts of the last hours, too" },
    { percentile: 89, floor: 15, why: "not yet the week before" },
    { percentile: 90, floor: 25, why: "the same step a week ago, too" },
    { percentile: 94, floor: 25, why: "not yet what lies around it" },
    { percentile: 95, floor: 28, why: "a quarter of an hour around the same time a week ago, too" },
    { percentile: 98, floor: 28, why: "not yet what came on one day alone" },
    { percentile: 99, floor: 35, why: "the same time of any day of the last week" },
  ])("the $percentile th percentile asks for $floor: $why", ({ percentile, floor }) => {
    expect(floorAt(percentile)).toBe(floor);
  });

  it.each([
    { percentile: 94, floor: 25 },
    { percentile: 95, floor: 30 },
  ])("from 95 on what came at the same time on two of the last days: $percentile asks for $floor", (row) => {
    expect(floorAt(row.percentile, { twice: 3000 })).toBe(row.floor);
  });

  it("and never more than 1.5 × the largest demand of the history", () => {
    expect(floorAt(99, { largestSeen: 2000 })).toBe(30);
  });
});
