import { describe, expect, it } from "vitest";
import {
  addEquations,
  addRow,
  emptied,
  emptyEquations,
  manyEquations,
  type NormalEquations,
} from "../../src/forecast/members/normalEquations.ts";
import { relativePenalty, solveRidge } from "../../src/forecast/members/ridge.ts";
import { seeded } from "./history.ts";

interface Row {
  readonly x: Float64Array;
  readonly y: number;
  readonly weight: number;
}

/** More rows than are multiplied in together, and not a multiple of them. */
function rows(count: number, size: number): readonly Row[] {
  const random = seeded(9);
  return Array.from({ length: count }, () => {
    const x = Float64Array.from({ length: size }, () => random() - 0.5);
    return { x, y: x[0]! * 2 - x[size - 1]! + random() / 10, weight: random() };
  });
}

function equationsOf(from: readonly Row[], size: number): NormalEquations {
  const equations = emptyEquations(size);
  for (const { x, y, weight } of from) addRow(equations, x, y, weight);
  return equations;
}

/** A second implementation: (Σ w x xᵀ + Λ) β = Σ w x y + Λ β₀ by Gauss' elimination with pivots. */
function byElimination(from: readonly Row[], penalty: Float64Array, prior: Float64Array): number[] {
  const size = prior.length;
  const a = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size + 1 }, (_, j) => {
      const sum = from.reduce((s, { x, y, weight }) => s + weight * x[i]! * (j === size ? y : x[j]!), 0);
      return sum + (i === j ? penalty[i]! : 0) + (j === size ? penalty[i]! * prior[i]! : 0);
    }),
  );
  for (let c = 0; c < size; c++) {
    const pivot = a.reduce((best, row, r) => (r >= c && Math.abs(row[c]!) > Math.abs(a[best]![c]!) ? r : best), c);
    [a[c], a[pivot]] = [a[pivot]!, a[c]!];
    a.forEach((row, r) => {
      const factor = r === c ? 0 : row[c]! / a[c]![c]!;
      for (let j = c; j <= size; j++) row[j]! -= factor * a[c]![j]!;
    });
  }
  return a.map((row, r) => row[size]! / row[r]!);
}

describe("solveRidge", () => {
  it("of one feature is (Σ w x y + λ β₀) / (Σ w x² + λ): (2 + 2 · 6 + 3 · 1) / (1 + 2 · 4 + 3) = 17 / 12", () => {
    const equations = emptyEquations(1);
    addRow(equations, Float64Array.of(1), 2, 1);
    addRow(equations, Float64Array.of(2), 3, 2);
    expect(solveRidge(equations, Float64Array.of(3), Float64Array.of(1))[0]).toBeCloseTo(17 / 12, 12);
  });

  it.each([1, 2, 3, 4, 7, 16, 19])("of %i features is what Gauss' elimination finds", (size) => {
    const from = rows(101, size);
    const penalty = Float64Array.from({ length: size }, (_, j) => 0.1 + j / 10);
    const prior = Float64Array.from({ length: size }, (_, j) => (j % 3) - 1);
    const found = solveRidge(equationsOf(from, size), penalty, prior);
    byElimination(from, penalty, prior).forEach((beta, j) => expect(found[j]).toBeCloseTo(beta, 9));
  });

  it("of several sets side by side fits each by its own rows", () => {
    const sets = manyEquations(3, 4);
    const given = [rows(30, 4).slice(0, 9), rows(30, 4).slice(9, 20), rows(30, 4).slice(20)];
    given.forEach((own, k) => own.forEach(({ x, y, weight }) => addRow(sets[k]!, x, y, weight)));
    const [penalty, prior] = [new Float64Array(4).fill(0.3), new Float64Array(4)];
    given.forEach((own, k) => {
      const found = solveRidge(sets[k]!, penalty, prior);
      byElimination(own, penalty, prior).forEach((beta, j) => expect(found[j]).toBeCloseTo(beta, 9));
    });
  });

  it("solved half way and fed on is the same as fed at once: one pass serves every origin", () => {
    const from = rows(50, 5);
    const [penalty, prior] = [new Float64Array(5).fill(0.5), new Float64Array(5)];
    const equations = equationsOf(from.slice(0, 21), 5);
    solveRidge(equations, penalty, prior);
    for (const { x, y, weight } of from.slice(21)) addRow(equations, x, y, weight);
    const whole = solveRidge(equationsOf(from, 5), penalty, prior);
    solveRidge(equations, penalty, prior).forEach((beta, j) => expect(beta).toBeCloseTo(whole[j]!, 10));
  });

  it("without rows is the prior, and stays finite when features are the same twice", () => {
    const prior = Float64Array.of(0.25, -1);
    const none = emptyEquations(2);
    expect([...solveRidge(none, relativePenalty(none, 30), prior)]).toEqual([0.25, -1]);
    const twins = emptyEquations(2);
    for (let k = 0; k < 40; k++) addRow(twins, Float64Array.of(k, k), 3 * k);
    const beta = solveRidge(twins, relativePenalty(twins, 1), new Float64Array(2));
    expect(beta[0]! + beta[1]!).toBeCloseTo(3, 0);
  });
});

describe("relativePenalty", () => {
  it("weighs as so many rows of the mean square of each feature, and a part of all: 2 / 4 · (4 + 0.1 · 40)", () => {
    const equations = emptyEquations(2);
    for (let k = 0; k < 4; k++) addRow(equations, Float64Array.of(1, 3), 0);
    const penalty = relativePenalty(equations, 2, 0.1);
    expect(penalty[0]).toBeCloseTo(4, 9);
    expect(penalty[1]).toBeCloseTo((2 / 4) * (36 + 4), 9);
  });
});

describe("addEquations", () => {
  it("gives the equations of all rows, each times the weight of its own", () => {
    const from = rows(60, 6);
    const [first, second] = [equationsOf(from.slice(0, 33), 6), equationsOf(from.slice(33), 6)];
    const sum = emptied(equationsOf(from, 6));
    addEquations(sum, [first, second], [0.5, 2]);
    const weighted = from.map((row, k) => ({ ...row, weight: row.weight * (k < 33 ? 0.5 : 2) }));
    const [penalty, prior] = [new Float64Array(6).fill(0.2), new Float64Array(6).fill(1)];
    byElimination(weighted, penalty, prior).forEach((beta, j) =>
      expect(solveRidge(sum, penalty, prior)[j]).toBeCloseTo(beta, 9),
    );
    expect(sum.weight).toBeCloseTo(
      weighted.reduce((s, { weight }) => s + weight, 0),
      9,
    );
  });
});
