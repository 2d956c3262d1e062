import { BUCKETS } from "./horizonBuckets.ts";
import { type Errors, errorsAt, isSettled, type Missed } from "./rehearsal.ts";

/** What the others are held against. */
export const YARDSTICK = "naive-day";
/** What is usual of a member weighs as so many light rehearsals: a day and a half of them. */
const BELIEF = 6;
/** A ratio beyond this says only that a member is no good. */
const MOST_RATIO = 4;

/** By member and bucket the error of what learns nothing over that of the yardstick. */
type Ratios = ReadonlyMap<string, Float64Array>;

/**
 * A member that learns nothing can be tried at any time of the past, at next to no cost: so the week before, which is
 * known from the eighth day on, need not wait for days of rehearsals until it is believed. Rehearsals that began
 * before it could speak are filled with e = e_day r, e_day the error of yesterday's value in that rehearsal and
 * r = Σ e' / Σ e'_day over light rehearsals at other times, six more of which are believed to show what is usual.
 * Without this, series with 8 to 16 days of history lose to plain "same time last week".
 * Source: Bates & Granger (1969), Operational Research Quarterly 20 (weights from past errors).
 */
export class LightRehearsals {
  private readonly missed: readonly Missed[];
  private readonly usual: ReadonlyMap<string, number>;
  private readonly settled: (Errors | undefined)[] = [];

  /**
   * @param missed of light rehearsals, oldest first; each with a path of the yardstick
   * @param usual  by member its usual error over that of the yardstick; 1 where absent
   */
  constructor(missed: readonly Missed[], usual: ReadonlyMap<string, number>) {
    this.missed = missed;
    this.usual = usual;
  }

  /** @returns `past` with what its rehearsals lack, as far as outcomes before `now` tell; itself when nothing is */
  filled(past: readonly Errors[], now: number): readonly Errors[] {
    if (this.missed.length === 0) return past;
    const ratios = this.ratiosAt(now);
    return ratios.size === 0 ? past : past.map((errors) => filledIn(errors, ratios));
  }

  private ratiosAt(now: number): Ratios {
    const sums = new Map<string, Sums>();
    for (let k = 0; k < this.missed.length && this.missed[k]!.said.origin < now; k++) {
      const { members, shares } = this.errorsAt(k, now);
      const yardstick = members.get(YARDSTICK)!;
      for (const [name, errors] of members) {
        if (name === YARDSTICK) continue;
        let sum = sums.get(name);
        if (sum === undefined) {
          sum = {
            own: new Float64Array(BUCKETS),
            yardstick: new Float64Array(BUCKETS),
            seen: new Float64Array(BUCKETS),
          };
          sums.set(name, sum);
        }
        for (let b = 0; b < BUCKETS; b++) {
          sum.own[b]! += shares[b]! * errors[b]!;
          sum.yardstick[b]! += shares[b]! * yardstick[b]!;
          sum.seen[b]! += shares[b]!;
        }
      }
    }
    return new Map([...sums].map(([name, sum]) => [name, ratiosOf(sum, this.usual.get(name) ?? 1)]));
  }

  private errorsAt(k: number, now: number): Errors {
    const missed = this.missed[k]!;
    if (!isSettled(missed.said, now)) return errorsAt(missed, now);
    return (this.settled[k] ??= errorsAt(missed, now));
  }
}

/** By bucket, over light rehearsals. */
interface Sums {
  readonly own: Float64Array;
  readonly yardstick: Float64Array;
  /** Light rehearsals whose outcomes are known, parts of one in proportion. */
  readonly seen: Float64Array;
}

/** Where nothing came yet, the bucket before tells. */
function ratiosOf({ own, yardstick, seen }: Sums, usual: number): Float64Array {
  const ratios = new Float64Array(BUCKETS);
  let last = 1;
  for (let b = 0; b < BUCKETS; b++) {
    const belief = (BELIEF * yardstick[b]!) / Math.max(1e-9, seen[b]!);
    if (yardstick[b]! > 0) last = Math.min(MOST_RATIO, (own[b]! + usual * belief) / (yardstick[b]! + belief));
    ratios[b] = last;
  }
  return ratios;
}

function filledIn(errors: Errors, ratios: Ratios): Errors {
  const yardstick = errors.members.get(YARDSTICK);
  if (yardstick === undefined) return errors;
  const members = new Map(errors.members);
  const guessed = new Set<string>();
  for (const [name, ratio] of ratios) {
    if (members.has(name)) continue;
    guessed.add(name);
    members.set(
      name,
      yardstick.map((error, b) => error * ratio[b]!),
    );
  }
  return { ...errors, members, guessed };
}
