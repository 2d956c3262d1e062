import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Run } from "../../src/backtest/backtest.ts";
import { drawnCurves } from "../../src/backtest/report/curveChart.ts";
import { colorOf } from "../../src/backtest/report/svg.ts";
import { curvesTable, oneKnobTable, percentText, type TextTable } from "../../src/backtest/report/tables.ts";
import { BEST_SIMPLE, curvesOf, leadTimesOf, oneKnobs, type PolicyCurve } from "../../src/backtest/summary.ts";
import type { AblationRow } from "./ablation.ts";
import type { TrialRow } from "./campaignTrials.ts";
import { historyTable, type Measured, stateOf, withState } from "./capacityHistory.ts";
import { CHANGED, COMMANDS, INTRODUCTION, LIMITS, NOT_REACHED } from "./capacityWords.ts";
import { familySection } from "./familySection.ts";
import type { FamilyRow } from "./familyTrial.ts";
import type { FlatRow } from "./flatTrial.ts";
import { gapsClosed } from "./gapClosed.ts";
import type { Kept } from "./keptResults.ts";
import type { MissedRow } from "./missedTrial.ts";
import { originText } from "./origin.ts";
import type { ReachRow } from "./reachTrial.ts";
import type { TimingRow } from "./replayTiming.ts";
import { seriesSection } from "./seriesSection.ts";
import { settingsTable } from "./settingsTable.ts";
import {
  ablationSection,
  flatSection,
  type KeptRows,
  markdown,
  reachSection,
  timingSection,
  trialSection,
} from "./trialSections.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "docs", "benchmarks");

export interface CapacityFindings {
  readonly runs: readonly Kept<Run>[];
  readonly ablation: KeptRows<AblationRow>;
  readonly trials: KeptRows<TrialRow>;
  readonly reach: KeptRows<ReachRow>;
  readonly missed: KeptRows<MissedRow>;
  readonly flat: KeptRows<FlatRow>;
  readonly families: KeptRows<FamilyRow>;
  readonly timing: KeptRows<TimingRow>;
  /** How many series there are to be run. */
  readonly series: number;
}

/** Writes the page, its plots, and what this state of the project came to beside those before it. */
export function writeCapacityPage(found: CapacityFindings): void {
  const { runs, ablation, trials, reach, missed, flat, families, timing, series } = found;
  mkdirSync(FOLDER, { recursive: true });
  const shown = runs.filter(({ value }) => !value.apart);
  const measured = leadTimesOf(shown.map(({ value }) => value)).map((leadTime) => measuredAt(leadTime, shown));
  const page = [
    `# Capacity: what each policy costs, and what it leaves unserved`,
    INTRODUCTION,
    COMMANDS,
    ...measured.map((at) => section(at, series)),
    ...ablationSection(ablation),
    ...trialSection(trials),
    ...flatSection(flat),
    ...familySection(families),
    ...timingSection(timing),
    CHANGED,
    ...measured.slice(0, 1).flatMap(historySection),
    NOT_REACHED,
    ...measured.slice(0, 1).flatMap((at) => seriesSection(at, missed, reach)),
    ...reachSection(reach),
    LIMITS,
  ];
  writeFileSync(join(FOLDER, "capacity.md"), `${page.join("\n\n")}\n`);
}

interface MeasuredAt extends Measured {
  readonly leadTime: string;
  readonly runs: readonly Run[];
}

function measuredAt(leadTime: string, all: readonly Kept<Run>[]): MeasuredAt {
  const kept = all.filter(({ value }) => value.leadTime === leadTime);
  const runs = kept.map(({ value }) => value);
  return {
    leadTime,
    runs,
    curves: curvesOf(runs),
    series: runs.map((run) => run.series),
    origins: kept.map(({ origin }) => origin),
  };
}

function section({ leadTime, runs, curves, origins }: MeasuredAt, series: number): string {
  writeFileSync(join(FOLDER, `capacity-${leadTime}.svg`), plot(runs, leadTime));
  return [
    `## Lead time ${leadTime}: ${runs.length} of ${series} series`,
    originText(origins),
    "Replica-hours over the oracle's at a share of demand left unserved; geometric mean, and in brackets on how many " +
      "series the policy reached the share for no more than `static`, whose figure counts elsewhere. " +
      "Each series' knob is chosen in hindsight.",
    markdown(curvesTable(curves)),
    gapText(curves),
    `![The curves](capacity-${leadTime}.svg)`,
    "One setting for all series, without hindsight of any one:",
    markdown(oneKnobTable(oneKnobs(runs), Math.ceil((20 / 26) * runs.length))),
    "Around the default, on the 15 series of crane alone and on all:",
    markdown(settingsTable(runs)),
    "Per series, at 1 % / 0.1 % / 0.01 % unserved:",
    markdown(perSeries(runs, curves)),
  ].join("\n\n");
}

function gapText(curves: readonly PolicyCurve[]): string {
  const of = (name: string) => curves.find(({ policy }) => policy === name)?.atShares ?? [];
  const means = (name: string): readonly number[] => of(name).map(({ mean }) => mean);
  const gaps = gapsClosed({ best: means(BEST_SIMPLE), perfect: means("foresight") }, means("headstart"));
  const closed = gaps.map((gap, i) => `${percentText(gap, 0)} at ${percentText(of("headstart")[i]!.share, 2)}`);
  const words = "Of the gap between the best simple policy of each series and `foresight`, in logarithms,";
  return `${words} headstart closes ${closed.join(", ")}.`;
}

/** What the project's states came to, from the file beside the page that each run of the benchmark adds to. */
function historySection(at: MeasuredAt): readonly string[] {
  const state = stateOf(at.leadTime, at);
  const states = withState(join(FOLDER, "capacity-history.jsonl"), state).filter(
    ({ leadTime }) => leadTime === at.leadTime,
  );
  const words =
    `Lead time ${at.leadTime}: costs over the oracle at 1 / 0.1 / 0.01 % unserved, geometric means, knobs in ` +
    "hindsight, and what was closed of the gap from the best simple policies to `foresight`; each state beside " +
    "the last one on the series that both have. All stand in `capacity-history.jsonl`; the first two were read off " +
    "this page as it was then.";
  return ["### From state to state", words, markdown(historyTable(states, at))];
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
  // Where no curve is drawn: shares under the least of them.
  const legend = drawn.map(({ policy }, i) => {
    const style = `fill:${colorOf(policy)};font-weight:600`;
    return `<text x="80" y="${40 + 20 * i}" style="${style}">${policy}</text>`;
  });
  const rules = "text{font:11px sans-serif;fill:#666}.grid{stroke:#eee}";
  const style = `<style>${rules}</style><rect width='100%' height='100%' fill='#fff'/>`;
  return drawnCurves(drawn, `Cost over the oracle against the share left unserved, lead time ${leadTime}`)
    .replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replace(/(<svg [^>]*>)/, `$1${style}`)
    .replace("</svg>", `${legend.join("")}</svg>\n`);
}
