import { expect, it } from "vitest";
import { EquationsByHour, hourOfDay } from "../../src/forecast/members/equationsByHour.ts";
import { relativePenalty, solveRidge } from "../../src/forecast/members/ridge.ts";

/** One feature, always 1: the fit is the weighted mean of y. */
function meanOf(equations: ReturnType<EquationsByHour["all"]>): number {
  return solveRidge(equations, relativePenalty(equations, 0), Float64Array.of(0))[0]!;
}

function rows(...given: readonly (readonly [hour: number, y: number])[]): EquationsByHour {
  const equations = new EquationsByHour(1);
  for (const [hour, y] of given) equations.addRow(hour, Float64Array.of(1), y);
  return equations;
}

it("all rows weigh the same whatever their hour", () => {
  expect(meanOf(rows([3, 1], [15, 5], [23.5, 9]).all())).toBeCloseTo(5, 9);
});

it("near an hour a row weighs exp(−½ (Δ / 1.5 h)²), measured from the middle of its two hours", () => {
  // Places at 6 h and 8 h stand in parts with middles 6.5 h and 8.5 h of whole hours: 0.5 h and 2.5 h from 6 h.
  const [here, there] = [Math.exp(-0.5 * (0.5 / 1.5) ** 2), Math.exp(-0.5 * (2.5 / 1.5) ** 2)];
  expect(meanOf(rows([6, 10], [8, 20]).near(6))).toBeCloseTo((10 * here + 20 * there) / (here + there), 9);
});

it("midnight is no border, and noon says nothing about it", () => {
  const near = rows([23, 4], [12, 1000]).near(0);
  expect(meanOf(near)).toBeCloseTo(4, 9);
});

it("without rows near an hour the fit stays at its prior", () => {
  const near = rows([12, 1000]).near(0);
  expect(solveRidge(near, relativePenalty(near, 50), Float64Array.of(0.3))[0]).toBeCloseTo(0.3, 9);
});

it.each([
  { place: 0, day: 288, hour: 0, why: "five-minute steps begin at midnight" },
  { place: 287, day: 288, hour: 23 + 11 / 12, why: "and end five minutes before the next" },
  { place: 49, day: 24, hour: 1, why: "hours go round every day" },
  { place: 3, day: 1, hour: 0, why: "a step of a day has no hour" },
])("hour of the day: $why", ({ place, day, hour }) => {
  expect(hourOfDay(place, day)).toBeCloseTo(hour, 9);
});
