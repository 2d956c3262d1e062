import Table from "cli-table3";
import type { Run } from "../backtest/backtest.ts";
import type { Row } from "../backtest/curve.ts";

const HEAD = [
  "policy",
  "knob",
  "hpa",
  "replica-h",
  "over oracle",
  "utilised",
  "min short",
  "unserved",
  "worst hour",
  "peak",
];

/** For people: one table a series and lead time. */
export function backtestTable(runs: readonly Run[]): string {
  return runs.map((run) => `${title(run)}\n${tableOf(run.policies)}\n`).join("\n");
}

function title({ series, leadTime, perReplica, notes }: Run): string {
  const said = notes.map((note) => `\n  note: ${note}`).join("");
  return `${series}, lead time ${leadTime}, one replica serves ${perReplica.toPrecision(4)}${said}`;
}

function tableOf(rows: readonly Row[]): string {
  const table = new Table({ head: HEAD, style: { head: [], border: [], compact: true } });
  for (const row of rows) {
    table.push([
      row.name,
      row.knob === null ? "" : shortNumber(row.knob),
      row.hpaTarget ?? "",
      row.replicaHours.toFixed(1),
      row.overOracle.toFixed(3),
      percent(row.utilisation, 1),
      row.minutesShort.toFixed(0),
      percent(row.unservedShare, 4),
      percent(row.worstHourUnserved, 1),
      row.replicasPeak,
    ]);
  }
  return table.toString();
}

function shortNumber(knob: number | string): string {
  return typeof knob === "string" ? knob : String(Number(knob.toPrecision(4)));
}

function percent(share: number, digits: number): string {
  return `${(100 * share).toFixed(digits)} %`;
}
