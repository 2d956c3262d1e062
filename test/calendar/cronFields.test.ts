import { CronExpressionParser } from "cron-parser";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cronProblem } from "../../src/api/cronSyntax.ts";
import { parseCron } from "../../src/calendar/cronFields.ts";

describe("parseCron", () => {
  it.each([
    ["", "five fields"],
    ["   ", "five fields"],
    ["0 20 * *", "has 4"],
    ["0 0 20 * * FRI", "has 6"],
    ["@daily", 'has five fields (minute hour day month weekday): write "0 0 * * *" for @daily'],
    ["TZ=Asia/Shanghai 0 20 * * *", "set timeZone"],
    ["60 * * * *", 'field "minute" must lie in 0 to 59'],
    ["0 24 * * *", 'field "hour" must lie in 0 to 23'],
    ["0 0 0 * *", 'field "day of month"'],
    ["0 0 * 13 *", 'field "month"'],
    ["0 0 * * 8", 'field "day of week"'],
    ["0 0 L * *", "day of month"],
    ["0 0 * * 1#1", "cannot be read"],
    ["H * * * *", "minute"],
    ["0 22-4 * * *", "runs backwards"],
    ["*/0 * * * *", "step of 0"],
    ["1,,2 * * * *", "cannot be read"],
    ["1,1 * * * *", "names 1 twice"],
    ["0 0 30 2 *", "never starts"],
    ["0 0 31 4,6,9,11 *", "never starts"],
    ["0 20 * * FRIDAY", "day of week"],
    ["0 20 * * *; rm", "has 6"],
  ])("S15, S18: %j is refused: %s", (text, message) => {
    const parsed = parseCron(text);
    expect(parsed.ok ? "accepted" : parsed.failure.message).toContain(message);
  });

  it("0 and 7 are both Sunday; names are read in any case", () => {
    for (const text of ["0 0 * * 0", "0 0 * * 7", "0 0 * * sun"]) {
      const parsed = parseCron(text);
      expect(parsed.ok && [...parsed.value.daysOfWeek]).toEqual([0]);
    }
  });

  it("what the schema's own check accepts, the library accepts", () => {
    const number = (least: number, most: number) => fc.integer({ min: least, max: most });
    const item = (least: number, most: number) =>
      fc.oneof(
        fc.constantFrom("*", "*/2", "*/7", "?", "L", "H", "JAN", "FRI", ""),
        number(least, most + 1).map(String),
        fc.tuple(number(least, most), number(least, most)).map(([a, b]) => `${a}-${b}`),
        fc.tuple(number(least, most), number(1, 9)).map(([a, step]) => `${a}/${step}`),
      );
    const field = (least: number, most: number) =>
      fc.array(item(least, most), { minLength: 1, maxLength: 2 }).map((items) => items.join(","));
    const text = fc
      .tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6))
      .map((fields) => fields.join(" "));
    let accepted = 0;
    const property = fc.property(text, (schedule) => {
      if (cronProblem(schedule) !== undefined) return;
      accepted += 1;
      expect(() => CronExpressionParser.parse(schedule, { tz: "UTC", currentDate: 0 })).not.toThrow();
      expect(parseCron(schedule).ok).toBe(true);
    });
    fc.assert(property, { seed: 5, numRuns: 6_000 });
    expect(accepted).toBeGreaterThan(100);
  });
});
