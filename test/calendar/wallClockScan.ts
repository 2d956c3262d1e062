/**
 * A second, deliberately naive reading of the daylight-saving rule: it looks at a wall clock every minute and knows no
 * offsets, no gaps, no dates. It shares no code with the product: clock from Intl, fields by counting.
 */
export interface ScanSchedule {
  readonly zone: string;
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** 0 is Sunday. */
  readonly weekdays: readonly number[];
  readonly bothPasses: boolean;
  readonly excluded: readonly string[];
}

export interface Reading {
  readonly text: string;
  readonly date: string;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  /** Wall-clock minutes since 1970, as if the wall clock were UTC. */
  readonly count: number;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

export function reading(zone: string, at: number): Reading {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short", timeStyle: "short", hourCycle: "h23" });
  clocks.set(zone, clock);
  const [date = "", time = ""] = clock.format(at).split(", ");
  const count = Date.parse(`${date}T${time}Z`) / 60_000;
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return { text: `${date} ${time}`, date, weekday: new Date(count * 60_000).getUTCDay(), hour, minute, count };
}

/** A wall clock that is read every minute of [from, to), with what its hands jumped over. */
export function readings(zone: string, from: number, to: number): readonly (Reading & { at: number })[] {
  const all: (Reading & { at: number })[] = [];
  for (let at = from; at < to; at += 60_000) all.push({ ...reading(zone, at), at });
  return all;
}

/** The minutes at which a schedule starts, found by looking at the clock every minute. */
export function scanStarts(schedule: ScanSchedule, clock: readonly (Reading & { at: number })[]): readonly number[] {
  const shown = new Set<string>();
  const starts: number[] = [];
  for (const [index, now] of clock.entries()) {
    const before = clock[index - 1];
    let start = matches(schedule, now) && (schedule.bothPasses || !shown.has(now.text));
    shown.add(now.text);
    // The hands jumped forward: what they jumped over starts now.
    for (let count = (before?.count ?? Infinity) + 1; count < now.count; count += 1) {
      const skipped = new Date(count * 60_000);
      const date = skipped.toISOString().slice(0, 10);
      const clockHands = { hour: skipped.getUTCHours(), minute: skipped.getUTCMinutes() };
      start ||= matches(schedule, { date, weekday: skipped.getUTCDay(), ...clockHands });
    }
    if (start) starts.push(now.at);
  }
  return starts;
}

function matches(
  { minutes, hours, weekdays, excluded }: ScanSchedule,
  { date, weekday, hour, minute }: Pick<Reading, "date" | "weekday" | "hour" | "minute">,
): boolean {
  return minutes.includes(minute) && hours.includes(hour) && weekdays.includes(weekday) && !excluded.includes(date);
}
