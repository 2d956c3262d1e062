import {
  addEquations,
  addRow,
  emptied,
  emptyEquations,
  manyEquations,
  type NormalEquations,
} from "./normalEquations.ts";

/** Rows are kept apart by so many parts of the day, of two hours each. */
const PARTS = 12;
/** Rows this many hours of the day away weigh exp(−½). */
const NEAR_HOURS = 1.5;
/** Parts of the day further away than this weigh nothing. */
const FURTHEST_HOURS = 4;

/**
 * Normal equations kept apart by the time of day at which their rows stand, so that one pass serves both a fit of all
 * rows and, for any origin, one in which rows near its time of day count most: w = exp(−½ (Δ hours / 1.5)²).
 * How much of yesterday returns is not the same before the morning's rise as in the evening.
 * Source: Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2nd ed., §6.3 (local regression).
 */
export class EquationsByHour {
  private readonly parts: readonly NormalEquations[];
  private readonly sum: NormalEquations;

  /** @param sum where `all` and `near` add up; may serve several whose sums are not needed at once */
  constructor(size: number, sum = emptyEquations(size)) {
    this.sum = sum;
    this.parts = manyEquations(PARTS, size);
  }

  /** @param hour of the day, within [0, 24) */
  addRow(hour: number, x: Float64Array, y: number): void {
    addRow(this.parts[Math.floor((hour * PARTS) / 24)]!, x, y);
  }

  /** All rows; what it was is overwritten when it, or `near`, is asked for again. */
  all(): NormalEquations {
    return this.summed(this.parts, ONES);
  }

  /** Rows near an hour of the day; overwritten as in `all`. */
  near(hour: number): NormalEquations {
    const parts: NormalEquations[] = [];
    const weights: number[] = [];
    for (let part = 0; part < PARTS; part++) {
      const weight = nearness(part, hour);
      if (weight > 0) weights.push(weight);
      if (weight > 0) parts.push(this.parts[part]!);
    }
    return this.summed(parts, weights);
  }

  private summed(parts: readonly NormalEquations[], weights: readonly number[]): NormalEquations {
    const sum = emptied(this.sum);
    addEquations(sum, parts, weights);
    return sum;
  }
}

const ONES: readonly number[] = new Array<number>(PARTS).fill(1);

/** The hour of the day, within [0, 24), at which a place on a grid of `day` steps a day stands. */
export function hourOfDay(place: number, day: number): number {
  return ((place % day) * 24) / day;
}

/** Between the middle of a part of the day and an hour, around midnight too. */
function nearness(part: number, hour: number): number {
  const apart = Math.abs(((part + 0.5) * 24) / PARTS - 0.5 - hour);
  const hours = Math.min(apart, 24 - apart);
  return hours > FURTHEST_HOURS ? 0 : Math.exp(-0.5 * (hours / NEAR_HOURS) ** 2);
}
