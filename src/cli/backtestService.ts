import type { Command } from "commander";
import { connectPrometheus } from "../adapters/prometheus/prometheusConnection.ts";
import { prometheusHistory } from "../adapters/prometheus/prometheusHistory.ts";
import { systemClock } from "../adapters/system/systemClock.ts";
import type { Campaign } from "../api/campaign.ts";
import { type OwnObject, parseObject } from "../api/parse.ts";
import type { PredictiveAutoscaler, PredictiveAutoscalerSpec } from "../api/predictiveAutoscaler.ts";
import { HEADSTART_DEFAULT, type LeadTime, type Question } from "../backtest/backtest.ts";
import { campaignsOf } from "../backtest/campaigns.ts";
import type { HeadstartKnobs } from "../backtest/headstart/headstartFloors.ts";
import { recommend, type Recommendation } from "../backtest/recommend.ts";
import { type RecordedLoad, recordedLoad } from "../backtest/recordedLoad.ts";
import { readTraining } from "../controllers/predictiveAutoscaler/demandHistory.ts";
import type { DeclaredCampaign } from "../plan/snapshot.ts";
import { formatDuration, parseDuration } from "../units/duration.ts";
import { Stop, wrongUsage } from "./fail.ts";
import { soundDocuments } from "./objectFiles.ts";
import { type PrometheusFlags, prometheusOf, prometheusOptions } from "./prometheusFlags.ts";

export interface ServiceFlags extends PrometheusFlags {
  readonly filename: readonly string[];
  readonly target?: string;
  readonly history?: string;
  readonly goal: string;
}

/** A user's own service: its demand as Prometheus remembers it, and what its autoscaler says. */
export interface OwnService {
  readonly name: string;
  readonly load: RecordedLoad;
  readonly perReplica: number;
  /** Absent where it is to be learned: then a flag says it. */
  readonly leadTime: LeadTime | undefined;
  readonly setting: HeadstartKnobs;
  readonly campaigns: readonly DeclaredCampaign[];
  readonly recommend: (question: Question) => Recommendation;
}

export function serviceOptions(command: Command): Command {
  return prometheusOptions(command, "replay the history of your own service from here, and recommend a setting")
    .option("-f, --filename <path...>", "its PredictiveAutoscaler, and its past campaigns", [])
    .option("--history <duration>", "how far back to read (default: spec.forecast.history)")
    .option("--goal <percent>", "share of demand that a recommended setting serves", "99.9");
}

/** @returns undefined where no Prometheus is named */
export async function ownService(flags: ServiceFlags): Promise<OwnService | undefined> {
  const access = prometheusOf(flags);
  if (access === undefined) return undefined;
  const objects = objectsOf(flags.filename);
  const autoscaler = autoscalerOf(objects, flags.target);
  const spec = withHistory(autoscaler.spec, flags.history);
  const goal = goalOf(flags.goal);
  const connection = connectPrometheus(access);
  try {
    const read = await readTraining(prometheusHistory(connection), spec, systemClock().now());
    if (!read.ok) throw new Stop(read.failure);
    const { start, step, values } = read.value;
    const times = Float64Array.from(values, (_, i) => start + i * step);
    const load = recordedLoad(autoscaler.metadata.name, { times, values });
    if (!load.ok) throw new Stop(load.failure);
    const campaigns = objects.filter((object): object is Campaign => object.kind === "Campaign");
    return {
      name: autoscaler.metadata.name,
      load: load.value,
      perReplica: spec.demand.perReplica,
      leadTime: leadTimeOf(spec),
      setting: settingOf(spec),
      campaigns: campaignsOf(campaigns, autoscaler.metadata.name),
      recommend: (question) => {
        const made = recommend(load.value, question, { goal });
        if (!made.ok) throw new Stop(made.failure);
        return made.value;
      },
    };
  } finally {
    await connection.close();
  }
}

function objectsOf(paths: readonly string[]): readonly OwnObject[] {
  if (paths.length === 0) throw wrongUsage("-f is missing", "give the service's PredictiveAutoscaler as a file");
  return soundDocuments(paths).flatMap((value) => {
    const parsed = parseObject(value);
    return parsed.ok ? [parsed.value] : [];
  });
}

function autoscalerOf(objects: readonly OwnObject[], target: string | undefined): PredictiveAutoscaler {
  const all = objects.filter((object): object is PredictiveAutoscaler => object.kind === "PredictiveAutoscaler");
  const named = target === undefined ? all : all.filter(({ metadata }) => metadata.name === target);
  if (named.length === 1) return named[0]!;
  const message = `-f holds ${named.length} autoscalers${target === undefined ? "" : ` called ${target}`}`;
  throw wrongUsage(message, "give files with exactly one PredictiveAutoscaler, or choose one with --target");
}

function withHistory(spec: PredictiveAutoscalerSpec, text: string | undefined): PredictiveAutoscalerSpec {
  if (text === undefined) return spec;
  const history = parseDuration(text);
  if (history === undefined || history === 0) {
    throw wrongUsage(`--history: "${text}" is no duration`, "write it as 28d or 60d");
  }
  return { ...spec, forecast: { ...spec.forecast, history } };
}

function goalOf(text: string): number {
  const percent = Number(text);
  if (!(percent > 0 && percent <= 100)) throw wrongUsage(`--goal: "${text}" is no percentage`, "write it as 99.9");
  return percent / 100;
}

function leadTimeOf({ startup }: PredictiveAutoscalerSpec): LeadTime | undefined {
  if (startup.leadTime === "Auto") return undefined;
  return { text: formatDuration(startup.leadTime), duration: startup.leadTime };
}

function settingOf({ forecast, scaleIn }: PredictiveAutoscalerSpec): HeadstartKnobs {
  const { percentile, headroomPercent } = HEADSTART_DEFAULT;
  return {
    percentile: forecast.percentile ?? percentile,
    headroomPercent: forecast.headroomPercent ?? headroomPercent,
    scaleIn: { stepPercent: scaleIn.stepPercent, holdWhileAbovePercent: scaleIn.holdWhileAbovePercent },
  };
}
