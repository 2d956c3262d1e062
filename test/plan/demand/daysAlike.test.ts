import { describe, expect, it } from "vitest";
import { tellsOf } from "../../../src/plan/demand/daysAlike.ts";

/** What came at one time by weeks, the latest first: a week ago and before, and on the day asked for and before. */
const weeks = (today: readonly number[], other: readonly number[], day = 3) =>
  tellsOf((days) => (days % 7 === 0 ? today[days / 7 - 1] : other[(days - day) / 7]) ?? NaN, day);

describe("whether a day tells of another", () => {
  it.each([
    { today: [10, 12, 9, 11], other: [100, 90, 95, 80], tells: false, why: "a Saturday never brought a working day's" },
    {
      today: [10, 12, 9, 11],
      other: [15.1, 5, 16, 20],
      tells: false,
      why: "the second least is more than 1.25 × the most",
    },
    { today: [10, 12, 9, 11], other: [15, 5, 16, 20], tells: true, why: "the second least is not" },
    { today: [10, 12, 9, 11], other: [100, 3, 95, 80], tells: false, why: "one of its weeks was a holiday" },
    { today: [10, 12, 9, 11], other: [100, 3, 2, 80], tells: true, why: "two of its weeks were" },
    { today: [10, 12, 9, 85], other: [100, 90, 95, 80], tells: true, why: "a Saturday brought as much once" },
    { today: [10, 12, 9, 11], other: [100, 11, 12, 10], tells: true, why: "a burst of this week came in no other" },
    { today: [0, 0, 0, 0], other: [5, 6, 4, 5], tells: false, why: "nothing ever came at that time" },
    { today: [0, 0, 0, 0], other: [5, 0, 0, 0], tells: true, why: "but it came once, this week" },
  ])("$why", ({ today, other, tells }) => {
    expect(weeks(today, other)).toBe(tells);
  });

  it.each([
    { today: [10], other: [100, 90], tells: true, why: "one week of it is known" },
    { today: [10, 11], other: [100], tells: true, why: "one week of the other is known" },
    { today: [10, 11], other: [100, 90], tells: false, why: "two of both tell" },
    { today: [10, 11], other: [100, 11], tells: true, why: "and of two weeks the least counts" },
    { today: [10, NaN, NaN, 11], other: [NaN, 100, NaN, 90], tells: false, why: "whichever they are" },
    { today: [], other: [], tells: true, why: "nothing is known" },
  ])("with little history all days count: $why", ({ today, other, tells }) => {
    expect(weeks(today, other)).toBe(tells);
  });

  it("a week ago always tells: it is the same weekday", () => {
    expect(tellsOf((days) => (days === 7 ? 100 : 1), 7)).toBe(true);
  });
});
