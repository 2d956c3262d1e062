import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseObject } from "../../../src/api/parse.ts";
import { calendarCampaigns, type CalendarSetting } from "../../../src/app/import/calendarCampaigns.ts";
import { campaignOccurrences } from "../../../src/calendar/campaignOccurrences.ts";
import { formatInstant, instant, parseInstant } from "../../../src/units/instant.ts";

const NOW = parseInstant("2026-11-29T12:00:00Z")!;
const SETTING: CalendarSetting = {
  namespace: "vision",
  zone: undefined,
  targets: [{ name: "face-fusion", peak: { replicas: 80 } }],
  now: NOW,
};

function calendar(...events: readonly (readonly string[])[]): string {
  const lines = events.flatMap((event) => ["BEGIN:VEVENT", ...event, "END:VEVENT"]);
  return ["BEGIN:VCALENDAR", "X-WR-TIMEZONE:Asia/Shanghai", ...lines, "END:VCALENDAR"].join("\r\n");
}

const SHOW = ["UID:1", "SUMMARY:Friday Show", "DTSTART;TZID=Europe/Berlin:20261204T200000", "DURATION:PT3H"];

/** Starts of the first campaign in a year from now. */
function startsOf(text: string): readonly string[] {
  const [object] = calendarCampaigns(text, SETTING).objects;
  const parsed = parseObject(object);
  if (!parsed.ok || parsed.value.kind !== "Campaign") throw new Error(JSON.stringify(parsed));
  const range = { start: NOW, end: instant(NOW + 365 * 86_400_000) };
  return campaignOccurrences(parsed.value.spec, range).map(({ start }) => formatInstant(start));
}

