import { gramOf, type NormalEquations, rowOf } from "./normalEquations.ts";

/** Where a solution is worked out; overwritten by each, so that fits of one size need one only. */
export interface Workplace {
  /** Of the lower triangular factor, its rows without gaps, and the solution of its first half as a last row. */
  readonly factor: Float64Array;
  /** One over the factor's diagonal. */
  readonly inverse: Float64Array;
  readonly penalty: Float64Array;
}

export function workplace(size: number): Workplace {
  return {
    factor: new Float64Array(rowOf(size + 1)),
    inverse: new Float64Array(size),
    penalty: new Float64Array(size),
  };
}

/**
 * Ridge regression that shrinks to a prior instead of to zero: minimises Σ w (y − xβ)² + Σ λ_j (β_j − β0_j)²,
 * by Cholesky's decomposition of (XᵀX + diag(λ)) β = Xᵀy + λ ∘ β0.
 * Source: Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2nd ed., §3.4.1.
 * @param penalty shape (size,), each > 0
 * @param prior   shape (size,)
 */
export function solveRidge(
  equations: NormalEquations,
  penalty: Float64Array,
  prior: Float64Array,
  room: Workplace = workplace(equations.size),
): Float64Array {
  const { size } = equations;
  const gram = gramOf(equations);
  const { factor, inverse } = room;
  factor.set(gram);
  for (let i = 0; i < size; i++) {
    factor[rowOf(i) + i]! += penalty[i]!;
    factor[rowOf(size) + i]! += penalty[i]! * prior[i]!;
  }
  decompose(room, size);
  const beta = new Float64Array(size);
  const last = rowOf(size);
  for (let i = size - 1; i >= 0; i--) {
    const row = rowOf(i);
    const b = factor[last + i]! * inverse[i]!;
    beta[i] = b;
    for (let k = 0; k < i; k++) factor[last + k]! -= b * factor[row + k]!;
  }
  return beta;
}

/** Cholesky's decomposition in place; two columns at a time, whose sums do not wait for each other. */
function decompose({ factor, inverse }: Workplace, size: number): void {
  for (let i = 0; i <= size; i++) {
    const row = rowOf(i);
    let j = 0;
    for (; j + 1 < i; j += 2) {
      const first = rowOf(j);
      const second = first + j + 1;
      let a = factor[row + j]!;
      let b = factor[row + j + 1]!;
      for (let k = 0; k < j; k++) {
        const common = factor[row + k]!;
        a -= common * factor[first + k]!;
        b -= common * factor[second + k]!;
      }
      a *= inverse[j]!;
      factor[row + j] = a;
      factor[row + j + 1] = (b - a * factor[second + j]!) * inverse[j + 1]!;
    }
    if (j < i) factor[row + j] = (factor[row + j]! - product(factor, row, rowOf(j), j)) * inverse[j]!;
    // Rounding can push a pivot of nearly collinear features below zero; a tiny one keeps the solution at the prior.
    if (i < size) inverse[i] = 1 / Math.sqrt(Math.max(factor[row + i]! - product(factor, row, row, i), 1e-12));
  }
}

/** Σ of so many places behind `a` times those behind `b`. */
function product(values: Float64Array, a: number, b: number, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += values[a + k]! * values[b + k]!;
  return sum;
}

/**
 * Added to every feature's own square, as a part of the mean of all, so that a feature that never moves stays at
 * its prior.
 */
const COMMON_PART = 0.02;

/**
 * The penalty that weighs as `rows` rows of the data, in units of each feature.
 * @param into where it is written
 * @returns shape (size,)
 */
export function relativePenalty(
  equations: NormalEquations,
  rows: number,
  common = COMMON_PART,
  into: Float64Array = new Float64Array(equations.size),
): Float64Array {
  const { size, weight } = equations;
  const gram = gramOf(equations);
  let trace = 0;
  for (let j = 0; j < size; j++) trace += gram[rowOf(j) + j]!;
  const scale = rows / Math.max(weight, 1e-9);
  for (let j = 0; j < size; j++) into[j] = 1e-12 + scale * (gram[rowOf(j) + j]! + common * trace);
  return into;
}

/** Shrunk to a prior that weighs as so many rows, each feature in its own units. */
export function shrunk(equations: NormalEquations, rows: number, prior: Float64Array, room: Workplace): Float64Array {
  return solveRidge(equations, relativePenalty(equations, rows, COMMON_PART, room.penalty), prior, room);
}
