import type { CronHpaSpec } from "../api/cronHpa.ts";
import type { ObjectKey } from "../api/metadata.ts";
import { DAY } from "../units/duration.ts";
import { type Instant, instant } from "../units/instant.ts";
import type { Replicas } from "../units/replicas.ts";
import { contains } from "../units/window.ts";
import { type AskedFloor, cronHpaWindows, nextOpening } from "./cronHpaWindows.ts";

/** What all CronHPAs of one target come to at one moment. */
export interface FloorInForce {
  /** undefined: no window is open. */
  readonly floor: Replicas | undefined;
  /** Of the winning window; empty when none is open. */
  readonly reason: string;
  /** The object whose window wins. */
  readonly source: ObjectKey | undefined;
  /** When the floor changes next; undefined when it does not within what was searched (see `floorInForce`). */
  readonly nextChangeAt: Instant | undefined;
  /** The floor from then on. */
  readonly next: Replicas | undefined;
}

/** As much of a CronHPA as decides. */
export interface FloorAsker {
  readonly metadata: ObjectKey;
  readonly spec: CronHpaSpec;
}

/** A change is looked for this far ahead, in turn: most are within two days, and a short search is a cheap one. */
const REACHES = [2 * DAY, 40 * DAY];

/**
 * The largest floor in force of all CronHPAs of a target, whatever their order.
 * Between equal floors the one that lasts longest gives the reason; then the first by namespace, name and reason.
 * @param askers the CronHPAs that rule: the caller leaves suspended ones out
 * @returns `nextChangeAt` within 40 days while a floor is in force, within 13 years else
 */
export function floorInForce(askers: readonly FloorAsker[], now: Instant): FloorInForce {
  const current = winnerAt(windowsOf(askers, now, DAY), now);
  const change = nextChange(askers, now, current?.minReplicas);
  return {
    floor: current?.minReplicas,
    reason: current?.reason ?? "",
    source: current?.source,
    nextChangeAt: change?.at,
    next: change?.floor,
  };
}

interface Candidate extends AskedFloor {
  readonly source: ObjectKey;
}

function windowsOf(askers: readonly FloorAsker[], now: Instant, reach: number): readonly Candidate[] {
  const range = { start: now, end: instant(now + reach) };
  return askers.flatMap(({ metadata: { namespace, name }, spec }) =>
    cronHpaWindows(spec, range).map((window) => ({ ...window, source: { namespace, name } })),
  );
}

function winnerAt(windows: readonly Candidate[], at: Instant): Candidate | undefined {
  return windows.filter((window) => contains(window, at)).sort(winnerFirst)[0];
}

/** Total up to windows that cannot be told apart: largest floor, latest end, namespace, name, reason. */
function winnerFirst(a: Candidate, b: Candidate): number {
  if (a.minReplicas !== b.minReplicas) return b.minReplicas - a.minReplicas;
  if (a.end !== b.end) return b.end - a.end;
  return compare([a.source.namespace, a.source.name, a.reason], [b.source.namespace, b.source.name, b.reason]);
}

function compare(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((text, index) => text !== b[index]);
  return at < 0 ? 0 : (a[at] ?? "") < (b[at] ?? "") ? -1 : 1;
}

interface Change {
  readonly at: Instant;
  readonly floor: Replicas | undefined;
}

function nextChange(askers: readonly FloorAsker[], now: Instant, floor: Replicas | undefined): Change | undefined {
  for (const reach of REACHES) {
    const change = changeWithin(windowsOf(askers, now, reach), { now, until: now + reach, floor });
    if (change !== undefined) return change;
  }
  return floor === undefined ? farOpening(askers, now) : undefined;
}

/** Nothing is in force, nor will be for weeks: a yearly schedule still shows its next start. */
function farOpening(askers: readonly FloorAsker[], now: Instant): Change | undefined {
  const openings = askers.map(({ spec }) => nextOpening(spec, now)).filter((at) => at !== undefined);
  if (openings.length === 0) return undefined;
  const at = Math.min(...openings) as Instant;
  return { at, floor: winnerAt(windowsOf(askers, at, DAY), at)?.minReplicas };
}

function changeWithin(
  windows: readonly Candidate[],
  { now, until, floor }: { now: Instant; until: number; floor: Replicas | undefined },
): Change | undefined {
  // Edges past the reach are not looked at: there, starts that were not searched may carry the floor on.
  const edges = [...new Set(windows.flatMap(({ start, end }) => [start, end]))]
    .filter((at) => at > now && at < until)
    .sort((a, b) => a - b);
  for (const at of edges) {
    const then = winnerAt(windows, at)?.minReplicas;
    if (then !== floor) return { at, floor: then };
  }
  return undefined;
}
