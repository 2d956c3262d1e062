import { formatDuration } from "../units/duration.ts";
import type { Run } from "./backtest.ts";
import type { Row } from "./curve.ts";
import type { Recommendation } from "./recommend.ts";

/** The stable shape of `backtest -o json`. */
export function backtestJson(runs: readonly Run[], recommendation?: Recommendation): string {
  const shown = runs.map(({ policies, warmUp, notes, apart: _, plots: __, defaults: ___, ...run }) => ({
    ...run,
    warmUp: formatDuration(warmUp),
    policies: policies.map(inOrder),
    ...(notes.length === 0 ? {} : { notes }),
  }));
  return `${JSON.stringify({ runs: shown, ...(recommendation === undefined ? {} : { recommendation }) }, null, 2)}\n`;
}

const COLUMNS = [
  "name",
  "knob",
  "hpaTarget",
  "replicaHours",
  "reservedHours",
  "utilisation",
  "minutesShort",
  "unservedShare",
  "worstHourUnserved",
  "served",
  "replicasPeak",
  "changes",
  "overOracle",
] as const satisfies readonly (keyof Row)[];

function inOrder(row: Row): Record<string, unknown> {
  return Object.fromEntries(COLUMNS.map((column) => [column, row[column]]));
}

/** One line a row, with a header; empty where a policy has no such thing. */
export function backtestCsv(runs: readonly Run[]): string {
  const header = ["series", "leadTime", "perReplica", ...COLUMNS];
  const lines = runs.flatMap((run) =>
    run.policies.map((row) =>
      [run.series, run.leadTime, run.perReplica, ...COLUMNS.map((column) => row[column] ?? "")].map(cell).join(","),
    ),
  );
  return `${[header.join(","), ...lines].join("\n")}\n`;
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
