import { type CronFields, parseCron } from "../../calendar/cronFields.ts";
import { nextStarts } from "../../calendar/cronStarts.ts";
import { startOf } from "../../calendar/wallClock.ts";
import { type Instant, parseInstant } from "../../units/instant.ts";
import { type LocalTime, localTime } from "../../units/zone.ts";

/** An RRULE as a campaign says it: a schedule, and the last date on which it starts. */
export interface Recurring {
  readonly schedule: string;
  readonly until?: string;
}

const DAYS: Readonly<Record<string, string>> = {
  ...{ SU: "SUN", MO: "MON", TU: "TUE", WE: "WED", TH: "THU", FR: "FRI", SA: "SAT" },
};
const KNOWN = ["FREQ", "UNTIL", "COUNT", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "WKST"];
/** A rule that counts further is written as one without an end. */
const MOST_COUNTED = 1_000;

/**
 * Rules that five fields can say: every day, weekday, day of the month or of the year, without gaps.
 * @returns a text with the reason when this is none
 * @see RFC 5545, §3.3.10
 */
export function recurringOf(rule: string, start: LocalTime, zone: string): Recurring | string {
  const parts = new Map(
    rule.split(";").map((part) => part.toUpperCase().split("=", 2) as [string, string | undefined]),
  );
  const unknown = [...parts.keys()].find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) return `its rule has ${unknown}`;
  if ((parts.get("INTERVAL") ?? "1") !== "1")
    return `it leaves out times in between (INTERVAL=${parts.get("INTERVAL")})`;
  const fields = fieldsOf(parts, start);
  if (typeof fields === "string") return fields;
  const schedule = `${start.minute} ${start.hour} ${fields.day} ${fields.month} ${fields.weekday}`;
  const read = parseCron(schedule);
  if (!read.ok) return `its rule means no time: ${read.failure.message}`;
  const until = lastDate(parts, { fields: read.value, start, zone });
  return { schedule, ...(until === undefined ? {} : { until }) };
}

interface DayFields {
  readonly day: string;
  readonly month: string;
  readonly weekday: string;
}

type Parts = ReadonlyMap<string, string | undefined>;

function fieldsOf(parts: Parts, start: LocalTime): DayFields | string {
  const problem = dayProblem(parts);
  if (problem !== undefined) return problem;
  const [own, weekday] = [String(start.day), weekdaysOf(parts)];
  const [day, month] = [parts.get("BYMONTHDAY"), parts.get("BYMONTH") ?? "*"];
  switch (parts.get("FREQ")) {
    case "DAILY":
      return { day: day ?? "*", month, weekday };
    case "WEEKLY":
      return { day: "*", month, weekday: weekday === "*" ? weekdayOf(start) : weekday };
    case "MONTHLY":
      return { day: day ?? (weekday === "*" ? own : "*"), month, weekday };
    case "YEARLY":
      if (weekday !== "*") return "it counts weekdays of a year";
      return { day: day ?? own, month: month === "*" ? String(start.month) : month, weekday };
    default:
      return `it comes again by ${parts.get("FREQ") ?? "no rule"}`;
  }
}

function weekdaysOf(parts: Parts): string {
  const days = parts.get("BYDAY")?.split(",") ?? [];
  return days.length === 0 ? "*" : days.map((each) => DAYS[each]).join(",");
}

function dayProblem(parts: Parts): string | undefined {
  const [weekdays, days] = [parts.get("BYDAY"), parts.get("BYMONTHDAY")];
  if (weekdays?.split(",").some((each) => DAYS[each] === undefined)) return `it counts weekdays (BYDAY=${weekdays})`;
  if (days !== undefined && !/^\d+(,\d+)*$/.test(days)) return `it counts days from the end (BYMONTHDAY=${days})`;
  // In five fields either of them suffices, in a rule both must hold.
  return weekdays !== undefined && days !== undefined ? "it wants a weekday and a day of the month at once" : undefined;
}

function weekdayOf({ year, month, day }: LocalTime): string {
  return Object.values(DAYS)[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? "*";
}

interface Walk {
  readonly fields: CronFields;
  readonly start: LocalTime;
  readonly zone: string;
}

/** The local date of the last start: UNTIL is a moment, COUNT a number of starts. */
function lastDate(parts: Parts, { fields, start, zone }: Walk): string | undefined {
  const recurrence = { fields, zone, excluded: new Set<string>() };
  const first = startOf(zone, start);
  const count = Number(parts.get("COUNT") ?? NaN);
  if (count >= 1 && count <= MOST_COUNTED) return dateOf(nextStarts(recurrence, first, count).at(-1), zone);
  return untilDate(parts.get("UNTIL") ?? "", { start, zone });
}

/** What would start later on the last day than the rule ends does not start any more. */
function untilDate(text: string, { start, zone }: Omit<Walk, "fields">): string | undefined {
  const [, y, mo, d, h, mi, utc] = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2}(Z)?)?$/.exec(text) ?? [];
  if (y === undefined || mo === undefined || d === undefined) return undefined;
  if (h === undefined || mi === undefined) return `${y}-${mo}-${d}`;
  const at = parseInstant(`${y}-${mo}-${d}T${h}:${mi}:00Z`);
  if (at === undefined) return undefined;
  const last = utc === "Z" ? localTime(zone, at) : localTime("UTC", at);
  const late = last.hour * 60 + last.minute < start.hour * 60 + start.minute;
  return dateText(new Date(Date.UTC(last.year, last.month - 1, last.day - (late ? 1 : 0))));
}

function dateOf(at: Instant | undefined, zone: string): string | undefined {
  if (at === undefined) return undefined;
  const { year, month, day } = localTime(zone, at);
  return dateText(new Date(Date.UTC(year, month - 1, day)));
}

function dateText(date: Date): string {
  return date.toISOString().slice(0, 10);
}
