import { describe, expect, it } from "vitest";
import { backtest, POLICIES, type Run } from "../../src/backtest/backtest.ts";
import type { Row } from "../../src/backtest/curve.ts";
import { htmlReport } from "../../src/backtest/report/htmlReport.ts";
import { COLUMNS_READ, figuresTable, POLICIES_READ, settingsTable } from "../../src/backtest/report/tables.ts";
import { milliseconds, MINUTE } from "../../src/units/duration.ts";
import { flat, track } from "./scenarios.ts";

function row(knob: string, overOracle: number, unservedShare: number): Row {
  const figures = { replicaHours: 1, reservedHours: 0, utilisation: 0.5, minutesShort: 0, worstHourUnserved: 0 };
  const rest = { served: 1 - unservedShare, replicasPeak: 1, changes: 0 };
  return { name: "headstart", knob, hpaTarget: 0.9, overOracle, unservedShare, ...figures, ...rest };
}

describe("the settings of headstart at each share", () => {
  it("are the cheapest that stay at or under it, and none where nothing does", () => {
    const rows = [
      row("p50+0%", 1.1, 0.02),
      row("p75+0%", 1.3, 0.01),
      row("p90+0%", 1.2, 0.009),
      row("p99+0%", 2, 0.001),
    ];
    expect(settingsTable(rows).rows).toEqual([
      ["1.00 %", "p90+0%", "0.9", "1.20", "0.9000 %"],
      ["0.10 %", "p99+0%", "0.9", "2.00", "0.1000 %"],
      ["0.01 %", "none", "", "", ""],
    ]);
  });
});

describe("what a reader is told", () => {
  it("each policy and each column but the first and the last has its sentence", () => {
    expect(POLICIES_READ.map((line) => line.split(":")[0])).toEqual([...POLICIES]);
    const said = COLUMNS_READ.join("; ");
    for (const column of figuresTable([]).head.slice(1, -1)) expect(said).toContain(`${column}: `);
  });

  it("the report of one series speaks of it alone, and its chart draws headstart over the others", () => {
    const { load } = track({ values: [...flat(4, 600), ...flat(9, 60), ...flat(4, 300)], warmUp: 480 });
    const leadTimes = [{ text: "5m", duration: milliseconds(5 * MINUTE) }];
    const shared = { leadTimes, campaigns: [], sweep: true, plots: true, warmUp: milliseconds(480 * MINUTE) };
    const made = backtest(load, { ...shared, policies: ["static", "headstart", "foresight"] });
    if (!made.ok) throw new Error(made.failure.message);
    const report = (runs: readonly Run[]): string =>
      htmlReport(runs, { command: "backtest --csv <x>", sweep: true, recommended: undefined });
    const one = report(made.value);
    const has = (page: string, words: string): boolean => page.includes(words);
    expect(has(one, "<code>headstart backtest --csv &lt;x&gt;</code>")).toBe(true);
    expect(has(one, "headstart's setting")).toBe(true);
    expect(has(one, "One setting for all series")).toBe(false);
    expect(has(report([...made.value, ...made.value]), "One setting for all series")).toBe(true);
    const colors = [...one.split("</svg>")[0]!.matchAll(/stroke="(#\w+)"/g)].map(([, color]) => color);
    expect(colors.at(-1)).toBe("#d55e00");
  });
});
