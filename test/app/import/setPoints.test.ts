import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cronHpaSpec } from "../../../src/api/cronHpa.ts";
import { type SetPoint, spansOf } from "../../../src/app/import/setPoints.ts";
import { readCron } from "../../../src/calendar/cronFields.ts";
import { cronHpaWindows } from "../../../src/calendar/cronHpaWindows.ts";
import { cronStarts } from "../../../src/calendar/cronStarts.ts";
import { DAY, HOUR } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";
import { contains, type Window } from "../../../src/units/window.ts";

const WEEKS: Window = { start: instant(Date.UTC(2026, 10, 2)), end: instant(Date.UTC(2026, 10, 30)) };

/** The size that the last job set, hour by hour, as the other controller would have it. */
function sizesOf(jobs: readonly SetPoint[]): readonly number[] {
  const before = { start: instant(WEEKS.start - 60 * DAY), end: WEEKS.end };
  const fires = jobs
    .flatMap(({ schedule, size }) =>
      cronStarts({ fields: readCron(schedule), zone: "UTC", excluded: new Set() }, before).map((at) => ({ at, size })),
    )
    .toSorted((a, b) => a.at - b.at);
  return hours().map((hour) => fires.findLast(({ at }) => at <= hour)?.size ?? NaN);
}

/** What our floors come to, hour by hour, with the smallest size found. */
function floorsOf(jobs: readonly SetPoint[]): readonly number[] {
  const { schedules, rest = 0 } = spansOf(jobs);
  const spec = cronHpaSpec.parse({ scaleTargetRef: { name: "a" }, schedules });
  const windows = cronHpaWindows(spec, WEEKS);
  return hours().map((hour) =>
    Math.max(rest, ...windows.filter((each) => contains(each, hour)).map(({ minReplicas }) => minReplicas)),
  );
}

function hours() {
  return Array.from({ length: (WEEKS.end - WEEKS.start) / HOUR }, (_, index) => instant(WEEKS.start + index * HOUR));
}

describe("sizes set at moments, as floors over windows", () => {
  it.each<{ why: string; jobs: readonly SetPoint[] }>([
    {
      why: "up in the morning, down in the evening",
      jobs: [
        { name: "up", schedule: "0 8 * * *", size: 10 },
        { name: "down", schedule: "0 20 * * *", size: 2 },
      ],
    },
    {
      why: "four steps on weekdays: the evening's size stands over the weekend",
      jobs: [
        { name: "morning", schedule: "0 9 * * 1-5", size: 50 },
        { name: "lunch", schedule: "0 12 * * 1-5", size: 100 },
        { name: "afternoon", schedule: "0 14 * * 1-5", size: 50 },
        { name: "evening", schedule: "0 18 * * 1-5", size: 20 },
      ],
    },
    {
      why: "the window of Friday evening ends at another time than those of the week",
      jobs: [
        { name: "morning", schedule: "0 8 * * 1-5", size: 10 },
        { name: "evening", schedule: "0 18 * * 1-5", size: 3 },
        { name: "weekend", schedule: "0 23 * * 5", size: 2 },
      ],
    },
    {
      why: "every few hours, over midnight",
      jobs: [
        { name: "up", schedule: "0 */6 * * *", size: 7 },
        { name: "down", schedule: "0 2,8,14,20 * * *", size: 1 },
      ],
    },
  ])("$why", ({ jobs }) => {
    expect(spansOf(jobs).left).toEqual([]);
    expect(floorsOf(jobs)).toEqual(sizesOf(jobs));
  });

  it("whatever is carried over stands as the other controller would have it, hour by hour", () => {
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 });
    const job = fc.record({ hour: fc.integer({ min: 0, max: 23 }), days, size: fc.integer({ min: 0, max: 9 }) });
    fc.assert(
      fc.property(fc.array(job, { minLength: 2, maxLength: 4 }), (drawn) => {
        const jobs = drawn.map(({ hour, days: on, size }, index) => ({
          name: `job-${index}`,
          schedule: `0 ${hour} * * ${on.toSorted().join(",")}`,
          size,
        }));
        // What is left out is named, and nothing is claimed of it.
        if (spansOf(jobs).left.length > 0) return;
        expect(floorsOf(jobs)).toEqual(sizesOf(jobs));
      }),
      { numRuns: 60, seed: 11 },
    );
  });

  it.each<{ why: string; jobs: readonly SetPoint[] }>([
    { why: "its size is always 5", jobs: [{ name: "a", schedule: "0 8 * * *", size: 5 }] },
    {
      why: "another job sets a size at the same moment",
      jobs: [
        { name: "a", schedule: "0 8 * * *", size: 5 },
        { name: "b", schedule: "0 8 * * 1", size: 2 },
      ],
    },
    {
      why: "nothing ends it within 31 days",
      jobs: [
        { name: "a", schedule: "0 8 1 3 *", size: 5 },
        { name: "b", schedule: "0 8 1 9 *", size: 2 },
      ],
    },
    {
      why: "the time until the next size differs",
      jobs: [
        { name: "a", schedule: "0 8 1,15 * *", size: 5 },
        { name: "b", schedule: "0 8 20 * *", size: 2 },
      ],
    },
  ])("leaves out what means no window of one length: $why", ({ why, jobs }) => {
    const { schedules, left } = spansOf(jobs);
    expect(schedules).toEqual([]);
    expect(left[0]?.why).toContain(why);
  });
});
