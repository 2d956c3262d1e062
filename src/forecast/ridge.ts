/**
 * Ridge regression that shrinks to a prior instead of to zero: minimises Σ w (y − xβ)² + Σ λ_j (β_j − β0_j)².
 * Normal equations are accumulated row by row, so that one pass over the history serves every origin on its way.
 * Source: Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2nd ed., §3.4.1.
 */
export interface NormalEquations {
  /** Number of features. */
  readonly size: number;
  /** XᵀX, lower triangle row by row in a full square. */
  readonly gram: Float64Array;
  /** Xᵀy */
  readonly moment: Float64Array;
  /** Sum of the rows' weights. */
  weight: number;
}

export function emptyEquations(size: number): NormalEquations {
  return { size, gram: new Float64Array(size * size), moment: new Float64Array(size), weight: 0 };
}

export function addRow(equations: NormalEquations, x: Float64Array, y: number, weight = 1): void {
  const { size, gram, moment } = equations;
  equations.weight += weight;
  for (let i = 0; i < size; i++) {
    const wx = weight * x[i]!;
    moment[i]! += wx * y;
    const row = i * size;
    for (let j = 0; j <= i; j++) gram[row + j]! += wx * x[j]!;
  }
}

/**
 * Solves (XᵀX + diag(penalty)) β = Xᵀy + penalty ∘ prior by Cholesky's decomposition.
 * @param penalty shape (size,), each > 0
 * @param prior   shape (size,)
 */
export function solveRidge(equations: NormalEquations, penalty: Float64Array, prior: Float64Array): Float64Array {
  const { size, gram, moment } = equations;
  const lower = new Float64Array(size * size);
  const beta = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = gram[i * size + j]! + (i === j ? penalty[i]! : 0);
      for (let k = 0; k < j; k++) sum -= lower[i * size + k]! * lower[j * size + k]!;
      // Rounding can push a pivot of nearly collinear features below zero; a tiny one keeps the solution at the prior.
      lower[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / lower[j * size + j]!;
    }
    let sum = moment[i]! + penalty[i]! * prior[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i * size + k]! * beta[k]!;
    beta[i] = sum / lower[i * size + i]!;
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
export function relativePenalty(
  { size, gram, weight }: NormalEquations,
  rows: number,
  common = COMMON_PART,
): Float64Array {
  let trace = 0;
  for (let j = 0; j < size; j++) trace += gram[j * size + j]!;
  const scale = rows / Math.max(weight, 1e-9);
  return Float64Array.from({ length: size }, (_, j) => 1e-12 + scale * (gram[j * size + j]! + common * trace));
}
