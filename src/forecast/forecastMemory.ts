import type { Milliseconds } from "../units/duration.ts";
import { type Instant, instant } from "../units/instant.ts";
import type { ForecastMemory } from "./forecastTypes.ts";
import type { Fit } from "./members/member.ts";
import type { Errors, Rehearsal } from "./rehearsals/rehearsal.ts";

/** Changes when the members or the shape of the state do: a memory of another version is ignored. */
const VERSION = "ensemble-10";

/** What an earlier forecast of the same series left behind. */
export interface Remembered {
  readonly fits: ReadonlyMap<string, Fit>;
  readonly fittedAt: Instant;
  readonly rehearsals: readonly RehearsalAt[];
  /** The fits as they were remembered, until others are made. */
  readonly storedFits?: Stored["fits"];
}

/** A rehearsal with its origin as an instant: indices move as history goes on. */
export interface RehearsalAt {
  readonly at: Instant;
  readonly rehearsal: Rehearsal;
  /** As it was remembered: what has not changed since is not written anew. */
  readonly stored?: StoredRehearsal;
}

/** What a memory is good for: another step, horizon or zone asks for other fits. */
export interface Question {
  readonly step: Milliseconds;
  readonly horizon: number;
  readonly zone: string;
}

interface Stored {
  readonly question: Question;
  /** Of the longest rehearsals; others have the first of them. */
  readonly steps: readonly number[];
  readonly fittedAt: number;
  readonly fits: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly rehearsals: readonly StoredRehearsal[];
}

export interface StoredRehearsal {
  readonly at: number;
  /** Stored values times this are demand. */
  readonly unit: number;
  readonly made: readonly number[];
  readonly apart: readonly number[];
  readonly paths?: Readonly<Record<string, readonly number[]>>;
  readonly settled?: {
    readonly members: Readonly<Record<string, readonly number[]>>;
    readonly made: readonly number[];
    readonly shares: readonly number[];
  };
}

/**
 * Plain JSON; values keep five digits.
 * @param unitAt what values of a rehearsal of then are multiplied with to be demand as it was then
 */
export function remember(
  question: Question,
  { fits, storedFits, fittedAt, rehearsals }: Remembered,
  unitAt: (at: Instant) => number,
): ForecastMemory {
  const stored: Stored = {
    question: { step: question.step, horizon: question.horizon, zone: question.zone },
    steps: rehearsals.reduce<readonly number[]>((most, { rehearsal: { steps } }) => {
      return steps.length > most.length ? [...steps] : most;
    }, []),
    fittedAt,
    fits: storedFits ?? Object.fromEntries([...fits].map(([name, fit]) => [name, fit.map((one) => rounded(one, 7))])),
    rehearsals: rehearsals.map((one) => one.stored ?? storedOf(one, unitAt(one.at))),
  };
  return { version: VERSION, state: stored };
}

function storedOf({ at, rehearsal: { made, apart, paths, settled } }: RehearsalAt, unit: number): StoredRehearsal {
  const kept = { at, unit, made: rounded(made), apart: rounded(apart, 3) };
  if (settled === undefined) return { ...kept, paths: record(paths) };
  const errors = { members: record(settled.members), made: rounded(settled.made), shares: rounded(settled.shares) };
  return { ...kept, settled: errors };
}

/**
 * @param unitAt values of a rehearsal of then are scaled to this one
 * @returns undefined when the memory is of another version or question, or holds what no forecast writes
 */
export function recall(
  memory: ForecastMemory | undefined,
  question: Question,
  unitAt: (at: Instant) => number,
): Remembered | undefined {
  if (memory?.version !== VERSION) return undefined;
  const stored = memory.state as Stored;
  const { step, horizon, zone } = stored.question;
  if (step !== question.step || horizon !== question.horizon || zone !== question.zone) return undefined;
  const steps = Int32Array.from(stored.steps);
  return {
    fittedAt: instant(stored.fittedAt),
    storedFits: stored.fits,
    fits: new Map(Object.entries(stored.fits).map(([name, fit]) => [name, fit.map((one) => new Float64Array(one))])),
    rehearsals: stored.rehearsals.flatMap((one) => {
      const factor = one.unit / unitAt(instant(one.at));
      if (!(factor <= MOST_FACTOR)) return [];
      return [{ at: instant(one.at), rehearsal: recalled(one, steps, factor), stored: one }];
    }),
  };
}

/** What was said of demand so many times larger than any that the history still holds is of another world. */
const MOST_FACTOR = 1e12;

/** @param factor stored values times this are in the unit of now */
function recalled({ made, apart, paths, settled }: StoredRehearsal, steps: Int32Array, factor: number): Rehearsal {
  const scaled = (values: readonly number[]): Float64Array => {
    const out = new Float64Array(values.length);
    for (let i = 0; i < out.length; i++) out[i] = values[i]! * factor;
    return out;
  };
  const maps = (of: Readonly<Record<string, readonly number[]>>): Map<string, Float64Array> =>
    new Map(Object.entries(of).map(([name, values]) => [name, scaled(values)]));
  const errors: Errors | undefined = settled && {
    members: maps(settled.members),
    made: scaled(settled.made),
    shares: Float64Array.from(settled.shares),
  };
  return {
    origin: 0,
    steps: steps.subarray(0, made.length),
    made: scaled(made),
    apart: scaled(apart),
    paths: maps(paths ?? {}),
    ...(errors === undefined ? {} : { settled: errors }),
  };
}

function record(of: ReadonlyMap<string, Float64Array>): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries([...of].map(([name, values]) => [name, rounded(values)]));
}

/** To significant digits, by arithmetic: writing and reading numbers as text would cost more than the forecast. */
function rounded(values: Float64Array, digits = 5): readonly number[] {
  const out = new Array<number>(values.length);
  const most = 10 ** digits;
  let factor = most;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]!);
    // Neighbours are of like size: the last one's factor is near this one's.
    while (size * factor < most / 10 && factor < LARGEST_FACTOR) factor *= 10;
    while (size * factor >= most && factor > 1 / LARGEST_FACTOR) factor /= 10;
    out[i] = Math.round(values[i]! * factor) / factor;
  }
  return out;
}

/** What is smaller than a part in this is nothing. */
const LARGEST_FACTOR = 1e30;
