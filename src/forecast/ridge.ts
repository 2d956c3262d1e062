/**
 * Ridge regression that shrinks to a prior instead of to zero: minimises Σ w (y − xβ)² + Σ λ_j (β_j − β0_j)².
 * Normal equations are accumulated row by row, so that one pass over the history serves every origin on its way.
 * Source: Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2nd ed., §3.4.1.
 */
export interface NormalEquations {
  /** Number of features. */
  readonly size: number;
  /** Length of a row of `gram`: the features, y, and zeros up to a multiple of four. */
  readonly stride: number;
  /** (X|y)ᵀ(X|y), lower triangle row by row in a full square; Xᵀy is its row `size`. */
  readonly gram: Float64Array;
  /** Rows not yet multiplied in, each times the root of its weight. */
  readonly waiting: Float64Array;
  /** How many of them. */
  rows: number;
  /** Sum of the rows' weights. */
  weight: number;
}

/** Rows are multiplied in together: sums then stay in registers, which takes half of the time. */
const ROWS_TOGETHER = 16;

export function emptyEquations(size: number): NormalEquations {
  const stride = (size + 4) & ~3;
  const waiting = new Float64Array(ROWS_TOGETHER * stride);
  return { size, stride, gram: new Float64Array(stride * stride), waiting, rows: 0, weight: 0 };
}

export function addRow(equations: NormalEquations, x: Float64Array, y: number, weight = 1): void {
  const { size, stride, waiting, rows } = equations;
  const root = weight === 1 ? 1 : Math.sqrt(weight);
  const at = rows * stride;
  for (let i = 0; i < size; i++) waiting[at + i] = root * x[i]!;
  waiting[at + size] = root * y;
  equations.weight += weight;
  equations.rows = rows + 1;
  if (equations.rows === ROWS_TOGETHER) multiplyIn(equations);
}

/** Makes `sum` that of no rows. */
export function emptied(sum: NormalEquations): NormalEquations {
  sum.gram.fill(0);
  sum.rows = 0;
  sum.weight = 0;
  return sum;
}

/** Adds the rows of `part`, each times `weight`, to those of `sum`. */
export function addEquations(sum: NormalEquations, part: NormalEquations, weight: number): void {
  if (part.weight === 0) return;
  if (part.rows > 0) multiplyIn(part);
  sum.weight += weight * part.weight;
  const [to, from] = [sum.gram, part.gram];
  for (let i = 0; i <= sum.size; i++) {
    const row = i * sum.stride;
    for (let at = row; at <= row + i; at++) to[at]! += weight * from[at]!;
  }
}

/** Adds the waiting rows to the sums, two rows by four columns at a time. */
function multiplyIn(equations: NormalEquations): void {
  const { size, stride, gram, waiting } = equations;
  const end = equations.rows * stride;
  equations.rows = 0;
  for (let i = 0; i <= size; i += 2) {
    for (let j = 0; j <= i + 1; j += 4) blockIn({ stride, gram, waiting }, i, j, end);
  }
}

type Sums = Pick<NormalEquations, "stride" | "gram" | "waiting">;

function blockIn({ stride, gram, waiting }: Sums, i: number, j: number, end: number): void {
  const upper = i * stride + j;
  const lower = upper + stride;
  let a0 = gram[upper]!;
  let a1 = gram[upper + 1]!;
  let a2 = gram[upper + 2]!;
  let a3 = gram[upper + 3]!;
  let b0 = gram[lower]!;
  let b1 = gram[lower + 1]!;
  let b2 = gram[lower + 2]!;
  let b3 = gram[lower + 3]!;
  for (let at = 0; at < end; at += stride) {
    const a = waiting[at + i]!;
    const b = waiting[at + i + 1]!;
    const x0 = waiting[at + j]!;
    const x1 = waiting[at + j + 1]!;
    const x2 = waiting[at + j + 2]!;
    const x3 = waiting[at + j + 3]!;
    a0 += a * x0;
    a1 += a * x1;
    a2 += a * x2;
    a3 += a * x3;
    b0 += b * x0;
    b1 += b * x1;
    b2 += b * x2;
    b3 += b * x3;
  }
  gram[upper] = a0;
  gram[upper + 1] = a1;
  gram[upper + 2] = a2;
  gram[upper + 3] = a3;
  gram[lower] = b0;
  gram[lower + 1] = b1;
  gram[lower + 2] = b2;
  gram[lower + 3] = b3;
}

/**
 * Solves (XᵀX + diag(penalty)) β = Xᵀy + penalty ∘ prior by Cholesky's decomposition.
 * @param penalty shape (size,), each > 0
 * @param prior   shape (size,)
 */
export function solveRidge(equations: NormalEquations, penalty: Float64Array, prior: Float64Array): Float64Array {
  if (equations.rows > 0) multiplyIn(equations);
  const { size, stride, gram } = equations;
  const lower = new Float64Array(size * size);
  const beta = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const row = i * size;
    for (let j = 0; j <= i; j++) {
      const other = j * size;
      let sum = gram[i * stride + j]! + (i === j ? penalty[i]! : 0);
      for (let k = 0; k < j; k++) sum -= lower[row + k]! * lower[other + k]!;
      // Rounding can push a pivot of nearly collinear features below zero; a tiny one keeps the solution at the prior.
      lower[row + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / lower[other + j]!;
    }
    let sum = gram[size * stride + i]! + penalty[i]! * prior[i]!;
    for (let k = 0; k < i; k++) sum -= lower[row + k]! * beta[k]!;
    beta[i] = sum / lower[row + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = beta[i]!;
    for (let k = i + 1; k < size; k++) sum -= lower[k * size + i]! * beta[k]!;
    beta[i] = sum / lower[i * size + i]!;
  }
  return beta;
}

/**
 * Added to every feature's own square, as a part of the mean of all, so that a feature that never moves stays at
 * its prior.
 */
const COMMON_PART = 0.02;

/**
 * The penalty that weighs as `rows` rows of the data, in units of each feature.
 * @returns shape (size,)
 */
export function relativePenalty(equations: NormalEquations, rows: number, common = COMMON_PART): Float64Array {
  if (equations.rows > 0) multiplyIn(equations);
  const { size, stride, gram, weight } = equations;
  let trace = 0;
  for (let j = 0; j < size; j++) trace += gram[j * stride + j]!;
  const scale = rows / Math.max(weight, 1e-9);
  const penalty = new Float64Array(size);
  for (let j = 0; j < size; j++) penalty[j] = 1e-12 + scale * (gram[j * stride + j]! + common * trace);
  return penalty;
}
