import { describe, expect, it } from "vitest";
import { passingIn, type Steps, without } from "../../src/forecast/input/passing.ts";
import { seeded } from "./history.ts";

const random = seeded(5);
const noise = Float64Array.from({ length: 28 * 24 }, () => random() / 10);
/** A day from 0 to 2.3 in logarithms, by the hour. */
const shapeOf = (days: number): Float64Array => noise.slice(0, 24 * days).map((v, i) => (i % 24) / 10 + v);

function moved(z: Float64Array, [from, to]: readonly [number, number], by: number): Float64Array {
  return z.map((v, i) => (i >= from && i < to ? v + by : v));
}

function stepsIn(runs: readonly Steps[]): number {
  return runs.reduce((sum, { from, to }) => sum + to - from, 0);
}

describe("passingIn", () => {
  it.each([
    { hours: 1, spikes: 1, changes: 0, why: "an hour is a spike" },
    { hours: 3, spikes: 3, changes: 0, why: "three hours are one" },
    { hours: 4, spikes: 0, changes: 4, why: "four hours are a temporary change" },
    { hours: 24, spikes: 0, changes: 24, why: "so is a day" },
    { hours: 25, spikes: 0, changes: 0, why: "more than a day is how demand is" },
  ])("finds $spikes and $changes of $hours hours far below: $why", ({ hours, spikes, changes }) => {
    const found = passingIn(moved(shapeOf(28), [200, 200 + hours], -5), 24);
    expect(stepsIn(found.spikes)).toBe(spikes);
    expect(stepsIn(found.changes)).toBe(changes);
  });

  it.each([
    { days: 28, from: 200, by: 3, changes: 5, why: "a rise that two other weeks do not have" },
    { days: 14, from: 200, by: 3, changes: 0, why: "a rise that one other week does not have" },
    { days: 28, from: 200, by: 0.38, changes: 0, why: "less than half as much again" },
    { days: 14, from: 200, by: -0.6, changes: 5, why: "a fall that one other week does not have" },
    { days: 11, from: 130, by: -0.6, changes: 0, why: "a fall like a Sunday's, with no other week to tell" },
    { days: 11, from: 130, by: -5, changes: 5, why: "a fall below all that was, with no other week to tell" },
    { days: 28, from: 28 * 24 - 5, by: -5, changes: 0, why: "what is not over yet" },
  ])("$why: $changes hours in $days days", ({ days, from, by, changes }) => {
    expect(stepsIn(passingIn(moved(shapeOf(days), [from, from + 5], by), 24).changes)).toBe(changes);
  });

  it.each([
    { falls: 6, taken: 30, why: "six in four weeks are taken out" },
    { falls: 7, taken: 0, why: "more of them are how the series is" },
  ])("$why", ({ falls, taken }) => {
    const z = Array.from({ length: falls }, (_, k) => 30 + 91 * k).reduce(
      (values, from) => moved(values, [from, from + 5], -5),
      shapeOf(28),
    );
    expect(stepsIn(passingIn(z, 24).changes)).toBe(taken);
  });

  it.each([
    { jumps: 6, taken: 6, why: "six hours of two weeks are rare" },
    { jumps: 7, taken: 0, why: "a series with seven in two weeks is one that jumps" },
  ])("takes $taken of $jumps spikes: $why", ({ jumps, taken }) => {
    const z = shapeOf(14).map((v, i) => (i >= 29 && i < 29 + 29 * jumps && i % 29 === 0 ? v + 5 : v));
    expect(stepsIn(passingIn(z, 24).spikes)).toBe(taken);
  });

  it("takes a spike out beside weekends that are quiet, in the first two weeks, too", () => {
    for (const days of [12, 28]) {
      const weekends = shapeOf(days).map((v, i) => (Math.floor(i / 24) % 7 >= 5 ? v - 1 : v));
      expect(passingIn(moved(weekends, [200, 202], 2), 24)).toEqual({ spikes: [{ from: 200, to: 202 }], changes: [] });
    }
  });

  it("leaves a peak that returns every day or week, what has only just begun, and a history under three days", () => {
    const daily = shapeOf(14).map((v, i) => (i % 24 === 20 ? v + 5 : v));
    const weekly = shapeOf(28).map((v, i) => (i % 168 >= 100 && i % 168 < 106 ? v + 5 : v));
    const begun = moved(shapeOf(14), [335, 336], 5);
    const short = moved(shapeOf(3).slice(0, 71), [40, 41], 5);
    for (const z of [daily, weekly, begun, short]) expect(passingIn(z, 24)).toEqual({ spikes: [], changes: [] });
  });

  it("takes half an hour more on either side where steps are shorter than that", () => {
    const fine = Float64Array.from({ length: 28 * 288 }, (_, i) => shapeOf(28)[Math.floor(i / 12)]!);
    const outage = moved(fine, [200 * 12, 206 * 12], -5);
    expect(passingIn(outage, 288).changes).toEqual([{ from: 200 * 12 - 6, to: 206 * 12 + 6 }]);
  });
});

describe("without", () => {
  it("makes gaps of it, in a copy", () => {
    const z = Float64Array.of(1, 2, 3, 4);
    expect([...without(z, [{ from: 1, to: 3 }])]).toEqual([1, NaN, NaN, 4]);
    expect([...z]).toEqual([1, 2, 3, 4]);
    expect(without(z, [])).toBe(z);
  });
});
