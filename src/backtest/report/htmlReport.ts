import type { Run } from "../backtest.ts";
import { curvesOf, leadTimesOf, oneKnobs } from "../summary.ts";
import { curveChart } from "./curveChart.ts";
import { recommendationTable, recommendationText } from "./recommendation.ts";
import type { Recommendation } from "../recommend.ts";
import { demandChart } from "./demandChart.ts";
import { colorOf, escaped } from "./svg.ts";
import {
  COLUMNS_READ,
  curvesTable,
  figuresTable,
  oneKnobTable,
  POLICIES_READ,
  settingsTable,
  type TextTable,
} from "./tables.ts";

export interface ReportOptions {
  /** What was asked, as it was typed. */
  readonly command: string;
  readonly sweep: boolean;
  readonly recommended: Recommendation | undefined;
}

/** One page that needs nothing beside it: tables, demand and ready replicas, curves. */
export function htmlReport(runs: readonly Run[], { command, sweep, recommended }: ReportOptions): string {
  const title = "headstart backtest";
  return [
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>`,
    `<meta name="viewport" content="width=device-width"><style>${STYLE}</style>`,
    `<h1>${title}</h1><p><code>headstart ${escaped(command)}</code></p>`,
    `<p>${READING}</p>`,
    details("What the policies do", POLICIES_READ),
    details("What the columns say", COLUMNS_READ),
    legend(runs),
    ...(recommended === undefined ? [] : [advice(recommended)]),
    ...(sweep ? leadTimesOf(runs).map((leadTime) => overview(leadTime, runs)) : []),
    ...runs.map((run) => section(run, sweep)),
    "</html>\n",
  ].join("\n");
}

const READING =
  "Costs are replica-hours over those of the oracle, which knows the future and leaves nothing unserved. Each policy " +
  "saw only samples from before its decision. Below each chart, the minutes in which a policy was short.";

const CURVES_READ =
  "What a policy costs over the oracle when it may leave a share of demand unserved, its knob chosen for each series " +
  "in hindsight; where it cannot, or costs more, <code>static</code> counts in its place";

function details(title: string, lines: readonly string[]): string {
  const items = lines.map((line) => `<li>${escaped(line)}</li>`).join("");
  return `<details><summary>${title}</summary><ul>${items}</ul></details>`;
}

function legend(runs: readonly Run[]): string {
  const names = [...new Set(runs.flatMap(({ policies }) => policies.map(({ name }) => name)))];
  const items = names.map((name) => `<li><b style="background:${colorOf(name)}"></b>${escaped(name)}</li>`);
  return `<ul class="legend">${items.join("")}<li><b style="background:#d9e4ee"></b>demand</li></ul>`;
}

function advice(recommended: Recommendation): string {
  return `<p>${escaped(recommendationText(recommended))}</p>${tableHtml(recommendationTable(recommended))}`;
}

/** Over all series of one lead time: the curves' means, and one setting for all; one series alone says it itself. */
function overview(leadTime: string, runs: readonly Run[]): string {
  const compared = runs.filter((run) => run.leadTime === leadTime && !run.apart);
  if (compared.length < 2) return "";
  const wanted = Math.ceil(0.75 * compared.length);
  return [
    `<h2>Lead time ${escaped(leadTime)}, ${compared.length} series</h2>`,
    `<p>${CURVES_READ}; geometric mean.</p>`,
    tableHtml(curvesTable(curvesOf(compared))),
    "<p>One setting for all series, chosen without hindsight of any one:</p>",
    tableHtml(oneKnobTable(oneKnobs(compared), wanted)),
  ].join("");
}

function section(run: Run, sweep: boolean): string {
  const { series, leadTime, perReplica, policies, notes } = run;
  const name = `${series}, lead time ${leadTime}`;
  const rows = run.defaults ?? policies;
  const charts = (run.plots ?? []).map((plot, i) => {
    const caption = i === 0 ? "the scored part" : "the day with most unserved demand";
    return `<figure>${demandChart(plot, `${name}: ${caption}`)}<figcaption>Replicas: ${caption}</figcaption></figure>`;
  });
  const curves = sweep
    ? [
        `<figure>${curveChart(policies, `${name}: curves`)}`,
        "<figcaption>Cost over the oracle against the share left unserved</figcaption></figure>",
        `<p>${CURVES_READ}.</p>`,
        tableHtml(curvesTable(curvesOf([run]))),
        ...(policies.some((row) => row.name === "headstart") ? [tableHtml(settingsTable(policies))] : []),
      ]
    : [];
  return [
    `<section><h2>${escaped(name)}</h2><p>One replica serves ${Number(perReplica.toPrecision(4))} units.</p>`,
    ...notes.map((note) => `<p class="note">${escaped(note)}</p>`),
    tableHtml(figuresTable(rows)),
    ...charts,
    ...curves,
    "</section>",
  ].join("");
}

function tableHtml({ head, rows }: TextTable): string {
  const cells = (kind: "th" | "td", texts: readonly string[]) =>
    `<tr>${texts.map((cell) => `<${kind}>${escaped(cell)}</${kind}>`).join("")}</tr>`;
  const body = rows.map((row) => cells("td", row)).join("");
  return `<table><thead>${cells("th", head)}</thead><tbody>${body}</tbody></table>`;
}

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1000px; margin: 2rem auto; padding: 0 1rem; color: #222; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; border-top: 1px solid #ddd; padding-top: 1rem; }
table { border-collapse: collapse; margin: .6rem 0; font-variant-numeric: tabular-nums; font-size: .88rem; }
th, td { padding: .15rem .6rem; text-align: right; border-bottom: 1px solid #eee; } th { font-weight: 600; }
th:first-child, td:first-child { text-align: left; } figure { margin: 1rem 0; }
figcaption { color: #666; font-size: .85rem; }
svg { width: 100%; height: auto; } svg text { font: 10px system-ui, sans-serif; fill: #666; } .grid { stroke: #eee; }
code { background: #f5f5f5; padding: .1rem .3rem; } .note { color: #8a5300; }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; }
.legend b { display: inline-block; width: .9rem; height: .6rem; margin-right: .4rem; }
`;
