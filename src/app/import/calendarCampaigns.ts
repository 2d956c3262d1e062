import type { CampaignInput } from "../../api/campaign.ts";
import { API_VERSION, GROUP } from "../../api/metadata.ts";
import type { RawObject } from "../../ports/cluster.ts";
import { DAY, formatDuration, milliseconds } from "../../units/duration.ts";
import { formatInstant, type Instant, instant } from "../../units/instant.ts";
import { isZone } from "../../units/zone.ts";
import { isoDuration, type Wall, wallOf } from "./calendarTime.ts";
import { type CalendarEvent, type CalendarProperty, readICalendar, textOf } from "./icalendar.ts";
import { type Imported, type LeftOut, nameFrom, NOTHING } from "./imported.ts";
import { recurringOf } from "./recurrence.ts";

/** What a calendar does not say. */
export interface CalendarSetting {
  readonly namespace: string;
  /** Of times that name none; undefined: the calendar's own. */
  readonly zone: string | undefined;
  /** What every event means. */
  readonly targets: CampaignInput["targets"];
  readonly now: Instant;
}

/** Each event as a Campaign; what is over is not filed any more. */
export function calendarCampaigns(text: string, setting: CalendarSetting): Imported {
  const calendar = readICalendar(text);
  const zone = setting.zone ?? calendar.zone;
  if (zone === undefined || !isZone(zone)) {
    const why = zone === undefined ? "it names no time zone" : `its time zone "${zone}" is none`;
    return { ...NOTHING, left: [{ what: "the calendar", why, remedy: "give --zone, such as --zone Europe/Berlin" }] };
  }
  const moved = movedDates(calendar.events, zone);
  const objects: RawObject[] = [];
  const left: LeftOut[] = [];
  const names = new Map<string, number>();
  let over = 0;
  for (const event of calendar.events) {
    if (valueOf(event, "STATUS")?.toUpperCase() === "CANCELLED") continue;
    const made = campaignOf(event, { zone, moved, setting });
    if (made === "over") over += 1;
    else if ("why" in made) left.push(made);
    else objects.push(numbered(made, names));
  }
  return { objects, left, notes: over === 0 ? [] : [`events that are over were left out: ${over}`] };
}

interface Reading {
  readonly zone: string;
  /** By UID: dates on which the rule's own occurrence does not take place, as it was moved or cancelled. */
  readonly moved: ReadonlyMap<string, readonly string[]>;
  readonly setting: CalendarSetting;
}

function campaignOf(event: CalendarEvent, { zone, moved, setting }: Reading): RawObject | LeftOut | "over" {
  const summary = textOf(valueOf(event, "SUMMARY") ?? "");
  const start = wallOf(property(event, "DTSTART"), zone);
  const what = `event "${summary}"${start === undefined ? "" : ` of ${start.text.slice(0, 10)}`}`;
  const wrong = (why: string): LeftOut => ({ what, why, remedy: "file it by hand: headstart campaign file" });
  if (start === undefined) return wrong("its start cannot be read, or its time zone is none");
  const length = lengthOf(event, start, zone);
  if (length === undefined || length <= 0) return wrong("it has no length");
  if (property(event, "RDATE") !== undefined) return wrong("it names further dates (RDATE)");
  const rule = valueOf(event, "RRULE");
  const times =
    rule === undefined ? onceOf(event, start, length) : againOf(event, { rule, start, length, moved, zone });
  if (typeof times === "string") return wrong(times);
  if (rule === undefined && start.at + length <= setting.now) return "over";
  const name = nameFrom(summary, "event") + (rule === undefined ? `-${start.text.slice(0, 10)}` : "");
  const annotations = summary === "" ? {} : { annotations: { [`${GROUP}/reason`]: summary.slice(0, 200) } };
  const spec: CampaignInput = { timeZone: start.zone, ...times, targets: [...setting.targets] };
  return {
    apiVersion: API_VERSION,
    kind: "Campaign",
    metadata: { namespace: setting.namespace, name, ...annotations },
    spec,
  };
}

type Times = Pick<CampaignInput, "start" | "end" | "schedule" | "duration" | "from" | "until" | "excludeDates">;

/** The end on the same clock as the start, where the calendar says it so. */
function onceOf(event: CalendarEvent, start: Wall, length: number): Times {
  const end = wallOf(property(event, "DTEND"), start.zone);
  if (end?.zone === start.zone) return { start: start.text, end: end.text };
  return { start: start.text, end: formatInstant(instant(start.at + length)) };
}

interface Again {
  readonly rule: string;
  readonly start: Wall;
  readonly length: number;
  readonly moved: Reading["moved"];
  readonly zone: string;
}

function againOf(event: CalendarEvent, { rule, start, length, moved, zone }: Again): Times | string {
  const recurring = recurringOf(rule, start.local, start.zone);
  if (typeof recurring === "string") return recurring;
  const excluded = event
    .filter(({ name }) => name === "EXDATE")
    .flatMap(({ value, ...rest }) => value.split(",").map((each) => wallOf({ ...rest, value: each }, zone)))
    .flatMap((wall) => (wall === undefined ? [] : [wall.text.slice(0, 10)]));
  const dates = [...new Set([...excluded, ...(moved.get(valueOf(event, "UID") ?? "") ?? [])])].toSorted();
  return {
    schedule: recurring.schedule,
    duration: formatDuration(milliseconds(length)),
    from: start.text.slice(0, 10),
    ...(recurring.until === undefined ? {} : { until: recurring.until }),
    ...(dates.length === 0 ? {} : { excludeDates: dates }),
  };
}

function movedDates(events: readonly CalendarEvent[], zone: string): Reading["moved"] {
  const moved = new Map<string, string[]>();
  for (const event of events) {
    const original = wallOf(property(event, "RECURRENCE-ID"), zone);
    const uid = valueOf(event, "UID") ?? "";
    if (original !== undefined) moved.set(uid, [...(moved.get(uid) ?? []), original.text.slice(0, 10)]);
  }
  return moved;
}

/** In milliseconds, elapsed; a date without an end is the whole day. */
function lengthOf(event: CalendarEvent, start: Wall, zone: string): number | undefined {
  const end = wallOf(property(event, "DTEND"), zone);
  if (end !== undefined) return end.at - start.at;
  const duration = valueOf(event, "DURATION");
  if (duration !== undefined) return isoDuration(duration);
  return property(event, "DTSTART")?.value.includes("T") === false ? DAY : undefined;
}

function property(event: CalendarEvent, name: string): CalendarProperty | undefined {
  return event.find((each) => each.name === name);
}

function valueOf(event: CalendarEvent, name: string): string | undefined {
  return property(event, name)?.value;
}

/** Two events of one name on one day are two campaigns. */
function numbered(campaign: RawObject, names: Map<string, number>): RawObject {
  const { name } = campaign.metadata;
  const seen = (names.get(name) ?? 0) + 1;
  names.set(name, seen);
  return seen === 1 ? campaign : { ...campaign, metadata: { ...campaign.metadata, name: `${name}-${seen}` } };
}
