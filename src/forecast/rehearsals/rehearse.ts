import { keptOf, weightsOf } from "./combination.ts";
import { bucketOf } from "./horizonBuckets.ts";
import type { Fit, Member } from "../members/member.ts";
import type { Ahead } from "../views/ahead.ts";
import type { Prepared } from "../input/prepared.ts";
import { LightRehearsals, YARDSTICK } from "./lightRehearsals.ts";
import {
  type Errors,
  errorsAt,
  settledAt,
  isSettled,
  type Missed,
  missedBy,
  type Rehearsal,
  type Scoring,
} from "./rehearsal.ts";
import { rehearsalOrigins } from "./schedule.ts";

/**
 * Every second rehearsal ends behind so many hours: neighbours of two days each tell nearly the same of tomorrow, but
 * of the next hours each tells something of its own.
 */
const SHORT_HOURS = 6;
/** Fits of the past are made at every so many origins and serve those behind: what is learned changes slowly. */
const FITS_EVERY = 4;

export function bucketsOf(steps: Int32Array, perHour: number): Uint8Array {
  return new Uint8Array(steps.length).map((_, s) => bucketOf(steps[s]!, perHour));
}

/** The steps of a rehearsal: all that are looked at, or the first hours of them. */
export function rehearsedSteps({ steps, prepared }: Pick<Stage, "steps" | "prepared">, short: boolean): Int32Array {
  if (!short) return steps;
  const most = Math.max(steps[0]!, SHORT_HOURS * prepared.views.log.fine.perHour + 1e-9);
  return steps.subarray(0, steps.findLastIndex((h) => h <= most) + 1);
}

/** Who has enough history before an origin on a grid of `day` steps a day, not too much, and fine enough a grid. */
export function membersAt(members: readonly Member[], origin: number, day: number): readonly Member[] {
  return members.filter(
    ({ needsDays, untilDays = Infinity, finerThanHours }) =>
      origin >= needsDays * day && origin < untilDays * day && (finerThanHours !== true || day > 24),
  );
}

export interface Stage {
  readonly members: readonly Member[];
  readonly prepared: Prepared;
  readonly horizon: number;
  readonly steps: Int32Array;
  readonly scoring: Scoring;
}

/**
 * Forecasts from origins inside the history by every member, each from what lies before it, and their combination with
 * the weights of that moment.
 * @returns the rehearsals, oldest first, and the fits of the present
 */
export function rehearse(stage: Stage): {
  readonly rehearsals: readonly Rehearsal[];
  readonly fits: ReadonlyMap<string, Fit>;
} {
  const { members, prepared, horizon, scoring } = stage;
  const { fine } = prepared.views.log;
  const n = fine.z.length;
  const origins = rehearsalOrigins(n, fine);
  const lengths = [false, true].map((short) => rehearsedSteps(stage, short));
  const stepsOf = origins.map((_, k) => lengths[(origins.length - k) % 2]!);
  const reaches = [...stepsOf.map((steps) => steps[steps.length - 1]!), horizon];
  const present = membersAt(members, n, fine.day);
  const fitsOf = new Map(present.map((member) => [member.name, fitsAt(member, stage, [...origins, n], reaches)]));
  const light = lightRehearsals(stage, origins);
  const rehearsals: Rehearsal[] = [];
  const missed: Missed[] = [];
  const errors: Errors[] = [];
  origins.forEach((origin, k) => {
    const steps = stepsOf[k]!;
    const there = membersAt(present, origin, fine.day);
    const paths = new Map(
      there.map((member) => {
        const fit = fitsOf.get(member.name)![k]!;
        return [member.name, memberPath(member, prepared, { fit, ahead: { origin, horizon, steps } })];
      }),
    );
    for (let i = 0; i < k; i++) {
      const before = origins[k - 1]!;
      if (errors[i] === undefined || !isSettled(rehearsals[i]!, before)) errors[i] = errorsAt(missed[i]!, origin);
    }
    const weighed = weightsOf(there, light.filled(errors, origin));
    const rehearsal = { origin, steps, ...keptOf(paths, weighed, scoring.buckets.subarray(0, steps.length)) };
    rehearsals.push(rehearsal);
    missed.push(missedBy(rehearsal, scoring));
  });
  const fits = new Map<string, Fit>();
  for (const [name, own] of fitsOf) if (own[origins.length] !== undefined) fits.set(name, own[origins.length]!);
  return { rehearsals: rehearsals.map((one, k) => settledAt(one, missed[k]!, n)), fits };
}

