import type { CronHpaSpec } from "../api/cronHpa.ts";
import type { Milliseconds } from "../units/duration.ts";
import { type Instant, instant } from "../units/instant.ts";
import type { Replicas } from "../units/replicas.ts";
import { overlaps, type Window } from "../units/window.ts";
import { readCron } from "./cronFields.ts";
import { cronStarts, nextStarts, type Recurrence } from "./cronStarts.ts";

/** A floor that a CronHPA asks for over a time. */
export interface AskedFloor extends Window {
  readonly minReplicas: Replicas;
  /** `schedule evening`, or the reason that its writer gave the window. */
  readonly reason: string;
}

/**
 * The floors that one CronHPA asks for and that overlap the range, by start, then by size, largest first.
 * Starts of one schedule whose windows overlap or touch are one window, so that nothing dips between them.
 * The object's own `suspend` is the caller's: a suspended object still has windows, they are not enforced.
 * @throws RangeError when a schedule cannot be read; `parseObject` refuses such an object before
 */
export function cronHpaWindows(spec: CronHpaSpec, range: Window): readonly AskedFloor[] {
  const recurring = spec.schedules
    .filter(({ suspend }) => !suspend)
    .flatMap((schedule) => {
      const windows = scheduleWindows(spec, schedule, range);
      const reason = `schedule ${schedule.name}`;
      return windows.map((window) => ({ ...window, minReplicas: schedule.minReplicas, reason }));
    });
  const single = spec.windows
    .filter((window) => window.start < window.end)
    .map(({ start, end, minReplicas, reason }) => ({ start, end, minReplicas, reason: reason ?? "window" }));
  return [...recurring, ...single].filter((window) => overlaps(window, range)).sort(byStartThenSize);
}

/** The first time at or after `from` that a window of the object opens; undefined when none does in 13 years. */
export function nextOpening(spec: CronHpaSpec, from: Instant): Instant | undefined {
  const starts = [
    ...spec.schedules.flatMap((schedule) =>
      schedule.suspend || schedule.duration === 0 ? [] : nextStarts(recurrenceOf(spec, schedule), from, 1),
    ),
    ...spec.windows.filter(({ start, end }) => from <= start && start < end).map(({ start }) => start),
  ];
  return starts.length === 0 ? undefined : (Math.min(...starts) as Instant);
}

type Schedule = CronHpaSpec["schedules"][number];

function scheduleWindows(spec: CronHpaSpec, schedule: Schedule, range: Window): readonly Window[] {
  const reach = { start: instant(range.start - schedule.duration), end: range.end };
  return joined(cronStarts(recurrenceOf(spec, schedule), reach), schedule.duration);
}

function recurrenceOf(spec: CronHpaSpec, { schedule }: Schedule): Recurrence {
  return { fields: readCron(schedule), zone: spec.timeZone, excluded: new Set(spec.excludeDates) };
}

/** @param starts ascending */
function joined(starts: readonly Instant[], duration: Milliseconds): readonly Window[] {
  const windows: { start: Instant; end: Instant }[] = [];
  for (const start of duration > 0 ? starts : []) {
    const last = windows.at(-1);
    const end = instant(start + duration);
    if (last !== undefined && start <= last.end) last.end = end;
    else windows.push({ start, end });
  }
  return windows;
}

/** Total up to equal windows: start, largest floor, latest end, reason. */
function byStartThenSize(a: AskedFloor, b: AskedFloor): number {
  if (a.start !== b.start) return a.start - b.start;
  if (a.minReplicas !== b.minReplicas) return b.minReplicas - a.minReplicas;
  if (a.end !== b.end) return b.end - a.end;
  return a.reason < b.reason ? -1 : a.reason > b.reason ? 1 : 0;
}
