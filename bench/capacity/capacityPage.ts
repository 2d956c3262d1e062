import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Run } from "../../src/backtest/backtest.ts";
import { geometricMean, SHARES } from "../../src/backtest/curve.ts";
import { drawnCurves } from "../../src/backtest/report/curveChart.ts";
import { colorOf } from "../../src/backtest/report/svg.ts";
import { curvesTable, oneKnobTable, percentText, type TextTable } from "../../src/backtest/report/tables.ts";
import { BEST_SIMPLE, curvesOf, leadTimesOf, oneKnobs, type PolicyCurve } from "../../src/backtest/summary.ts";
import type { AblationRow } from "./ablation.ts";
import type { TrialRow } from "./campaignTrials.ts";
import type { FlatRow } from "./flatTrial.ts";
import type { TimingRow } from "./replayTiming.ts";
import { COMMANDS, FOUND, INTRODUCTION, LIMITS, MEASURED } from "./capacityWords.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "docs", "benchmarks");

export interface CapacityFindings {
  readonly runs: readonly Run[];
  readonly ablation: readonly AblationRow[];
  readonly trials: readonly TrialRow[];
  readonly flat: readonly FlatRow[];
  readonly timing: readonly TimingRow[];
  /** How many series there are to be run. */
  readonly series: number;
}

/** Writes the page and its plots. */
export function writeCapacityPage({ runs, ablation, trials, flat, timing, series }: CapacityFindings): void {
  mkdirSync(FOLDER, { recursive: true });
  const page = [
    `# Capacity: what each policy costs, and what it leaves unserved`,
    `Measured ${new Date().toISOString().slice(0, 10)}. ${INTRODUCTION}`,
    COMMANDS,
    MEASURED,
    ...leadTimesOf(runs).map((leadTime) => section(leadTime, runs, series)),
    ...ablationSection(ablation),
    ...trialSection(trials),
    ...flatSection(flat),
    ...timingSection(timing),
    FOUND,
    LIMITS,
  ];
  writeFileSync(join(FOLDER, "capacity.md"), `${page.join("\n\n")}\n`);
}

function section(leadTime: string, all: readonly Run[], series: number): string {
  const runs = all.filter((run) => run.leadTime === leadTime && !run.apart);
  const curves = curvesOf(runs);
  writeFileSync(join(FOLDER, `capacity-${leadTime}.svg`), plot(runs, leadTime));
  return [
    `## Lead time ${leadTime}: ${runs.length} of ${series} series`,
    "Replica-hours over the oracle's at a share of demand left unserved; geometric mean, and in brackets on how many " +
      "series the policy reached the share for no more than `static`, whose figure counts elsewhere. " +
      "Each series' knob is chosen in hindsight.",
    markdown(curvesTable(curves)),
    gapText(curves),
    `![The curves](capacity-${leadTime}.svg)`,
    "One setting for all series, without hindsight of any one:",
    markdown(oneKnobTable(oneKnobs(runs), Math.ceil((20 / 26) * runs.length))),
    "Per series, at 1 % / 0.1 % / 0.01 % unserved:",
    markdown(perSeries(runs, curves)),
  ].join("\n\n");
}

/** How much of the way from the best simple policy to a perfect forecast, in logarithms, headstart goes. */
function gapText(curves: readonly PolicyCurve[]): string {
  const of = (name: string) => curves.find(({ policy }) => policy === name)?.atShares ?? [];
  const shares = of("headstart").map(({ share, mean }, s) => {
    const [best, perfect] = [of(BEST_SIMPLE)[s]!.mean, of("foresight")[s]!.mean];
    return `${percentText(Math.log(best / mean) / Math.log(best / perfect), 0)} at ${percentText(share, 2)}`;
  });
  const gap = "Of the gap between the best simple policy of each series and `foresight`, in logarithms,";
  return `${gap} headstart closes ${shares.join(", ")}.`;
}

function perSeries(runs: readonly Run[], curves: readonly PolicyCurve[]): TextTable {
  const shown = ["static", "hpa", BEST_SIMPLE, "headstart", "foresight"];
  return {
    head: ["series", ...shown],
    rows: runs.map(({ series }, i) => [
      series,
      ...shown.map((name) =>
        (curves.find(({ policy }) => policy === name)?.atShares ?? [])
          .map(({ costs }) => costs[i]!.toFixed(2))
          .join(" / "),
      ),
    ]),
  };
}

const PLOTTED = Array.from({ length: 21 }, (_, i) => 10 ** (-5 + i / 5));

