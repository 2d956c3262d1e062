import { formatInstant, instant, parseInstant } from "../units/instant.ts";
import type { Window } from "../units/window.ts";
import { isZone, zoneOffset } from "../units/zone.ts";

/** As its owner reads it, ` (2026-11-11 00:00 to 02:00 in Asia/Shanghai)`; empty where the zone says nothing more. */
export function onOwnClock({ start, end }: Window, zone: unknown): string {
  if (typeof zone !== "string" || zone === "UTC" || !isZone(zone)) return "";
  const [from, until] = [start, end].map((at) =>
    formatInstant(instant(at + zoneOffset(zone, at)))
      .slice(0, 16)
      .replace("T", " "),
  ) as [string, string];
  const sameDay = from.slice(0, 10) === until.slice(0, 10);
  return ` (${from} to ${sameDay ? until.slice(11) : until} in ${zone})`;
}

/** The same for times as a status has them; empty where they cannot be read. */
export function writtenOnOwnClock(written: { readonly start: string; readonly end: string }, zone: unknown): string {
  const [start, end] = [parseInstant(written.start), parseInstant(written.end)];
  return start === undefined || end === undefined ? "" : onOwnClock({ start, end }, zone);
}
