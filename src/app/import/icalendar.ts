/** One property of a component: `DTSTART;TZID=Europe/Berlin:20261111T200000`. */
export interface CalendarProperty {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly value: string;
}

/** A VEVENT, its properties in their order; those of components within it are not its own. */
export type CalendarEvent = readonly CalendarProperty[];

export interface ICalendar {
  /** Of the calendar itself, where its writer says it. */
  readonly zone: string | undefined;
  readonly events: readonly CalendarEvent[];
}

/** More events than this are no list of peaks. */
const MOST_EVENTS = 5_000;

export function isICalendar(text: string): boolean {
  return /^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text);
}

/**
 * The events of an iCalendar text; lines that mean nothing are skipped.
 * @see RFC 5545, §3.1 (folded lines) and §3.6 (components)
 */
export function readICalendar(text: string): ICalendar {
  const events: CalendarEvent[] = [];
  let zone: string | undefined;
  const open: string[] = [];
  let event: CalendarProperty[] = [];
  for (const line of text.replace(/\r?\n[ \t]/g, "").split(/\r?\n/)) {
    const property = propertyOf(line);
    if (property === undefined) continue;
    const { name, value } = property;
    if (name === "BEGIN") {
      open.push(value.toUpperCase());
      if (open.at(-1) === "VEVENT") event = [];
    } else if (name === "END") {
      if (open.pop() === "VEVENT" && events.length < MOST_EVENTS) events.push(event);
    } else if (open.at(-1) === "VEVENT") event.push(property);
    else if (name === "X-WR-TIMEZONE") zone = value.trim();
  }
  return { zone, events };
}

function propertyOf(line: string): CalendarProperty | undefined {
  const [, name, rest = "", value] = /^([A-Za-z0-9-]+)((?:;[^:;="]+=(?:"[^"]*"|[^":;]*))*):(.*)$/.exec(line) ?? [];
  if (name === undefined || value === undefined) return undefined;
  const parameters = Object.fromEntries(
    [...rest.matchAll(/;([^=]+)=(?:"([^"]*)"|([^":;]*))/g)].map(([, key = "", quoted, plain]) => [
      key.toUpperCase(),
      quoted ?? plain ?? "",
    ]),
  );
  return { name: name.toUpperCase(), parameters, value };
}

/** Of a text value: `\,` `\;` `\\` and `\n` are written for what they stand for. */
export function textOf(value: string): string {
  return value.replace(/\\([\\;,nN])/g, (_, character: string) => (/n/i.test(character) ? " " : character)).trim();
}
