import type { DeclaredWindow, ForecastRequest } from "../forecast/forecastTypes.ts";
import { isDate } from "../forecast/input/holidays.ts";
import { parseDuration } from "../units/duration.ts";
import { type Failure, quote } from "../units/failure.ts";
import { type Instant, parseInstant } from "../units/instant.ts";
import { failed, type Result, success } from "../units/result.ts";
import type { Window } from "../units/window.ts";
import { isZone } from "../units/zone.ts";

/** One question of `forecast --jsonl`, read. */
export interface Asked {
  /** As given; null when none was. */
  readonly id: string | number | null;
  /** As given, such as `5m`. */
  readonly step: string;
  readonly request: ForecastRequest;
  /** What was given and not used. */
  readonly warnings: readonly string[];
}

/** A line that cannot be answered, and whose it was if that much could be read. */
export interface Unanswerable {
  readonly id: string | number | null;
  readonly failure: Failure;
}

/** A line longer than this is no question: a year of minutes takes a tenth of it. */
const LONGEST_LINE = 64 << 20;
const MOST_WINDOWS = 10_000;

const FIELDS = ["id", "start", "step", "values", "horizon", "quantiles", "zone", "campaigns", "saturated", "holidays"];

/** Reads one line; the failure names field, value and remedy. */
export function readQuestion(line: string): Result<Asked, Unanswerable> {
  if (line.length > LONGEST_LINE) return unanswerable(null, longLine(line.length));
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch (cause) {
    return unanswerable(null, notJson(line, cause));
  }
  if (typeof raw !== "object" || raw === null || Array.isArray(raw))
    return unanswerable(null, notJson(line, undefined));
  const fields = raw as Readonly<Record<string, unknown>>;
  const id = typeof fields["id"] === "string" || typeof fields["id"] === "number" ? fields["id"] : null;
  try {
    return success(asked(fields, id));
  } catch (error) {
    if (error instanceof WrongField) return unanswerable(id, error.failure);
    throw error;
  }
}

/** Carries the failure out of the nested readers of one line; never leaves this file. */
class WrongField extends Error {
  readonly failure: Failure;

  constructor(field: string, value: unknown, { message, remedy }: { message: string; remedy: string }) {
    super(message);
    this.failure = { code: "WrongField", field, value: quote(value), message, remedy };
  }
}

function asked(fields: Readonly<Record<string, unknown>>, id: Asked["id"]): Asked {
  const [step, stepText] = durationOf(fields["step"]);
  const history = { start: instantOf("start", fields["start"]), step, values: valuesOf(fields["values"]) };
  const request = {
    history,
    horizon: horizonOf(fields["horizon"]),
    quantiles: quantilesOf(fields["quantiles"]),
    zone: zoneOf(fields["zone"]),
    declared: windowsOf("campaigns", fields["campaigns"]).map(campaignOf),
    saturated: windowsOf("saturated", fields["saturated"]).map(windowOf),
    holidays: holidaysOf(fields["holidays"]),
  };
  const unknown = Object.keys(fields).filter((name) => !FIELDS.includes(name));
  return { id, step: stepText, request, warnings: unknown.map((name) => `the field ${quote(name)} is not known`) };
}

function instantOf(field: string, value: unknown): Instant {
  const at = typeof value === "string" ? parseInstant(value) : undefined;
  if (at !== undefined) return at;
  throw new WrongField(field, value, {
    message: "is no instant",
    remedy: "write RFC 3339 with an offset, such as 2026-01-01T00:00:00Z",
  });
}

function durationOf(value: unknown) {
  const step = typeof value === "string" ? parseDuration(value) : undefined;
  if (step !== undefined && step > 0) return [step, value as string] as const;
  throw new WrongField("step", value, { message: "is no duration above zero", remedy: "write one such as 5m or 1h" });
}