function plot(runs: readonly Run[], leadTime: string): string {
  const curves = curvesOf(runs, PLOTTED).filter(({ policy }) => policy !== BEST_SIMPLE);
  const drawn = curves.map(({ policy, atShares }) => ({
    policy,
    points: atShares.map(({ share, mean }) => ({ share, cost: mean })).filter(({ cost }) => Number.isFinite(cost)),
  }));
  const legend = drawn.map(({ policy }, i) => {
    const style = `fill:${colorOf(policy)};font-weight:600`;
    return `<text x="${80 + 110 * i}" y="20" style="${style}">${policy}</text>`;
  });
  const rules = "text{font:11px sans-serif;fill:#666}.grid{stroke:#eee}";
  const style = `<style>${rules}</style><rect width='100%' height='100%' fill='#fff'/>`;
  return drawnCurves(drawn, `Cost over the oracle against the share left unserved, lead time ${leadTime}`)
    .replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replace(/(<svg [^>]*>)/, `$1${style}`)
    .replace("</svg>", `${legend.join("")}</svg>\n`);
}

const NOT_RUN = "Not run for this page; the command above runs it.";

function ablationSection(rows: readonly AblationRow[]): readonly string[] {
  if (rows.length === 0) return ["## Ablation", NOT_RUN];
  const variants = [...new Set(rows.map(({ variant }) => variant))];
  const series = [...new Set(rows.map((row) => row.series))];
  const table: TextTable = {
    head: ["variant", "over oracle", "unserved, mean", "served ≥ 99.9 %"],
    rows: variants.map((variant) => {
      const own = rows.filter((row) => row.variant === variant);
      const unserved = own.reduce((sum, row) => sum + row.unservedShare, 0) / own.length;
      const well = own.filter(({ unservedShare }) => unservedShare <= 0.001).length;
      const cost = geometricMean(own.map(({ overOracle }) => overOracle));
      return [variant, cost.toFixed(2), percentText(unserved, 2), `${well} of ${own.length}`];
    }),
  };
  const what = "headstart at its default, one part taken away or one setting turned";
  const words = `${what}, on ${series.join(", ")}; lead time 12m.`;
  return ["## Ablation", words, markdown(table)];
}

function trialSection(rows: readonly TrialRow[]): readonly string[] {
  if (rows.length === 0) return ["## Declared campaigns", NOT_RUN];
  const table: TextTable = {
    head: ["series", "campaign", "declared", "unserved in it", "paid in it", "extra, starts too", "given back after"],
    rows: rows.map((row) => [
      row.series,
      `${row.profile} × ${row.multiplier}, ${row.minutes} min`,
      row.belief === null ? "not (HPA alone)" : `× ${row.belief} of it`,
      percentText(row.unservedShare, 2),
      row.paidOverNeed.toFixed(2),
      row.overOwnNeed.toFixed(2),
      `${row.minutesToGiveBack.toFixed(0)} min`,
    ]),
  };
  const words =
    "Seeded campaigns put onto real series, two in the history and one in the scored part, lead time 12m, headstart " +
    "at its default. Paid in it: replica-hours from its start to its end over what its demand needs; an HPA target " +
    "of 0.7 alone is 1.43. Extra: replica-hours above those without the campaign, from order to removal, over the " +
    "campaign's own need. Given back: from its end until no more than a tenth is paid above what is paid without it.";
  return ["## Declared campaigns", words, markdown(table)];
}

function flatSection(rows: readonly FlatRow[]): readonly string[] {
  if (rows.length === 0) return ["## Flat load", NOT_RUN];
  const table: TextTable = {
    head: ["demand even within", ...SHARES.map((share) => `${percentText(share, 2)} unserved`), "at its default"],
    rows: rows.map(({ noise, atShares, atDefault }) => [
      percentText(noise, 0),
      ...atShares.map((cost) => cost.toFixed(3)),
      atDefault.toFixed(2),
    ]),
  };
  const words = "headstart's cost over the oracle on twelve generated days; an HPA target of 0.7 alone costs 1.43.";
  return ["## Flat load", words, markdown(table)];
}

function timingSection(rows: readonly TimingRow[]): readonly string[] {
  if (rows.length === 0) return ["## Time", NOT_RUN];
  const table: TextTable = {
    head: ["60 days in steps of 5 minutes, one thread", "policies replayed", "processor seconds"],
    rows: rows.map(({ what, policies, seconds }) => [what, String(policies), seconds.toFixed(1)]),
  };
  return ["## Time", markdown(table)];
}

function markdown({ head, rows }: TextTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
