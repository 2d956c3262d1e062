import { Command, Option } from "commander";
import { readRecording } from "../adapters/replay/readRecording.ts";
import { type LeadTime, POLICIES, type PolicyName, type Question, type Run } from "../backtest/backtest.ts";
import { backtestCsv, backtestJson } from "../backtest/backtestJson.ts";
import { type Milliseconds, parseDuration } from "../units/duration.ts";
import { backtestTable } from "./backtestTable.ts";
import { Stop, wrongUsage } from "./fail.ts";
import { replayAll } from "../adapters/replay/replayAll.ts";

interface Flags {
  readonly csv: readonly string[];
  readonly perReplica?: string;
  readonly leadTime: string;
  readonly warmUp?: string;
  readonly policies: string;
  readonly sweep: boolean;
  readonly output: "table" | "json" | "csv";
}

/** `headstart backtest --csv FILE…`: policies side by side on recorded load. */
export function backtestCommand(): Command {
  return new Command("backtest")
    .description("what each policy would have paid and missed on recorded load")
    .requiredOption("--csv <file...>", "recordings: header time,value; .gz is unpacked")
    .requiredOption("--lead-time <durations>", "order → Ready, such as 12m or 2m,5m,12m,30m")
    .option("--per-replica <units>", "demand one ready replica serves (default: the peak needs 40)")
    .option("--warm-up <duration>", "history before what is scored (default: 14d, 8d below 21 days)")
    .option("--policies <names>", "of these, separated by commas", POLICIES.join(","))
    .option("--sweep", "all points of each policy's curve instead of its default", false)
    .addOption(
      new Option("-o, --output <format>", "how it is written").choices(["table", "json", "csv"]).default("table"),
    )
    .action(async (flags: Flags) => {
      const question = questionOf(flags);
      const loads = [];
      for (const path of flags.csv) {
        const load = await readRecording(path);
        if (!load.ok) throw new Stop(load.failure);
        loads.push(load.value);
      }
      const runs = await replayAll(loads, question, progressOn(process.stderr));
      if (!runs.ok) throw new Stop(runs.failure);
      process.stdout.write(written(runs.value, flags));
    });
}

function questionOf(flags: Flags): Question {
  return {
    leadTimes: flags.leadTime.split(",").map(leadTimeOf),
    policies: flags.policies.split(",").map(policyOf),
    sweep: flags.sweep,
    perReplica: flags.perReplica === undefined ? undefined : unitsOf(flags.perReplica),
    warmUp: flags.warmUp === undefined ? undefined : durationOf("--warm-up", flags.warmUp),
    campaigns: [],
    declared: [],
  };
}

function leadTimeOf(text: string): LeadTime {
  return { text: text.trim(), duration: durationOf("--lead-time", text.trim()) };
}

function durationOf(flag: string, text: string): Milliseconds {
  const duration = parseDuration(text);
  if (duration === undefined)
    throw wrongUsage(`${flag}: "${text}" is no duration`, "write it as 90s, 12m, 1h30m or 14d");
  return duration;
}

function policyOf(text: string): PolicyName {
  const name = POLICIES.find((policy) => policy === text.trim());
  if (name === undefined) throw wrongUsage(`--policies: there is no policy "${text}"`, `use ${POLICIES.join(", ")}`);
  return name;
}

function unitsOf(text: string): number {
  const units = Number(text);
  if (!(units > 0 && units < Infinity))
    throw wrongUsage(`--per-replica: "${text}" is no amount`, "give a number above 0");
  return units;
}

function written(runs: readonly Run[], { output }: Flags): string {
  switch (output) {
    case "json":
      return backtestJson(runs);
    case "csv":
      return backtestCsv(runs);
    case "table":
      return backtestTable(runs);
  }
}

const BAR_WIDTH = 30;

/** A bar on a terminal; silent where nobody watches. */
function progressOn(stream: NodeJS.WriteStream): (done: number, all: number) => void {
  if (!stream.isTTY) return () => undefined;
  return (done, all) => {
    const filled = Math.round((BAR_WIDTH * done) / all);
    stream.write(`\r${"█".repeat(filled)}${"·".repeat(BAR_WIDTH - filled)} ${done} of ${all} recordings`);
    if (done === all) stream.write("\n");
  };
}
