import { describe, expect, it } from "vitest";
import type { CsvSeries } from "../../bench/mainJob/csvSeries.ts";
import { bestSingleHour, type Cut, cutsOf, DAY, hitsWanted, HOUR, judge, WEEK } from "../../bench/mainJob/judge.ts";

const MIDNIGHT = Date.UTC(2026, 0, 5) / 1000;
const CUT: Cut = { cutoff: MIDNIGHT - 5 * HOUR, offsetDays: 0 };

/** Hourly samples over so many days before and after midnight; demand of an hour by its place behind midnight. */
function hourly(before: number, after: number, demand: (hour: number) => number): CsvSeries {
  const times = Array.from({ length: (before + after) * 24 }, (_, i) => MIDNIGHT - before * DAY + i * HOUR);
  const values = times.map((time) => demand(Math.round((time - MIDNIGHT) / HOUR)));
  return { name: "hand-made", times, values, step: HOUR };
}

/** Busiest at 9, 10 and 11 o'clock of every day. */
const morning = hourly(7, 28, (hour) => 10 + 10 * Number([9, 10, 11].includes(((hour % 24) + 24) % 24)));

function floor(from: number, to: number, minReplicas: number) {
  return { start: MIDNIGHT + from * HOUR, end: MIDNIGHT + to * HOUR, minReplicas };
}

describe("the judge of the main job", () => {
  it.each([
    { when: "the highest hour is one of the three busiest", windows: [floor(0, 24, 2), floor(10, 11, 5)], hit: true },
    { when: "the highest hour is just beside them", windows: [floor(0, 24, 2), floor(12, 13, 5)], hit: false },
    { when: "the middle of a plateau is among them", windows: [floor(0, 24, 2), floor(8, 13, 5)], hit: true },
    { when: "only an end of the plateau is among them", windows: [floor(0, 24, 2), floor(11, 20, 5)], hit: false },
    { when: "the floor is the same all day, which foretells nothing", windows: [floor(0, 24, 5)], hit: false },
    { when: "there is no floor at all", windows: [], hit: false },
    {
      when: "half an hour at 7 weighs less than an hour at 4",
      windows: [floor(9, 9.5, 7), floor(16, 17, 4)],
      hit: false,
    },
  ])("$when: $hit", ({ windows, hit }) => {
    expect(judge(morning, CUT, windows).hit).toBe(hit);
  });

  it("takes the busiest hours from this weekday of the four weeks that follow, not from the day alone", () => {
    const unlike = hourly(7, 28, (hour) => {
      const ofDay = ((hour % 24) + 24) % 24;
      return hour < 24 ? 10 + Number([1, 2, 3].includes(ofDay)) : 10 + 10 * Number([9, 10, 11].includes(ofDay));
    });
    const judged = judge(unlike, CUT, [floor(0, 24, 2), floor(10, 11, 5)]);
    expect(judged).toMatchObject({ hit: true, hitThatDay: false, busiest: [9, 10, 11], busiestThatDay: [1, 2, 3] });
  });

  it("cuts once a day at the time of day it is now, with four weeks of history before the first", () => {
    const series = hourly(60, 28, () => 1);
    const now = MIDNIGHT + 1_000 * DAY + 17 * HOUR;
    const cuts = cutsOf(series, now);
    expect(cuts).toHaveLength(7);
    expect(cuts.map(({ offsetDays }) => offsetDays)).toEqual([6, 5, 4, 3, 2, 1, 0]);
    for (const { cutoff } of cuts) expect((cutoff - now) % DAY === 0).toBe(true);
    const first = cuts[0]?.cutoff ?? 0;
    expect(first - (series.times[0] ?? 0)).toBeGreaterThanOrEqual(4 * WEEK);
    expect(first - (series.times[0] ?? 0)).toBeLessThan(4 * WEEK + DAY);
  });

  it("knows the one hour that would have hit the most days, the earliest of equals", () => {
    const days = [
      [9, 10, 11],
      [10, 12, 13],
      [12, 10, 1],
      [5, 6, 12],
    ].map((busiest) => ({ busiest }));
    expect(bestSingleHour(days)).toEqual({ hour: 10, hits: 3 });
  });

  it.each([
    { days: 7, wanted: 6 },
    { days: 2, wanted: 2 },
    { days: 4, wanted: 4 },
  ])("wants $wanted hits of $days days", ({ days, wanted }) => {
    expect(hitsWanted(days)).toBe(wanted);
  });
});
