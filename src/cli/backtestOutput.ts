import Table from "cli-table3";
import type { Run } from "../backtest/backtest.ts";
import { backtestCsv, backtestJson } from "../backtest/backtestJson.ts";
import type { Recommendation } from "../backtest/recommend.ts";
import { htmlReport } from "../backtest/report/htmlReport.ts";
import { recommendationTable, recommendationText } from "../backtest/report/recommendation.ts";
import {
  COLUMNS_READ,
  curvesTable,
  figuresTable,
  oneKnobTable,
  settingsTable,
  type TextTable,
} from "../backtest/report/tables.ts";
import { curvesOf, leadTimesOf, oneKnobs } from "../backtest/summary.ts";
import { unreachable } from "../units/unreachable.ts";

export const OUTPUTS = ["table", "json", "csv", "html"] as const;
export type Output = (typeof OUTPUTS)[number];

export interface Written {
  readonly output: Output;
  readonly sweep: boolean;
  /** As typed, for the report's head. */
  readonly command: string;
  readonly recommended: Recommendation | undefined;
}

export function written(runs: readonly Run[], { output, sweep, command, recommended }: Written): string {
  switch (output) {
    case "json":
      return backtestJson(runs, recommended);
    case "csv":
      return backtestCsv(runs);
    case "html":
      return htmlReport(runs, { command, sweep, recommended });
    case "table":
      return [
        ...runs.map((run) => `${title(run)}\n${tablesOf(run, sweep)}\n`),
        ...(sweep ? [] : [`${COLUMNS_READ.join("\n")}\n`]),
        ...(sweep ? leadTimesOf(runs).map((leadTime) => overview(leadTime, runs)) : []),
        ...(recommended === undefined
          ? []
          : [`${recommendationText(recommended)}\n${drawn(recommendationTable(recommended))}\n`]),
      ].join("\n");
    default:
      return unreachable(output);
  }
}

function tablesOf({ policies, ...run }: Run, sweep: boolean): string {
  if (!sweep) return drawn(figuresTable(policies));
  const curves = drawn(curvesTable(curvesOf([{ ...run, policies }])));
  const hasOwn = policies.some(({ name }) => name === "headstart");
  return hasOwn ? `${curves}\n${drawn(settingsTable(policies))}` : curves;
}

function title({ series, leadTime, perReplica, notes }: Run): string {
  const said = notes.map((note) => `\n  note: ${note}`).join("");
  return `${series}, lead time ${leadTime}, one replica serves ${perReplica.toPrecision(4)}${said}`;
}

/** What several series say together; one alone has said it already. */
function overview(leadTime: string, runs: readonly Run[]): string {
  const compared = runs.filter((run) => run.leadTime === leadTime && !run.apart);
  if (compared.length < 2) return "";
  const wanted = Math.ceil(0.75 * compared.length);
  return [
    `lead time ${leadTime}, ${compared.length} series: geometric mean of the cost over the oracle`,
    drawn(curvesTable(curvesOf(compared))),
    "one setting for all series, chosen without hindsight of any one",
    `${drawn(oneKnobTable(oneKnobs(compared), wanted))}\n`,
  ].join("\n");
}

function drawn({ head, rows }: TextTable): string {
  const table = new Table({ head: [...head], style: { head: [], border: [], compact: true } });
  for (const row of rows) table.push([...row]);
  return table.toString();
}
