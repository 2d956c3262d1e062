import type { CronHpaInput } from "../../api/cronHpa.ts";
import { readCron } from "../../calendar/cronFields.ts";
import { cronStarts } from "../../calendar/cronStarts.ts";
import { DAY, formatDuration, milliseconds } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";

/** At the times of its schedule a job sets a size, which stands until another job sets one. */
export interface SetPoint {
  readonly name: string;
  /** Five fields. */
  readonly schedule: string;
  readonly size: number;
}

type Schedule = NonNullable<CronHpaInput["schedules"]>[number];

export interface Spans {
  readonly schedules: readonly Schedule[];
  /** The smallest size: what stands between the schedules. */
  readonly rest: number | undefined;
  /** Jobs whose times mean no window of a fixed length, and why. */
  readonly left: readonly { readonly name: string; readonly why: string; readonly remedy: string }[];
}

/** Two years without daylight saving: all days of the week, the month and a leap year come in them. */
const RANGE = { start: instant(Date.UTC(2027, 0, 1)), end: instant(Date.UTC(2029, 0, 1)) };
/** A job that fires more often sets no window worth the name. */
const MOST_FIRES = 20_000;
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] as const;

/**
 * Jobs that set sizes at moments, as floors over windows: from each of its times until any job's next one. The smallest
 * size is no window, but what is found when none is open.
 */
export function spansOf(jobs: readonly SetPoint[]): Spans {
  const rest = jobs.length === 0 ? undefined : Math.min(...jobs.map(({ size }) => size));
  const fires = jobs.flatMap((job) => firesOf(job).map((at) => ({ at, job }))).toSorted((a, b) => a.at - b.at);
  const schedules: Schedule[] = [];
  const left: { name: string; why: string; remedy: string }[] = [];
  for (const job of jobs.filter(({ size }) => size !== rest)) {
    const lengths = lengthsOf(job, fires);
    if (typeof lengths === "string") {
      left.push({ name: job.name, why: lengths, remedy: "write a Campaign or a CronHPA for it by hand" });
      continue;
    }
    const whole = lengths.size > 1;
    for (const [length, days] of lengths) {
      schedules.push({
        name: whole ? `${job.name}-${days.map((day) => (WEEKDAYS[day] ?? "").toLowerCase()).join("-")}` : job.name,
        schedule: whole ? onDays(job.schedule, days) : job.schedule,
        duration: formatDuration(milliseconds(length)),
        minReplicas: job.size,
      });
    }
  }
  if (jobs.length > 0 && jobs.every(({ size }) => size === rest)) {
    const remedy = "set minReplicas of the HPA, or replicas of the workload, to it";
    left.push({ name: jobs.map(({ name }) => name).join(", "), why: `its size is always ${rest ?? 0}`, remedy });
  }
  return { schedules, rest, left };
}

interface Fire {
  readonly at: Instant;
  readonly job: SetPoint;
}

function firesOf({ schedule }: SetPoint): readonly Instant[] {
  return cronStarts({ fields: readCron(schedule), zone: "UTC", excluded: new Set() }, RANGE, MOST_FIRES);
}

/** Days of the week by length of the window in milliseconds; a text says why there is none. */
function lengthsOf(job: SetPoint, fires: readonly Fire[]): ReadonlyMap<number, readonly number[]> | string {
  if (fires.filter((fire) => fire.job === job).length >= MOST_FIRES) return "it fires too often to open windows";
  const byDay = lengthsByDay(job, fires);
  if (byDay === undefined) return "another job sets a size at the same moment";
  const lengths = new Map<number, number[]>();
  for (const [day, found] of [...byDay].toSorted(([a], [b]) => a - b)) {
    const [length, ...others] = found;
    if (length === undefined || others.length > 0) return "the time until the next size differs from once to once";
    lengths.set(length, [...(lengths.get(length) ?? []), day]);
  }
  if (Math.max(...lengths.keys()) > 31 * DAY) return "nothing ends it within 31 days";
  return lengths.size <= 1 || isOfWeekdays(job.schedule)
    ? lengths
    : "the time until the next size differs from day to day";
}

/** @returns undefined when another job fires at the same moment */
function lengthsByDay(job: SetPoint, fires: readonly Fire[]): ReadonlyMap<number, ReadonlySet<number>> | undefined {
  const byDay = new Map<number, Set<number>>();
  for (const [index, { at, job: who }] of fires.entries()) {
    const next = fires[index + 1];
    if (who !== job || next === undefined) continue;
    if (next.at === at || fires[index - 1]?.at === at) return undefined;
    const day = new Date(at).getUTCDay();
    byDay.set(day, (byDay.get(day) ?? new Set()).add(next.at - at));
  }
  return byDay;
}

/** Only then can the days be written out without changing when it fires. */
function isOfWeekdays(schedule: string): boolean {
  const [, , day, month] = schedule.trim().split(/\s+/);
  return (day === "*" || day === "?") && (month === "*" || month === "?");
}

function onDays(schedule: string, days: readonly number[]): string {
  const [minute = "", hour = ""] = schedule.trim().split(/\s+/);
  return `${minute} ${hour} * * ${days.map((day) => WEEKDAYS[day]).join(",")}`;
}
