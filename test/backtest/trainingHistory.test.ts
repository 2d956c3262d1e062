import { describe, expect, it } from "vitest";
import { trainingHistory } from "../../src/backtest/headstart/trainingHistory.ts";
import { MINUTE } from "../../src/units/duration.ts";
import { flat, MONDAY, track } from "./scenarios.ts";

const at = (minute: number): number => MONDAY + minute * MINUTE;

describe("what the forecast of a replay may know", () => {
  // One sample a minute; the one of minute 7 is the only high one.
  const burst = trainingHistory(track({ values: [...flat(1, 7), 9, ...flat(2, 22)], warmUp: 10 }));

  it("is the last sample of each five minutes, so a peak between them is in none", () => {
    expect([...burst.until(at(20)).values]).toEqual([1, 2, 2, 2]);
  });

  it("and the largest sample of each, once the five minutes are over", () => {
    expect([...burst.peaksUntil(at(20)).values]).toEqual([1, 9, 2, 2]);
    expect(burst.until(at(20)).start, "the first value is of minute 5").toBe(at(5));
    expect([...burst.peaksUntil(at(9)).values], "minute 7 lies in a step that is not over").toEqual([1]);
    expect([burst.largestUntil(at(9)), burst.largestUntil(at(10))]).toEqual([1, 9]);
  });

  it("a recording that is coarser than the grid is held until its next sample", () => {
    const coarse = trainingHistory(track({ values: [4, 8, 6, 2], every: 10, warmUp: 10 }));
    expect([...coarse.peaksUntil(at(30)).values]).toEqual([...coarse.until(at(30)).values]);
  });
});
