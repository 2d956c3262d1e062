import { Command, Option } from "commander";
import { readCampaigns } from "../adapters/replay/readCampaigns.ts";
import { readRecording } from "../adapters/replay/readRecording.ts";
import { replayAll } from "../adapters/replay/replayAll.ts";
import { HEADSTART_DEFAULT, type LeadTime, POLICIES, type PolicyName, type Question } from "../backtest/backtest.ts";
import { campaignsOf } from "../backtest/campaigns.ts";
import type { RecordedLoad } from "../backtest/recordedLoad.ts";
import { type Milliseconds, parseDuration } from "../units/duration.ts";
import { OUTPUTS, type Output, written } from "./backtestOutput.ts";
import { type OwnService, ownService, type ServiceFlags, serviceOptions } from "./backtestService.ts";
import { Stop, wrongUsage } from "./fail.ts";
import { progressOn } from "./progress.ts";
import { onlyRecordings } from "./prometheusFlags.ts";

interface Flags extends ServiceFlags {
  readonly csv: readonly string[];
  readonly perReplica?: string;
  readonly leadTime?: string;
  readonly warmUp?: string;
  readonly policies: string;
  readonly sweep: boolean;
  readonly campaigns: readonly string[];
  readonly target?: string;
  readonly hpaTarget: string;
  readonly output: Output;
}

/** `headstart backtest --csv FILE…`: policies side by side on recorded load, or on a service's own history. */
export function backtestCommand(): Command {
  const command = new Command("backtest")
    .description("what each policy would have paid and missed on recorded load")
    .option("--csv <file...>", "recordings: header time,value; .gz is unpacked", [])
    .option("--lead-time <durations>", "order → Ready, such as 12m or 2m,5m,12m,30m")
    .option("--per-replica <units>", "demand one ready replica serves (default: the peak needs 40)")
    .option("--warm-up <duration>", "history before what is scored (default: 14d, 8d below 21 days)")
    .option("--policies <names>", "of these, separated by commas", POLICIES.join(","))
    .option("--sweep", "all points of each policy's curve instead of its default", false)
    .option("--campaigns <file...>", "declared peaks: CSV with start,end,multiplier, or Campaign manifests", [])
    .option("--target <name>", "whose peaks are meant, where a campaign names several")
    .option("--hpa-target <share>", "target of the HPA under headstart", String(HEADSTART_DEFAULT.hpaTarget))
    .addOption(new Option("-o, --output <format>", "how it is written").choices(OUTPUTS).default("table"));
  return serviceOptions(command).action(async (flags: Flags) => {
    const recorded = flags.csv.length > 0;
    if (recorded) onlyRecordings("--csv", command);
    const service = recorded ? undefined : await ownService(flags);
    const question = questionOf(flags, service);
    const loads = service === undefined ? await recordings(flags.csv) : [service.load];
    const progress = progressOn(process.stderr, "recordings");
    const runs = await replayAll(loads, question, progress);
    if (!runs.ok) throw new Stop(runs.failure);
    const recommended = service?.recommend(question);
    process.stdout.write(written(runs.value, { ...flags, recommended, command: process.argv.slice(2).join(" ") }));
  });
}

async function recordings(paths: readonly string[]): Promise<readonly RecordedLoad[]> {
  if (paths.length === 0) throw wrongUsage("there is nothing to replay", "give --csv, or --prometheus-url with -f");
  const loads = [];
  for (const path of paths) {
    const load = await readRecording(path);
    if (!load.ok) throw new Stop(load.failure);
    loads.push(load.value);
  }
  return loads;
}

function questionOf(flags: Flags, service: OwnService | undefined): Question {
  const { leadTime, perReplica, warmUp, policies, sweep, output } = flags;
  const declared = flags.campaigns.flatMap((path) => {
    const read = readCampaigns(path);
    if (!read.ok) throw new Stop(read.failure);
    return campaignsOf(read.value, flags.target ?? service?.name);
  });
  if (flags.campaigns.length > 0 && declared.length === 0) {
    throw wrongUsage("--campaigns: none of them names the target", "give --target, or campaigns that name it");
  }
  return {
    leadTimes: leadTimesOf(leadTime, service),
    policies: policies.split(",").map(policyOf),
    sweep,
    perReplica: perReplica === undefined ? service?.perReplica : unitsOf(perReplica),
    warmUp: warmUp === undefined ? undefined : durationOf("--warm-up", warmUp),
    campaigns: [...declared, ...(service?.campaigns ?? [])],
    plots: output === "html",
    headstart: { ...HEADSTART_DEFAULT, ...service?.setting, hpaTarget: shareOf(flags.hpaTarget) },
  };
}

function leadTimesOf(text: string | undefined, service: OwnService | undefined): readonly LeadTime[] {
  if (text !== undefined) return text.split(",").map(leadTimeOf);
  if (service?.leadTime !== undefined) return [service.leadTime];
  throw wrongUsage("--lead-time is missing", "say how long order → Ready takes, such as --lead-time 12m");
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

function shareOf(text: string): number {
  const share = Number(text);
  if (!(share > 0 && share <= 1)) throw wrongUsage(`--hpa-target: "${text}" is no share`, "give one such as 0.7");
  return share;
}
