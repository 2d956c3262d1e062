import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { geometricMean } from "../../src/backtest/curve.ts";
import type { TextTable } from "../../src/backtest/report/tables.ts";
import { BEST_SIMPLE, type PolicyCurve } from "../../src/backtest/summary.ts";
import { type Gap, gapsClosed } from "./gapClosed.ts";
import type { Origin } from "./origin.ts";

/** What headstart cost on each series at the shares, as one state of the project had it. */
export interface PastState {
  readonly commit: string;
  readonly engine: string;
  readonly measured: string;
  readonly leadTime: string;
  /** Series → cost over the oracle at each share, `static`'s where it does not reach it. */
  readonly costs: Readonly<Record<string, readonly number[]>>;
}

/**
 * The states that were measured so far, oldest first, and the one of now behind them or in place of its like.
 * @param path JSON, one state a line
 */
export function withState(path: string, now: PastState | undefined): readonly PastState[] {
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean) : [];
  const past = lines.map((line) => JSON.parse(line) as PastState);
  if (now === undefined) return past;
  const others = past.filter(({ engine, leadTime }) => engine !== now.engine || leadTime !== now.leadTime);
  const all = [...others, now];
  writeFileSync(path, all.map((state) => `${JSON.stringify(state)}\n`).join(""));
  return all;
}

export interface Measured {
  /** In the order of the curves' costs. */
  readonly series: readonly string[];
  readonly curves: readonly PolicyCurve[];
  /** Of each run. */
  readonly origins: readonly Origin[];
}

/** @returns undefined while runs of several engines stand side by side: that is no state of the project */
export function stateOf(leadTime: string, { series, curves, origins }: Measured): PastState | undefined {
  const origin = origins.at(-1);
  const own = curves.find(({ policy }) => policy === "headstart");
  if (origin === undefined || own === undefined) return undefined;
  if (origins.some(({ engine }) => engine !== origin.engine)) return undefined;
  const costs = series.map((name, i) => [name, own.atShares.map((at) => rounded(at.costs[i]!))] as const);
  return { ...origin, leadTime, costs: Object.fromEntries(costs) };
}

function rounded(cost: number): number {
  return Math.round(cost * 1e4) / 1e4;
}

/**
 * One line a state: its means and the last one's on the series that both have, so that only the state makes the
 * difference.
 * @param measured the simple policies and `foresight`, which are the same in all states
 */
export function historyTable(states: readonly PastState[], measured: Measured): TextTable {
  const last = states.at(-1);
  return {
    head: ["commit", "measured", "series in common", "then", "the last state", "of the gap, then", "the last state"],
    rows: states.map((state) => {
      const common = measured.series.filter((name) => name in state.costs && name in last!.costs);
      const gap = gapOn(common, measured);
      const means = [state, last!].map(({ costs }) => meansOf(common.map((name) => costs[name]!)));
      const costs = means.map((mean) => mean.map((cost) => cost.toFixed(3)).join(" / "));
      const closed = means.map((mean) => `${gapsClosed(gap, mean).map(wholePercent).join(" / ")} %`);
      return [state.commit, state.measured, String(common.length), ...costs, ...closed];
    }),
  };
}

function wholePercent(share: number): string {
  return String(Math.round(100 * share));
}

function meansOf(costs: readonly (readonly number[])[]): readonly number[] {
  return (costs[0] ?? []).map((_, share) => geometricMean(costs.map((one) => one[share]!)));
}

function gapOn(common: readonly string[], { series, curves }: Measured): Gap {
  const means = (name: string): readonly number[] =>
    (curves.find(({ policy }) => policy === name)?.atShares ?? []).map(({ costs }) =>
      geometricMean(common.map((one) => costs[series.indexOf(one)]!)),
    );
  return { best: means(BEST_SIMPLE), perfect: means("foresight") };
}
