import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readRecording, seriesName } from "../../src/adapters/replay/readRecording.ts";
import { replayAll } from "../../src/adapters/replay/replayAll.ts";
import { type LeadTime, POLICIES, type Run } from "../../src/backtest/backtest.ts";
import { parseDuration } from "../../src/units/duration.ts";
import { ablationOf } from "./ablation.ts";
import { campaignTrials } from "./campaignTrials.ts";
import { writeCapacityPage } from "./capacityPage.ts";
import { flatTrials } from "./flatTrial.ts";
import { type Kept, keptOrMade, type Keeping } from "./keptResults.ts";
import { originOfNow } from "./origin.ts";
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
  const runs: Kept<Run>[] = [];
  for (const leadTime of leadTimes.map(leadTimeOf)) {
    for (const file of files) {
      const { keptOnly } = keepingOf("runs");
      const run = await keptRun(file, leadTime, { keep, origin, keptOnly: keptOnly || !isWanted(file), print });
      if (run !== undefined) runs.push(run);
    }
  }
  const part = <T>(name: string, make: () => Promise<readonly T[]>): Promise<Kept<readonly T[]> | undefined> =>
    keptOrMade(join(keep, `${name}.json`), keepingOf(name), make);
  const ablation = await part("ablation", () => ablationOf(files, print));
  const trials = await part("campaigns", () => campaignTrials(files, print));
  const reach = await part("reach", () => reachTrials(files));
  const flat = await part("flat", () => Promise.resolve(flatTrials(print)));
  const timing = await part("timing", () => Promise.resolve(replayTiming(print)));
  writeCapacityPage({ runs, ablation, trials, reach, flat, timing, series: files.length });
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

function keptRun(
  file: string,
  leadTime: LeadTime,
  { keep, print, ...keeping }: Keeping & Pick<CapacityOptions, "keep" | "print">,
): Promise<Kept<Run> | undefined> {
  return keptOrMade(join(keep, leadTime.text, `${seriesName(file)}.json`), keeping, async () => {
    const load = await readRecording(file);
    if (!load.ok) throw new Error(load.failure.message);
    const question = { leadTimes: [leadTime], policies: POLICIES, sweep: true, campaigns: [] };
    const runs = await replayAll([load.value], question);
    if (!runs.ok) throw new Error(runs.failure.message);
    print(`${leadTime.text} ${seriesName(file)}`);
    return runs.value[0]!;
  });
}