/** Light rehearsals are made this far apart. */
const LIGHT_APART_HOURS = 6;

/**
 * Rehearsals of the members that learn nothing and are missing in more than the oldest quarter of the others.
 * @param origins of the others, ascending
 */
export function lightRehearsals(stage: Stage, origins: readonly number[]): LightRehearsals {
  const { prepared, horizon, steps, scoring } = stage;
  const { day, perHour, z } = prepared.views.log.fine;
  const old = origins[origins.length >> 2] ?? z.length;
  const fixed = membersAt(stage.members, z.length, day).filter((member) => member.fixed === true);
  const missing = fixed.filter(({ needsDays }) => needsDays * day > old);
  const yardstick = fixed.filter(({ name }) => name === YARDSTICK);
  const needs = missing.map(({ needsDays }) => needsDays * day);
  // Not before the yardstick: of a history that has lost its first days, the others began before it did.
  const first = Math.max((yardstick[0]?.needsDays ?? 0) * day, Math.min(z.length, ...needs));
  const missed: Missed[] = [];
  const apart = Math.max(1, Math.round(LIGHT_APART_HOURS * perHour));
  for (let origin = first; yardstick.length > 0 && origin < z.length; origin += apart) {
    const ahead = { origin, horizon, steps };
    const there = membersAt([...yardstick, ...missing], origin, day);
    const paths = new Map(there.map((member) => [member.name, memberPath(member, prepared, { fit: [], ahead })]));
    missed.push(missedBy({ origin, steps, paths, made: paths.get(YARDSTICK)! }, scoring));
  }
  const usual = new Map(
    fixed.map(({ name, usualError }) => [name, usualError / (yardstick[0]?.usualError ?? usualError)]),
  );
  return new LightRehearsals(missed, usual);
}

/**
 * Where a fit nearby will do, two rehearsals have fits of their own and the next two take these over.
 * @returns by origin, undefined where the member has nothing to stand on
 */
function fitsAt(
  member: Member,
  { prepared, horizon }: Stage,
  origins: readonly number[],
  reaches: readonly number[],
): readonly (Fit | undefined)[] {
  const { fine } = prepared.views.log;
  const first = origins.findIndex((origin) => origin >= member.needsDays * fine.day);
  if (first < 0) return [];
  const place = (k: number): number => {
    if (k === origins.length - 1) return k;
    if (member.fitsByHour === undefined) return Math.max(first, k - (k % FITS_EVERY));
    return member.fitsByHour === "nearby" && (k - first) % 4 >= 2 ? k - 2 : k;
  };
  const at = origins.map((_, k) => place(k));
  const wanted = [...new Set(at.slice(first))];
  const fits = member.fits(
    prepared.views[member.view],
    wanted.map((k) => origins[k]!),
    horizon,
    wanted.map((k) => reaches[k]!),
  );
  return at.map((k, i) => (i < first ? undefined : fits[wanted.indexOf(k)]));
}

/** A path never leaves [0, this × the largest demand seen]: a fit can be wrong, not boundless. */
export const MOST_OF_LARGEST = 4;

/**
 * A member's path as scaled demand. Where it has no number it counts as wrong by the most there is, in rehearsals too:
 * whoever fails is not left out of the score, and so cannot win.
 */
export function memberPath(
  member: Member,
  { views }: Prepared,
  { fit, ahead }: { readonly fit: Fit; readonly ahead: Ahead },
): Float64Array {
  const view = views[member.view];
  const path = member.path(view, fit, ahead);
  view.transform.backAll(path, MOST_OF_LARGEST);
  return path;
}
