import { type Milliseconds, milliseconds, MINUTE } from "../../units/duration.ts";
import type { Instant } from "../../units/instant.ts";

/** Within this what was written must stand exactly: it is enforced even if no planner runs until then. */
const NEAR: Milliseconds = milliseconds(30 * MINUTE);
/** Edges that move by less, further ahead, are no difference. */
const FAR_TOLERANCE: Milliseconds = MINUTE;
/** What comes into sight piece by piece at the end of the horizon is written in pieces of this length. */
const COMING_IN: Milliseconds = milliseconds(15 * MINUTE);

/** A count of replicas over [start, end). */
export interface Level {
  readonly start: Instant;
  readonly end: Instant;
  readonly level: number;
  /** Somebody declared it: it is written as soon as it is within the horizon. */
  readonly declared: boolean;
}

export interface Renewal {
  /** In any order, may overlap: the highest counts. */
  readonly written: readonly Level[];
  /** What would be written: ascending, not overlapping. */
  readonly wanted: readonly Level[];
  /** What is wanted before neighbours were merged upward. */
  readonly exact: readonly Level[];
  readonly now: Instant;
  /** The end of the horizon. */
  readonly until: number;
  /** Edges that move by less, within half an hour, are no difference. */
  readonly near: Milliseconds;
}

/**
 * Whether levels that were written have to be written again: one differs soon, or later by more than a step.
 * Further ahead a written level may be a little low, and somewhat high, since windows are merged upward there; turns
 * to come put it right before it is enforced. There it is measured by what is wanted before any merging: which
 * neighbours are the cheapest to merge changes with each turn. What lies past the end of what was written may wait
 * until half of the horizon is used up: else the far end would move with every turn.
 */
export function levelsDiffer(renewal: Renewal): boolean {
  const { written, wanted, exact, now, near: nearTolerance } = renewal;
  const edges = edgesOf([...written, ...wanted, ...exact], now);
  const [stands, wishes, needs] = [highestOf(written), cursor(wanted), cursor(exact)];
  const mayWait = patience(renewal);
  const peaks = new Map(written.map((window) => [window, peakWithin(exact, window)]));
  let differsFor = 0;
  for (let i = 0; i + 1 < edges.length; i++) {
    const start = edges[i]!;
    const length = edges[i + 1]! - start;
    const near = start < now + NEAR;
    const stand = stands(start);
    const wish = near ? wishes(start) : needs(start);
    const differs = near
      ? (stand?.level ?? 0) !== (wish?.level ?? 0)
      : isTooLow(stand, wish) || isTooHigh(stand, (stand && peaks.get(stand)) ?? 0);
    differsFor = differs && !mayWait(start, wish) ? differsFor + length : 0;
    if (differsFor >= (near ? nearTolerance : FAR_TOLERANCE)) return true;
  }
  return false;
}

/** More than 5 %, or one replica in any case. */
function isTooLow(stand: Level | undefined, wish: Level | undefined): boolean {
  const [stands, wished] = [stand?.level ?? 0, wish?.level ?? 0];
  return wished - stands > Math.max(1, 0.05 * wished);
}

/** More than a quarter above the most that is wanted within it, or two replicas in any case. */
function isTooHigh(stand: Level | undefined, most: number): boolean {
  return (stand?.level ?? 0) - most > Math.max(2, 0.25 * most);
}

/** What lies past the end of what was written, and need not be written yet. */
function patience({ written, exact, now, until }: Renewal): (at: number, wish: Level | undefined) => boolean {
  const writtenEnd = written.reduce((last, { end }) => Math.max(last, end), 0);
  const wantedEnd = exact.at(-1)?.end ?? now;
  const half = now + (wantedEnd - now) / 2;
  // Of what is declared the next piece comes into sight with the next minutes.
  const isComingIn = wantedEnd >= until && wantedEnd - Math.max(writtenEnd, now) < COMING_IN;
  return (at, wish) => at >= writtenEnd && at >= half && (wish?.declared !== true || isComingIn);
}

function peakWithin(levels: readonly Level[], { start, end }: Level): number {
  return levels.reduce((most, one) => (one.start < end && one.end > start ? Math.max(most, one.level) : most), 0);
}

function edgesOf(levels: readonly Level[], now: Instant): Float64Array {
  return Float64Array.from([now, now + NEAR, ...levels.flatMap(({ start, end }) => [start, end])])
    .filter((edge) => edge >= now)
    .sort()
    .filter((edge, i, all) => i === 0 || edge !== all[i - 1]);
}

function highestOf(levels: readonly Level[]): (at: number) => Level | undefined {
  return (at) =>
    levels
      .filter(({ start, end }) => start <= at && at < end)
      .reduce<Level | undefined>((most, one) => (most === undefined || one.level > most.level ? one : most), undefined);
}

/** The level that covers a moment; moments are asked for in ascending order. */
function cursor(levels: readonly Level[]): (at: number) => Level | undefined {
  let next = 0;
  return (at) => {
    while (next < levels.length && levels[next]!.end <= at) next++;
    const level = levels[next];
    return level !== undefined && level.start <= at ? level : undefined;
  };
}
