import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { seriesName } from "../../src/adapters/replay/readRecording.ts";
import { replayAll } from "../../src/adapters/replay/replayAll.ts";
import { type LeadTime, POLICIES, type Run } from "../../src/backtest/backtest.ts";
import { parseDuration } from "../../src/units/duration.ts";
import { ablationOf } from "./ablation.ts";
import { campaignTrials } from "./campaignTrials.ts";
import { writeCapacityPage } from "./capacityPage.ts";
import { familyTrials } from "./familyTrial.ts";
import { flatTrials } from "./flatTrial.ts";
import { type Keeping, kept, type Kept, keptOrMade, put } from "./keptResults.ts";
import { missedTrials } from "./missedTrial.ts";
import { originOfNow } from "./origin.ts";
import { readLoad } from "./readLoad.ts";
import { reachTrials } from "./reachTrial.ts";
import { replayTiming } from "./replayTiming.ts";

export interface CapacityOptions {
  readonly data: string;
  readonly leadTimes: readonly string[];
  /** Folder that keeps the runs of each series, so that a benchmark that was stopped goes on where it was. */
  readonly keep: string;
  /** Writes the page from what is kept, whatever engine made it, and makes no more. */
  readonly keptOnly: boolean;
  /** What is run where this engine's result is not kept yet: `runs`, `ablation`, `campaigns` and so on. */
  readonly parts: readonly string[];
  /** Ends of names of the series that are run; empty for all. The page is of all that is kept. */
  readonly series: readonly string[];
  readonly print: (line: string) => void;
}

/** Every lead time over every series, and trials of single questions; writes docs/benchmarks/capacity.md. */
export async function capacityBenchmark(options: CapacityOptions): Promise<void> {
  const { data, leadTimes, keep, parts, print } = options;
  const files = requestLike(data);
  if (files.length === 0) throw new Error(`${data} holds none of the series; give their folder with --data`);
  const origin = originOfNow();
  const isWanted = (file: string): boolean =>
    options.series.length === 0 || options.series.some((end) => seriesName(file).endsWith(end));
  const keepingOf = (part: string): Keeping => ({ origin, keptOnly: options.keptOnly || !parts.includes(part) });
  const runs = new Map<string, Kept<Run>[]>(leadTimes.map((text) => [text, []]));
  for (const file of files) {
    const keptOnly = keepingOf("runs").keptOnly || !isWanted(file);
    const made = await keptRuns(file, leadTimes.map(leadTimeOf), { keep, origin, keptOnly, print });
    for (const run of made) runs.get(run.value.leadTime)!.push(run);
  }
  const part = <T>(name: string, make: () => Promise<readonly T[]>): Promise<Kept<readonly T[]> | undefined> =>
    keptOrMade(join(keep, `${name}.json`), keepingOf(name), make);
  const ablation = await part("ablation", () => ablationOf(files, print));
  const trials = await part("campaigns", () => campaignTrials(files, print));
  const reach = await part("reach", () => reachTrials(files));
  const missed = await part("missed", () => missedTrials(files, print));
  const flat = await part("flat", () => Promise.resolve(flatTrials(print)));
  const families = await part("families", () => familyTrials(print));
  const timing = await part("timing", () => Promise.resolve(replayTiming(print)));
  const found = { runs: [...runs.values()].flat(), ablation, trials, reach, missed, flat, families, timing };
  writeCapacityPage({ ...found, series: files.length });
}

/** The series that count requests or the like in steps of at most five minutes: 26 of them. */
export function requestLike(data: string): readonly string[] {
  const all = (folder: string, wanted: (name: string) => boolean): readonly string[] => {
    const path = join(data, folder);
    if (!existsSync(path)) return [];
    const names = readdirSync(path).filter((name) => name.endsWith(".csv.gz"));
    return names
      .filter(wanted)
      .toSorted()
      .map((name) => join(path, name));
  };
  return [
    // input00 lasts eight days: all of it would be warm-up.
    ...all("crane_dsp", (name) => name !== "input00.csv.gz"),
    ...all("nab", (name) => name.includes("elb_request_count") || name.includes("Twitter_volume")),
  ];
}

function leadTimeOf(text: string): LeadTime {
  const duration = parseDuration(text);
  if (duration === undefined) throw new Error(`--lead-times: ${text} is no duration`);
  return { text, duration };
}

/** Of one series: what is kept, and in one replay the lead times that are not; its forecasts are made once for them. */
async function keptRuns(
  file: string,
  leadTimes: readonly LeadTime[],
  { keep, print, ...keeping }: Keeping & Pick<CapacityOptions, "keep" | "print">,
): Promise<readonly Kept<Run>[]> {
  const pathOf = ({ text }: LeadTime): string => join(keep, text, `${seriesName(file)}.json`);
  const missing = leadTimes.filter((leadTime) => kept(pathOf(leadTime), keeping) === undefined);
  const made = missing.length === 0 || keeping.keptOnly ? [] : await sweptRuns(file, missing);
  const runs: Kept<Run>[] = [];
  for (const leadTime of leadTimes) {
    const fresh = made.find((run) => run.leadTime === leadTime.text);
    if (fresh !== undefined) print(`${leadTime.text} ${seriesName(file)}`);
    const run = fresh === undefined ? kept<Run>(pathOf(leadTime), keeping) : put(pathOf(leadTime), keeping, fresh);
    if (run !== undefined) runs.push(run);
  }
  return runs;
}

async function sweptRuns(file: string, leadTimes: readonly LeadTime[]): Promise<readonly Run[]> {
  const runs = await replayAll([await readLoad(file)], { leadTimes, policies: POLICIES, sweep: true, campaigns: [] });
  if (!runs.ok) throw new Error(runs.failure.message);
  return runs.value;
}
