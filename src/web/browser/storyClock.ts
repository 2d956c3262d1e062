/** Writes instants as the clock on the wall of the story shows them. */
export interface StoryClock {
  /** `23:45` */
  time(at: number): string;
  /** `10 Nov` */
  day(at: number): string;
  /** `Tue 10 Nov, 23:45` */
  full(at: number): string;
}

/** `scale-in since 2026-11-10T18:00:00Z` → `scale-in since 02:00`: reasons are in UTC, people read their own. */
export function inStoryTime(text: string, clock: StoryClock): string {
  return text.replace(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g, (instant) => clock.time(Date.parse(instant)));
}

/** @param timeZone an IANA name; one the browser does not know is read as UTC */
export function storyClock(timeZone: string): StoryClock {
  const zone = knownZone(timeZone);
  const writer = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", ...options });
  const time = writer({ hour: "2-digit", minute: "2-digit" });
  const day = writer({ day: "numeric", month: "short" });
  const full = writer({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  return { time: (at) => time.format(at), day: (at) => day.format(at), full: (at) => full.format(at) };
}

export function knownZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}
