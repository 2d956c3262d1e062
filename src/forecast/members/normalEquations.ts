/**
 * Normal equations of a regression, accumulated row by row, so that one pass over the history serves every origin on
 * its way.
 * Source: Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2nd ed., §3.2.
 */
export interface NormalEquations {
  /** Number of features. */
  readonly size: number;
  /** (X|y)ᵀ(X|y): its lower triangle, row by row without gaps; Xᵀy is the last row. */
  readonly gram: Float64Array;
  /** Rows not yet multiplied in, each times the root of its weight; what lies behind them is of no account. */
  readonly waiting: Float64Array;
  /** How many of them. */
  rows: number;
  /** Sum of the rows' weights. */
  weight: number;
}

/** Rows are multiplied in together: one pass over the sums serves them all. */
const ROWS_TOGETHER = 4;

/** Where row `i` of a triangle begins. */
export function rowOf(i: number): number {
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
export function gramOf(equations: NormalEquations): Float64Array {
  if (equations.rows > 0) multiplyIn(equations);
  return equations.gram;
}

/** Adds the waiting rows to the sums, two rows of the triangle at once: both need the same of the waiting ones. */
function multiplyIn(equations: NormalEquations): void {
  const { size, gram, waiting, rows } = equations;
  const second = size + 1;
  const third = 2 * second;
  const fourth = 3 * second;
  if (rows < ROWS_TOGETHER) waiting.fill(0, rows * second);
  // Of an odd number the first stands alone.
  const alone = second % 2;
  for (let r = 0; alone === 1 && r < ROWS_TOGETHER; r++) gram[0]! += waiting[r * second]! ** 2;
  for (let i = alone; i < size; i += 2) {
    const row = rowOf(i);
    const next = rowOf(i + 1);
    const a0 = waiting[i]!;
    const b0 = waiting[second + i]!;
    const c0 = waiting[third + i]!;
    const d0 = waiting[fourth + i]!;
    const a1 = waiting[i + 1]!;
    const b1 = waiting[second + i + 1]!;
    const c1 = waiting[third + i + 1]!;
    const d1 = waiting[fourth + i + 1]!;
    for (let j = 0; j <= i; j++) {
      const a = waiting[j]!;
      const b = waiting[second + j]!;
      const c = waiting[third + j]!;
      const d = waiting[fourth + j]!;
      gram[row + j]! += a0 * a + b0 * b + c0 * c + d0 * d;
      gram[next + j]! += a1 * a + b1 * b + c1 * c + d1 * d;
    }
    gram[next + i + 1]! += a1 * a1 + b1 * b1 + c1 * c1 + d1 * d1;
  }
  equations.rows = 0;
}
