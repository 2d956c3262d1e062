import { formatInstant, type Instant, parseInstant } from "../../units/instant.ts";
import type { FloorSource } from "../plan.ts";

/** The longest reason that a window of a CronHPA holds. */
const LONGEST = 256;

/**
 * The first word of each reason says who asks, so that a plan that was written as an object can be read back.
 * Counts are of replicas; nothing here changes by itself as time passes, else a steady plan would be written again.
 */
const FIRST_WORD: Readonly<Record<FloorSource, string>> = {
  Found: "found",
  Forecast: "forecast",
  Campaign: "campaign",
  ScaleIn: "scale-in",
  Held: "held",
  Schedule: "schedule",
};

export function foundText(level: number): string {
  return `found minimum of ${level}`;
}

export function minimumText(level: number): string {
  return `found below spec.minReplicas, which asks for ${level}`;
}

export function forecastText(level: number, percentile: number, headroomPercent: number): string {
  return `forecast at the ${percentile}th percentile with ${headroomPercent}% headroom asks for ${level}`;
}

export function keptForecastText(level: number): string {
  return `forecast written before is kept at ${level} while there is no new one`;
}

/** By how much the extra of a campaign is multiplied, and what live demand is above: 1 where it stands as declared. */
export interface Raise {
  readonly factor: number;
  /** What was declared, of a campaign that runs; the forecast that it is a multiple of, of one that is to begin. */
  readonly above: "declared" | "forecast";
}

/** @param names `namespace/name`, at least one */
export function campaignText(level: number, names: readonly string[], raised?: Raise): string {
  const more = raised === undefined || raised.factor <= 1 ? "" : raisedText(raised);
  if (names.length === 1) return fitted(`campaign ${names[0]} asks for ${level}${more}`);
  return fitted(`campaign ${names[0]} and ${names.slice(1).join(", ")} together ask for ${level}${more}`);
}

function raisedText({ factor, above }: Raise): string {
  if (above === "declared") return `: live demand is ${factor} × what was declared on top of the usual`;
  return `: live demand is above the forecast that it is a multiple of, which adds ${factor} × what it was to add`;
}

export function reserveText(level: number, name: string): string {
  return fitted(`campaign ${name} reserves room for up to ${level}`);
}

export function scaleInText({ from, to, endedAt }: { from: number; to: number; endedAt: number }): string {
  return `scale-in since ${written(endedAt)}: in steps from ${from} to ${to}`;
}

export function heldText({ at, endedAt, because }: { at: number; endedAt: number; because: string }): string {
  return fitted(`held at ${at} since ${written(endedAt)}: ${because}`);
}

/** @param reserved whose room it is, and how much */
export function keptInRoomText(level: number, reserved: string): string {
  return fitted(`held at ${level}: ${reserved}, so fewer would free nothing`);
}

/** Who asked, of a reason written by any of these; undefined for words that are not ours. */
export function sourceOfReason(reason: string): FloorSource | undefined {
  const first = reason.split(" ", 1)[0];
  return (Object.keys(FIRST_WORD) as FloorSource[]).find((source) => FIRST_WORD[source] === first);
}

/** The end of the peak from which a written step or hold descends. */
export function endOfReason(reason: string): Instant | undefined {
  const text = /^(?:scale-in|held at \d+) since (\S+):/.exec(reason)?.[1];
  return text === undefined ? undefined : parseInstant(text);
}

/** The floor from which written steps go down. */
export function startOfSteps(reason: string): number | undefined {
  const text = /^scale-in since \S+: in steps from (\d+) to \d+$/.exec(reason)?.[1];
  return text === undefined ? undefined : Number(text);
}

/** Demand units as people read them: four digits that count. */
export function unitsText(units: number): string {
  return String(Number(units.toPrecision(4)));
}

function written(at: number): string {
  return formatInstant(at as Instant);
}

function fitted(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
