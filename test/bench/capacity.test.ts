import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  historyTable,
  type Measured,
  type PastState,
  stateOf,
  withState,
} from "../../bench/capacity/capacityHistory.ts";
import { keptOrMade } from "../../bench/capacity/keptResults.ts";
import { engineOf, type Origin, originText } from "../../bench/capacity/origin.ts";
import { SHARES } from "../../src/backtest/curve.ts";
import { BEST_SIMPLE, type PolicyCurve } from "../../src/backtest/summary.ts";

const folder = mkdtempSync(join(tmpdir(), "headstart-kept-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NOW: Origin = { engine: "e2", commit: "abc1234", measured: "2026-11-25" };
const THEN: Origin = { engine: "e1", commit: "abc0000", measured: "2026-11-24" };

describe("results of the capacity benchmark that are kept", () => {
  const path = join(folder, "12m", "series.json");
  const make = (value: number) => () => Promise.resolve(value);

  it("are taken while the engine is the same, and made anew by another one", async () => {
    expect(await keptOrMade(path, { origin: NOW, keptOnly: true }, make(0))).toBeUndefined();
    expect(await keptOrMade(path, { origin: THEN, keptOnly: false }, make(1))).toEqual({ origin: THEN, value: 1 });
    expect(await keptOrMade(path, { origin: THEN, keptOnly: false }, make(2))).toEqual({ origin: THEN, value: 1 });
    expect(await keptOrMade(path, { origin: NOW, keptOnly: true }, make(3))).toEqual({ origin: THEN, value: 1 });
    expect(await keptOrMade(path, { origin: NOW, keptOnly: false }, make(4))).toEqual({ origin: NOW, value: 4 });
  });

  it("count for nothing when they do not say what made them", async () => {
    const bare = join(folder, "bare.json");
    writeFileSync(bare, "[1]");
    expect(await keptOrMade(bare, { origin: NOW, keptOnly: true }, make(0))).toBeUndefined();
    expect(await keptOrMade(bare, { origin: NOW, keptOnly: false }, make(5))).toEqual({ origin: NOW, value: 5 });
  });

  it("say each state that they are of, once", () => {
    expect(originText([NOW])).toBe("Made on commit abc1234 (engine e2) on 2026-11-25.");
    expect(originText([NOW, THEN, NOW])).toContain("on 2026-11-25: 2; commit abc0000 (engine e1) on 2026-11-24: 1.");
  });
});

describe("the engine that a result is of", () => {
  it("is another one when a source of it changes, and the same when only the report does", () => {
    const root = join(folder, "project");
    const write = (path: string, text: string): void => {
      mkdirSync(join(root, path, ".."), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    write("src/forecast/a.ts", "1");
    write("src/plan/b.ts", "1");
    write("src/backtest/report/page.ts", "1");
    const before = engineOf(root);
    write("src/backtest/report/page.ts", "2");
    expect(engineOf(root)).toBe(before);
    write("src/plan/b.ts", "2");
    expect(engineOf(root)).not.toBe(before);
  });
});

function curve(policy: string, costs: readonly number[]): PolicyCurve {
  return { policy, atShares: SHARES.map((share) => ({ share, costs, reached: costs.length, mean: 0 })) };
}

describe("the states of the project beside each other", () => {
  const measured: Measured = {
    series: ["a", "b"],
    curves: [curve("headstart", [2, 3]), curve("foresight", [1, 1]), curve(BEST_SIMPLE, [4, 9])],
    origins: [NOW, NOW],
  };
  const past: PastState = { ...THEN, leadTime: "12m", costs: { b: [9, 9, 9], c: [1, 1, 1] } };

  it("are compared on the series that both have", () => {
    const now = stateOf("12m", measured)!;
    const path = join(folder, "history.jsonl");
    withState(path, past);
    expect(historyTable(withState(path, now), measured).rows).toEqual([
      ["abc0000", "2026-11-24", "1", "9.000 / 9.000 / 9.000", "3.000 / 3.000 / 3.000", "0 / 0 / 0 %", "50 / 50 / 50 %"],
      [
        "abc1234",
        "2026-11-25",
        "2",
        ...Array<string>(2).fill("2.449 / 2.449 / 2.449"),
        ...Array<string>(2).fill("50 / 50 / 50 %"),
      ],
    ]);
    expect(withState(path, now), "the same state again takes its own place").toHaveLength(2);
  });

  it("are none where runs of two engines stand side by side", () => {
    expect(stateOf("12m", { ...measured, origins: [THEN, NOW] })).toBeUndefined();
  });
});
