import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readRecording, seriesName } from "../../src/adapters/replay/readRecording.ts";
import { replayAll } from "../../src/adapters/replay/replayAll.ts";
import { type LeadTime, POLICIES, type Run } from "../../src/backtest/backtest.ts";
import { parseDuration } from "../../src/units/duration.ts";
import { ablationOf, type AblationRow } from "./ablation.ts";
import { campaignTrials, type TrialRow } from "./campaignTrials.ts";
import { writeCapacityPage } from "./capacityPage.ts";
import { type FlatRow, flatTrials } from "./flatTrial.ts";
import { replayTiming, type TimingRow } from "./replayTiming.ts";

export interface CapacityOptions {
  readonly data: string;
  readonly leadTimes: readonly string[];
  /** Folder that keeps the runs of each series, so that a benchmark that was stopped goes on where it was. */
  readonly keep: string;
  /** Writes the page from the runs that are kept, and makes no more of them. */
  readonly keptOnly: boolean;
  /** What is run where it is not kept yet: `runs`, `ablation`, `campaigns`, `flat`, `timing`. */
  readonly parts: readonly string[];
  readonly print: (line: string) => void;
}

/** Every lead time over every series, ablation, declared campaigns and timing; writes docs/benchmarks/capacity.md. */
export async function capacityBenchmark(options: CapacityOptions): Promise<void> {
  const { data, leadTimes, keep, parts, print } = options;
  const files = requestLike(data);
  if (files.length === 0) throw new Error(`${data} holds none of the series; give their folder with --data`);
  const isKeptOnly = (part: string): boolean => options.keptOnly || !parts.includes(part);
  const runs: Run[] = [];
  for (const leadTime of leadTimes.map(leadTimeOf)) {
    for (const file of files) {
      runs.push(...(await keptRun(file, leadTime, { keep, keptOnly: isKeptOnly("runs"), print })));
    }
  }
  const part = async <T>(name: string, make: () => Promise<readonly T[]>): Promise<readonly T[]> => {
    const path = join(keep, `${name}.json`);
    return isKeptOnly(name) && !existsSync(path) ? [] : kept(path, make);
  };
  const ablation = await part<AblationRow>("ablation", () => ablationOf(files, print));
  const trials = await part<TrialRow>("campaigns", () => campaignTrials(files, print));
  const flat = await part<FlatRow>("flat", () => Promise.resolve(flatTrials(print)));
  const timing = await part<TimingRow>("timing", () => Promise.resolve(replayTiming(print)));
  writeCapacityPage({ runs, ablation, trials, flat, timing, series: files.length });
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

async function keptRun(
  file: string,
  leadTime: LeadTime,
  { keep, keptOnly, print }: Pick<CapacityOptions, "keep" | "keptOnly" | "print">,
): Promise<readonly Run[]> {
  const path = join(keep, leadTime.text, `${seriesName(file)}.json`);
  if (keptOnly && !existsSync(path)) return [];
  return kept(path, async () => {
    const load = await readRecording(file);
    if (!load.ok) throw new Error(load.failure.message);
    const question = { leadTimes: [leadTime], policies: POLICIES, sweep: true, campaigns: [] };
    const runs = await replayAll([load.value], question);
    if (!runs.ok) throw new Error(runs.failure.message);
    print(`${leadTime.text} ${seriesName(file)}`);
    return runs.value;
  });
}

async function kept<T>(path: string, make: () => Promise<T>): Promise<T> {
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8")) as T;
  const made = await make();
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, JSON.stringify(made));
  return made;
}
