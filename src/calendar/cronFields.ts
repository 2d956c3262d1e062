import { CronExpressionParser } from "cron-parser";
import { cronProblem } from "../api/cronSyntax.ts";
import type { Failure } from "../units/failure.ts";
import { quote } from "../units/failure.ts";
import { type Result, failed, success } from "../units/result.ts";

/** A schedule of five fields, spelled out. */
export interface CronFields {
  /** Minutes of a day, ascending, 0 to 1439: every hour of the hour field with every minute of the minute field. */
  readonly minutesOfDay: readonly number[];
  readonly daysOfMonth: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** 0 is Sunday, 6 Saturday. */
  readonly daysOfWeek: ReadonlySet<number>;
  /** Both day fields are restricted, so that either of them suffices (CronJob's rule). */
  readonly eitherDay: boolean;
  /** The hour field has `*`, a step or a range: it runs on elapsed time, through both passes of a repeated hour. */
  readonly bothPasses: boolean;
}

const REMEDY = 'write five fields (minute hour day month weekday), such as "0 20 * * FRI"; until then it never starts';

/**
 * Reads a CronJob schedule.
 * The library accepts an empty text, four or six fields, `L`, `#` and `H`; CronJob does not, so they are refused first.
 */
export function parseCron(text: string): Result<CronFields, Failure> {
  const problem = cronProblem(text);
  if (problem !== undefined) {
    return failed({ code: "InvalidSchedule", message: problem, value: quote(text), remedy: REMEDY });
  }
  try {
    return success(spellOut(text));
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return failed({ code: "InvalidSchedule", message, value: quote(text), remedy: REMEDY, cause });
  }
}

/** Thousands of objects are asked for their windows each turn, with few different schedules. */
const MOST_REMEMBERED = 1_000;
const remembered = new Map<string, CronFields>();

/** @throws RangeError when it cannot be read: `parseObject` refuses such a schedule before */
export function readCron(text: string): CronFields {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const parsed = parseCron(text);
  if (!parsed.ok) throw new RangeError(`${parsed.failure.message}: ${text}`);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(text, parsed.value);
  return parsed.value;
}

/** Whether the schedule starts anything on this date. @param weekday 0 is Sunday */
export function startsOn(fields: CronFields, date: { month: number; day: number; weekday: number }): boolean {
  if (!fields.months.has(date.month)) return false;
  const byDay = fields.daysOfMonth.has(date.day);
  const byWeekday = fields.daysOfWeek.has(date.weekday);
  return fields.eitherDay ? byDay || byWeekday : byDay && byWeekday;
}

function spellOut(text: string): CronFields {
  const [, hourText = "", dayText = "", , weekdayText = ""] = text.trim().split(/\s+/);
  // The current date is given only because the library would read the clock otherwise; nothing here depends on it.
  const { fields } = CronExpressionParser.parse(text, { tz: "UTC", currentDate: 0 });
  const hours = fields.hour.values;
  const minutes = fields.minute.values;
  return {
    minutesOfDay: hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute)),
    daysOfMonth: new Set(fields.dayOfMonth.values.map(Number)),
    months: new Set(fields.month.values.map(Number)),
    daysOfWeek: new Set(fields.dayOfWeek.values.map((day) => Number(day) % 7)),
    eitherDay: !isStar(dayText) && !isStar(weekdayText),
    bothPasses: /[*?/-]/.test(hourText),
  };
}

/** As CronJob sees it: a step makes a restriction of a star, `*` in a list does not. */
function isStar(field: string): boolean {
  return field.split(",").some((item) => /^[*?](\/0*1)?$/.test(item));
}
