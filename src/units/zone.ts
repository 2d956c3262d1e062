import { DateTime, IANAZone } from "luxon";
import { type Instant, instant } from "./instant.ts";

/** A wall-clock reading without a zone: what a calendar on the wall and a clock beside it show. */
export interface LocalTime {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/**
 * Whether the text names a zone of the IANA database, such as `Asia/Shanghai` or `UTC`.
 * Bare offsets, `Local` and the empty text are not zones: they hide or ignore daylight saving.
 */
export function isZone(text: string): boolean {
  if (text === "UTC") return true;
  return /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)+$/.test(text) && text.length <= 64 && IANAZone.isValidZone(text);
}

/** Milliseconds that the zone's wall clock is ahead of UTC at the instant; negative west of Greenwich. */
export function zoneOffset(zone: string, at: Instant): number {
  return zoneOf(zone).offset(at) * 60_000;
}

export function localTime(zone: string, at: Instant): LocalTime {
  const { year, month, day, hour, minute, second } = DateTime.fromMillis(at, { zone: zoneOf(zone) });
  return { year, month, day, hour, minute, second };
}

/**
 * The instants at which the zone's wall clock shows `local`, earliest first:
 * one as a rule, none in the hour that spring skips, two in the hour that autumn repeats.
 */
export function instantsOf(zone: string, local: LocalTime): readonly Instant[] {
  const wall = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second);
  const known = zoneOf(zone);
  // No zone's offset changes by more than a day: the offsets a day before and after are the only candidates.
  const offsets = new Set([known.offset(wall - 86_400_000), known.offset(wall + 86_400_000), known.offset(wall)]);
  return [...offsets]
    .map((offset) => wall - offset * 60_000)
    .filter((at) => at + known.offset(at) * 60_000 === wall)
    .sort((a, b) => a - b)
    .map(instant);
}

const zones = new Map<string, IANAZone>();

/** @throws RangeError for a name that `isZone` refuses: it should have been refused at the door */
function zoneOf(name: string): IANAZone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  if (!isZone(name)) throw new RangeError(`not an IANA time zone: ${name}`);
  // The IANA database holds some 600 names, so the cache is bounded by it.
  const zone = IANAZone.create(name);
  zones.set(name, zone);
  return zone;
}
