import { Command, Option } from "commander";
import { toYaml } from "../adapters/files/yamlDocuments.ts";
import { connectPrometheus } from "../adapters/prometheus/prometheusConnection.ts";
import { prometheusHistory } from "../adapters/prometheus/prometheusHistory.ts";
import { readRecording } from "../adapters/replay/readRecording.ts";
import { recordedHistory } from "../adapters/replay/recordedHistory.ts";
import { systemClock } from "../adapters/system/systemClock.ts";
import type { ObjectKey } from "../api/metadata.ts";
import { noHistory } from "../app/noHistory.ts";
import { type PlannedFiles, planFiles } from "../app/offline/planFiles.ts";
import type { RecordedLoad } from "../backtest/recordedLoad.ts";
import { explainPlan } from "../plan/told/explain.ts";
import { planJson } from "../plan/told/planJson.ts";
import type { History } from "../ports/history.ts";
import { describeFailure } from "../units/failure.ts";
import { type Instant, parseInstant } from "../units/instant.ts";
import { EXIT, Stop, wrongUsage } from "./fail.ts";
import { soundDocuments } from "./objectFiles.ts";
import { onlyRecordings, type PrometheusFlags, prometheusOf, prometheusOptions } from "./prometheusFlags.ts";

type Output = "table" | "wide" | "json" | "yaml" | "name";

interface PlanFlags extends PrometheusFlags {
  readonly filename: readonly string[];
  readonly at?: string;
  readonly history: readonly string[];
  readonly namespace: string;
  readonly output: Output;
}

/** `headstart plan -f PATH… --at INSTANT`: exit 3 when something promised cannot be had. */
export function planCommand(): Command {
  const command = new Command("plan")
    .description("what would be done now and over the horizon, and why, from files alone; no cluster needed")
    .requiredOption("-f, --filename <path...>", "autoscalers, campaigns, policies, HPAs, Deployments, Nodes, quotas")
    .option("--at <instant>", "the moment of the decision, such as 2026-11-10T16:00:00Z (default: now)")
    .option(
      "--history <[target=]csv...>",
      "demand as recorded, in units of perReplica: header time,value; one file a target, as NAMESPACE/NAME=FILE",
      [],
    )
    .option("-n, --namespace <name>", "of objects that name none", "default")
    .addOption(
      new Option("-o, --output <format>", "how it is written")
        .choices(["table", "wide", "json", "yaml", "name"])
        .default("table"),
    );
  prometheusOptions(command, "where the signals' history is read instead");
  return command.action(async (flags: PlanFlags) => {
    const at = momentOf(flags.at);
    const documents = soundDocuments(flags.filename, flags.namespace);
    const recordings = await recordingsOf(flags.history);
    const source = recordings.length > 0 ? recorded(recordings, command) : asked(flags);
    try {
      const recordingOf = (target: ObjectKey) => recordingFor(target, recordings)?.path;
      const planned = await planFiles({ documents, at, namespace: flags.namespace, recordingOf, ...source });
      if (!planned.ok) throw new Stop(planned.failure);
      refuseStray(recordings, [...planned.value.plans, ...planned.value.failures]);
      process.stdout.write(written(planned.value, at, flags.output));
      tellAside(planned.value);
      process.exitCode = exitOf(planned.value);
    } finally {
      await source.close();
    }
  });
}

function momentOf(text: string | undefined): Instant {
  if (text === undefined) return systemClock().now();
  const at = parseInstant(text);
  if (at === undefined) throw wrongUsage(`--at: "${text}" is no instant`, "write it as 2026-11-10T16:00:00Z");
  return at;
}

interface Recording {
  /** `NAMESPACE/NAME`, `NAME`, or undefined: of the only target. */
  readonly target: string | undefined;
  readonly path: string;
  readonly load: RecordedLoad;
}

async function recordingsOf(texts: readonly string[]): Promise<readonly Recording[]> {
  const recordings: Recording[] = [];
  for (const text of texts) {
    const [, target, path = ""] = /^(?:([a-z0-9./-]+)=)?(.*)$/s.exec(text) ?? [];
    const load = await readRecording(path);
    if (!load.ok) throw new Stop(load.failure);
    recordings.push({ target, path, load: load.value });
  }
  if (recordings.length > 1 && recordings.some(({ target }) => target === undefined)) {
    throw wrongUsage("--history: several files, and not each names its target", "write NAMESPACE/NAME=FILE");
  }
  return recordings;
}

function recordingFor({ namespace, name }: ObjectKey, recordings: readonly Recording[]): Recording | undefined {
  return recordings.find(({ target }) => target === undefined || target === `${namespace}/${name}` || target === name);
}

/** A recording of a target that is not there would be left out without a word. */
function refuseStray(recordings: readonly Recording[], planned: readonly { readonly target: ObjectKey }[]): void {
  const stray = recordings.find((one) => !planned.some(({ target }) => recordingFor(target, [one]) !== undefined));
  if (stray === undefined) return;
  const there = planned.map(({ target }) => `${target.namespace}/${target.name}`).join(", ");
  throw wrongUsage(`--history: no PredictiveAutoscaler ${stray.target} is among the files`, `there are ${there}`);
}

interface Source {
  readonly history: History;
  readonly close: () => Promise<void>;
}

const nothingToClose = () => Promise.resolve();

function recorded(recordings: readonly Recording[], command: Command): Source {
  onlyRecordings("--history", command);
  const history = recordedHistory(new Map(recordings.map(({ path, load }) => [path, load])));
  return { history, close: nothingToClose };
}

function asked(flags: PlanFlags): Source {
  const access = prometheusOf(flags);
  if (access === undefined) return { history: noHistory(), close: nothingToClose };
  const connection = connectPrometheus(access);
  return { history: prometheusHistory(connection), close: () => connection.close() };
}

function written({ plans }: PlannedFiles, at: Instant, output: Output): string {
  switch (output) {
    case "json":
      return `${JSON.stringify(planJson(at, plans), null, 2)}\n`;
    case "yaml":
      return toYaml([planJson(at, plans)]);
    case "name":
      return plans.map(({ target }) => `${target.namespace}/${target.name}\n`).join("");
    case "table":
      return asProse(plans);
    case "wide":
      return asProse(plans, Infinity);
  }
}

function asProse(plans: PlannedFiles["plans"], mostChanges?: number): string {
  const parts = plans.map(({ target, plan }) => {
    const lines = explainPlan(plan, mostChanges).map((line) => `  ${line}`);
    return [`${target.namespace}/${target.name}`, ...lines, ""].join("\n");
  });
  return parts.join("\n");
}

/** Beside the answer, so that JSON stays JSON. */
function tellAside({ notes, failures }: PlannedFiles): void {
  for (const note of notes) process.stderr.write(`note: ${note}\n`);
  for (const { target, failure } of failures) {
    process.stderr.write(`headstart: ${target.namespace}/${target.name}: ${describeFailure(failure)}\n`);
  }
}

/**
 * Short is what a limit keeps away. A campaign whose pods are not Ready yet is in phase Short too, and no finding here:
 * files know of nothing that is Ready, and every campaign that runs would be one.
 */
function exitOf({ plans, failures }: PlannedFiles): number {
  if (failures.length > 0) return EXIT.failed;
  return plans.some(({ plan }) => plan.shortBy > 0) ? EXIT.findings : EXIT.fine;
}
