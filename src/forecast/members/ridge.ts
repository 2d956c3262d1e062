/**
 * Ridge regression that shrinks to a prior instead of to zero: minimises Σ w (y − xβ)² + Σ λ_j (β_j − β0_j)².
 * Normal equations are accumulated row by row, so that one pass over the history serves every origin on its way.
 * Source: Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2nd ed., §3.4.1.
 */
export interface NormalEquations {
  /** Number of features. */
  readonly size: number;
  /** (X|y)ᵀ(X|y): its lower triangle, row by row without gaps; Xᵀy is the last row. */
  readonly gram: Float64Array;
  /** Rows not yet multiplied in, each times the root of its weight; zeros behind them. */
  readonly waiting: Float64Array;
  /** How many of them. */
  rows: number;
  /** Sum of the rows' weights. */
  weight: number;
}

/** Rows are multiplied in together: one pass over the sums serves them all. */
const ROWS_TOGETHER = 4;

/** Where row `i` of a triangle begins. */
function rowOf(i: number): number {
  return (i * (i + 1)) / 2;
}

/** Equations for several fits of one size, side by side in memory. */
export function manyEquations(count: number, size: number): readonly NormalEquations[] {
  const sums = rowOf(size + 1);
  const length = sums + ROWS_TOGETHER * (size + 1);
  const memory = new Float64Array(count * length);
  return Array.from({ length: count }, (_, k) => ({
    size,
    gram: memory.subarray(k * length, k * length + sums),
    waiting: memory.subarray(k * length + sums, (k + 1) * length),
    rows: 0,
    weight: 0,
  }));
}

export function emptyEquations(size: number): NormalEquations {
  return manyEquations(1, size)[0]!;
}

export function addRow(equations: NormalEquations, x: Float64Array, y: number, weight = 1): void {
  const { size, waiting, rows } = equations;
  const root = weight === 1 ? 1 : Math.sqrt(weight);
  const at = rows * (size + 1);
  for (let i = 0; i < size; i++) waiting[at + i] = root * x[i]!;
  waiting[at + size] = root * y;
  equations.weight += weight;
  equations.rows = rows + 1;
  if (equations.rows === ROWS_TOGETHER) multiplyIn(equations);
}

/** Makes `sum` that of no rows. */
export function emptied(sum: NormalEquations): NormalEquations {
  sum.gram.fill(0);
  sum.waiting.fill(0);
  sum.rows = 0;
  sum.weight = 0;
  return sum;
}

/** Adds the rows of all parts, each times the part's weight, to those of `sum`; one pass serves four parts. */
export function addEquations(
  sum: NormalEquations,
  parts: readonly NormalEquations[],
  weights: readonly number[],
): void {
  for (let p = 0; p < parts.length; p++) sum.weight += weights[p]! * parts[p]!.weight;
  for (let p = 0; p < parts.length; p += 4) {
    // Where fewer than four are left, the first of them stands in with no weight.
    const a = gramOf(parts[p]!);
    const b = gramOf(parts[p + 1] ?? parts[p]!);
    const c = gramOf(parts[p + 2] ?? parts[p]!);
    const d = gramOf(parts[p + 3] ?? parts[p]!);
    addFour(sum.gram, [a, b, c, d], [weights[p]!, weights[p + 1] ?? 0, weights[p + 2] ?? 0, weights[p + 3] ?? 0]);
  }
}

type Four<T> = readonly [T, T, T, T];

function addFour(to: Float64Array, [a, b, c, d]: Four<Float64Array>, [u, v, w, x]: Four<number>): void {
  for (let at = 0; at < to.length; at++) to[at]! += u * a[at]! + v * b[at]! + w * c[at]! + x * d[at]!;
}

/** The sums of all rows. */
function gramOf(equations: NormalEquations): Float64Array {
  if (equations.rows > 0) multiplyIn(equations);
  return equations.gram;
}

/** Adds the waiting rows to the sums. */
function multiplyIn(equations: NormalEquations): void {
  const { size, gram, waiting } = equations;
  const second = size + 1;
  const third = 2 * second;
  const fourth = 3 * second;
  let at = 0;
  for (let i = 0; i <= size; i++) {
    const a = waiting[i]!;
    const b = waiting[second + i]!;
    const c = waiting[third + i]!;
    const d = waiting[fourth + i]!;
    for (let j = 0; j <= i; j++, at++) {
      gram[at]! += a * waiting[j]! + b * waiting[second + j]! + c * waiting[third + j]! + d * waiting[fourth + j]!;
    }
  }
  waiting.fill(0);
  equations.rows = 0;
}

/** Where a solution is worked out; overwritten by each, so that fits of one size need one only. */
export interface Workplace {
  /** Of the lower triangular factor, its rows without gaps, and the solution of its first half as a last row. */
  readonly factor: Float64Array;
  /** One over the factor's diagonal. */
  readonly inverse: Float64Array;
}

export function workplace(size: number): Workplace {
  return { factor: new Float64Array(rowOf(size + 1)), inverse: new Float64Array(size) };
}

/**
 * Solves (XᵀX + diag(penalty)) β = Xᵀy + penalty ∘ prior by Cholesky's decomposition.
 * @param penalty shape (size,), each > 0
 * @param prior   shape (size,)
 */
export function solveRidge(
  equations: NormalEquations,
  penalty: Float64Array,
  prior: Float64Array,
  room: Workplace = workplace(equations.size),
): Float64Array {
  if (equations.rows > 0) multiplyIn(equations);
  const { size, gram } = equations;
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
  if (equations.rows > 0) multiplyIn(equations);
  const { size, gram, weight } = equations;
  let trace = 0;
  for (let j = 0; j < size; j++) trace += gram[rowOf(j) + j]!;
  const scale = rows / Math.max(weight, 1e-9);
  for (let j = 0; j < size; j++) into[j] = 1e-12 + scale * (gram[rowOf(j) + j]! + common * trace);
  return into;
}