function valuesOf(value: unknown): Float64Array {
  if (!Array.isArray(value)) {
    throw new WrongField("values", value, {
      message: "is no list",
      remedy: "give the samples oldest first, null where there is none",
    });
  }
  const wrong = value.findIndex((each) => each !== null && !isDemand(each));
  if (wrong >= 0) {
    throw new WrongField(`values[${wrong}]`, value[wrong], {
      message: "is no demand",
      remedy: "give a finite number of at least 0, or null where there is no sample",
    });
  }
  return Float64Array.from(value as readonly (number | null)[], (each) => each ?? NaN);
}

function isDemand(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function horizonOf(value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return value;
  throw new WrongField("horizon", value, {
    message: "is no whole number of steps above zero",
    remedy: "give one such as 576",
  });
}

/** Ascending and without repetition, in whatever order they were given. */
export function quantilesOf(value: unknown): readonly number[] {
  if (value === undefined) return [0.5, 0.95];
  const all = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const good = all.filter((each): each is number => typeof each === "number" && each > 0 && each < 1);
  if (good.length === 0 || good.length < all.length) {
    throw new WrongField("quantiles", value, {
      message: "is no list of numbers between 0 and 1",
      remedy: "give one such as [0.5, 0.95]",
    });
  }
  return [...new Set(good)].sort((a, b) => a - b);
}

function zoneOf(value: unknown): string {
  if (value === undefined) return "UTC";
  if (typeof value === "string" && isZone(value)) return value;
  throw new WrongField("zone", value, {
    message: "is no time zone",
    remedy: "write an IANA name such as Asia/Shanghai, Europe/Berlin or UTC",
  });
}

interface Placed {
  readonly value: unknown;
  /** Such as `campaigns[0]`. */
  readonly field: string;
}

function windowsOf(field: string, value: unknown): readonly Placed[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > MOST_WINDOWS) {
    throw new WrongField(field, value, {
      message: `is no list of at most ${MOST_WINDOWS}`,
      remedy: 'give windows such as [{"start":…,"end":…}]',
    });
  }
  return value.map((each: unknown, index) => ({ value: each, field: `${field}[${index}]` }));
}

function windowOf({ value, field }: Placed): Window {
  const { start, end } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const window = { start: instantOf(`${field}.start`, start), end: instantOf(`${field}.end`, end) };
  if (window.start < window.end) return window;
  throw new WrongField(`${field}.end`, end, { message: "is not after the start", remedy: "give a later end" });
}

function holidaysOf(value: unknown): readonly string[] {
  if (value === undefined) return [];
  const all = Array.isArray(value) ? (value as readonly unknown[]) : [undefined];
  const good = all.filter((each): each is string => typeof each === "string" && isDate(each));
  if (good.length === all.length && all.length <= MOST_WINDOWS) return good;
  throw new WrongField("holidays", value, {
    message: `is no list of at most ${MOST_WINDOWS} dates`,
    remedy: 'give dates of the zone, such as ["2026-12-25"]',
  });
}

function campaignOf({ value, field }: Placed): DeclaredWindow {
  const { multiplier, name } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (name !== undefined && typeof name !== "string") {
    throw new WrongField(`${field}.name`, name, { message: "is no text", remedy: "name its kind, or leave it out" });
  }
  const window = { ...windowOf({ value, field }), ...(name === undefined ? {} : { name }) };
  if (multiplier === undefined) return window;
  if (isDemand(multiplier) && Number(multiplier) > 0) return { ...window, multiplier: Number(multiplier) };
  throw new WrongField(`${field}.multiplier`, multiplier, {
    message: "is no finite number above zero",
    remedy: "give the demand over the usual one, such as 3, or leave it out to mask the window only",
  });
}

function unanswerable(id: Asked["id"], failure: Failure): Result<Asked, Unanswerable> {
  return failed({ id, failure });
}

function notJson(line: string, cause: unknown): Failure {
  return {
    code: "NotJson",
    message: "the line is no JSON object",
    value: quote(line),
    remedy: "write one object a line, without line breaks in it",
    cause,
  };
}

function longLine(length: number): Failure {
  return {
    code: "LongLine",
    message: `the line is longer than ${LONGEST_LINE} characters`,
    value: `${length} characters`,
    remedy: "give a coarser step or a shorter history",
  };
}