describe("events of a calendar as campaigns", () => {
  it("one event is one campaign, on the calendar's clock, with its words as the reason", () => {
    const alarm = ["BEGIN:VALARM", "SUMMARY:none of this", "END:VALARM"];
    const text = calendar([
      "SUMMARY:Double Twelve\\, the\r\n  big one",
      "DTSTART:20261212T000000",
      "DTEND:20261212T020000",
      ...alarm,
    ]);
    const { objects, left, notes } = calendarCampaigns(text, SETTING);
    expect({ left, notes }).toEqual({ left: [], notes: [] });
    expect(objects).toEqual([
      {
        apiVersion: "headstart.dev/v1alpha1",
        kind: "Campaign",
        metadata: {
          namespace: "vision",
          name: "double-twelve-the-big-one-2026-12-12",
          annotations: { "headstart.dev/reason": "Double Twelve, the big one" },
        },
        spec: {
          timeZone: "Asia/Shanghai",
          start: "2026-12-12T00:00:00",
          end: "2026-12-12T02:00:00",
          targets: SETTING.targets,
        },
      },
    ]);
  });

  it.each([
    {
      why: "every Friday until a moment in the zone of the event, but for one",
      event: [
        ...SHOW,
        "RRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20261218T190000Z",
        "EXDATE;TZID=Europe/Berlin:20261211T200000",
      ],
      starts: ["2026-12-04T19:00:00Z", "2026-12-18T19:00:00Z"],
    },
    {
      why: "a rule that ends a minute before a start ends the day before",
      event: [...SHOW, "RRULE:FREQ=WEEKLY;UNTIL=20261211T185900Z"],
      starts: ["2026-12-04T19:00:00Z"],
    },
    {
      why: "a number of times",
      event: [...SHOW, "RRULE:FREQ=DAILY;COUNT=3"],
      starts: ["2026-12-04T19:00:00Z", "2026-12-05T19:00:00Z", "2026-12-06T19:00:00Z"],
    },
    {
      why: "a day of the month",
      event: [...SHOW, "RRULE:FREQ=MONTHLY;UNTIL=20270205"],
      starts: ["2026-12-04T19:00:00Z", "2027-01-04T19:00:00Z", "2027-02-04T19:00:00Z"],
    },
    { why: "a day of the year", event: [...SHOW, "RRULE:FREQ=YEARLY"], starts: ["2026-12-04T19:00:00Z"] },
    {
      why: "a whole day begins at midnight",
      event: ["SUMMARY:New Year", "DTSTART;VALUE=DATE:20270101"],
      starts: ["2026-12-31T16:00:00Z"],
    },
    {
      why: "a time in UTC",
      event: ["DTSTART:20261212T100000Z", "DTEND:20261212T113000Z"],
      starts: ["2026-12-12T10:00:00Z"],
    },
  ])("$why", ({ event, starts }) => {
    expect(startsOf(calendar(event))).toEqual(starts);
  });

  it("an occurrence that was moved is left out of its rule, and stands for itself; a cancelled one does not", () => {
    const rule = [...SHOW, "RRULE:FREQ=WEEKLY;COUNT=3"];
    const moved = [
      ...SHOW.with(2, "DTSTART;TZID=Europe/Berlin:20261212T200000"),
      "RECURRENCE-ID;TZID=Europe/Berlin:20261211T200000",
    ];
    const cancelled = [...SHOW, "RECURRENCE-ID;TZID=Europe/Berlin:20261218T200000", "STATUS:CANCELLED"];
    const { objects, left } = calendarCampaigns(calendar(rule, moved, cancelled), SETTING);
    expect(left).toEqual([]);
    expect(objects.map(({ metadata }) => metadata.name)).toEqual(["friday-show", "friday-show-2026-12-12"]);
    expect(objects[0]?.spec).toMatchObject({ excludeDates: ["2026-12-11", "2026-12-18"] });
  });

  it("what is over is counted, and two of one name on one day are two", () => {
    const sale = ["SUMMARY:Sale", "DTSTART:20261212T000000", "DTEND:20261212T020000"];
    const past = sale.map((line) => line.replace("2026", "2025"));
    const { objects, notes } = calendarCampaigns(calendar(past, sale, sale), SETTING);
    expect(notes).toEqual(["events that are over were left out: 1"]);
    expect(objects.map(({ metadata }) => metadata.name)).toEqual(["sale-2026-12-12", "sale-2026-12-12-2"]);
  });

  it.each([
    { event: [...SHOW, "RRULE:FREQ=MONTHLY;BYDAY=-1FR"], why: "it counts weekdays (BYDAY=-1FR)" },
    { event: [...SHOW, "RRULE:FREQ=WEEKLY;INTERVAL=2"], why: "it leaves out times in between (INTERVAL=2)" },
    { event: [...SHOW, "RRULE:FREQ=HOURLY"], why: "it comes again by HOURLY" },
    { event: [...SHOW, "RRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"], why: "a weekday and a day of the month at once" },
    { event: [...SHOW, "RRULE:FREQ=DAILY;BYHOUR=8"], why: "its rule has BYHOUR" },
    { event: [...SHOW, "RDATE:20261205T200000"], why: "further dates (RDATE)" },
    { event: ["DTSTART;TZID=W. Europe Standard Time:20261204T200000", "DURATION:PT1H"], why: "its time zone is none" },
    { event: [...SHOW, "RRULE:FREQ=MONTHLY;BYMONTHDAY=99"], why: "its rule means no time" },
    { event: [...SHOW, "RRULE:FREQ=YEARLY;BYMONTH=13;COUNT=3"], why: "its rule means no time" },
    { event: ["DTSTART:20260230T250000", "DURATION:PT1H", "RRULE:FREQ=DAILY"], why: "its start cannot be read" },
    { event: ["DTSTART:tomorrow", "DURATION:PT1H"], why: "its start cannot be read" },
    { event: ["DTSTART:20261204T200000"], why: "it has no length" },
    { event: ["DTSTART:20261204T200000", "DTEND:20261204T190000"], why: "it has no length" },
  ])("leaves out, and says: $why", ({ event, why }) => {
    const { objects, left } = calendarCampaigns(calendar(event), SETTING);
    expect(objects).toEqual([]);
    expect(left[0]?.why).toContain(why);
  });

  it("does not stumble, whatever is in the lines", () => {
    const lines = [
      ...SHOW,
      "RRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20261218T190000Z",
      "EXDATE:20261211T200000",
      "STATUS:TENTATIVE",
    ];
    const piece = fc.constantFrom(
      "",
      "0",
      "99",
      ";",
      "=",
      ":",
      ",",
      "Z",
      "T",
      "-1",
      "COUNT=7",
      "INTERVAL=0",
      "\\",
      '"',
    );
    const change = fc.record({ line: fc.nat(lines.length - 1), at: fc.nat(60), cut: fc.nat(9), put: piece });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const event = [...lines];
        for (const { line, at, cut, put } of changes) {
          const text = event[line] ?? "";
          event[line] = text.slice(0, at) + put + text.slice(at + cut);
        }
        const { objects, left, notes } = calendarCampaigns(calendar(event), SETTING);
        expect(objects.length + left.length + notes.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 400, seed: 7 },
    );
  });

  it("wants a zone where the calendar has none, or one that is none", () => {
    const text = calendar(SHOW).replace("X-WR-TIMEZONE:Asia/Shanghai\r\n", "");
    expect(calendarCampaigns(text, SETTING).left[0]?.remedy).toContain("give --zone");
    expect(calendarCampaigns(text, { ...SETTING, zone: "UTC" }).left).toEqual([]);
  });
});
