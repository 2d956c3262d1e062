import { once } from "node:events";
import { createInterface } from "node:readline";
import { Command, Option } from "commander";
import { readRecording } from "../adapters/replay/readRecording.ts";
import { sampled } from "../adapters/replay/sampled.ts";
import type { RecordedLoad } from "../backtest/recordedLoad.ts";
import type { DeclaredWindow } from "../forecast/forecastTypes.ts";
import { isDate } from "../forecast/input/holidays.ts";
import { formatDuration, type Milliseconds, milliseconds, parseDuration, SECOND } from "../units/duration.ts";
import { instant, parseInstant } from "../units/instant.ts";
import type { Series } from "../units/series.ts";
import type { Window } from "../units/window.ts";
import { isZone } from "../units/zone.ts";
import { EXIT, Stop, wrongUsage } from "./fail.ts";
import { answer, errorJson, liftedForecast } from "./forecastAnswer.ts";
import { type Asked, readQuestion } from "./forecastRequest.ts";
import { liftedSum, sumColumns, sumJson, sumLines } from "./forecastSum.ts";
import { type Columns, forecastChart, forecastColumns, forecastCsv, forecastTable } from "./forecastTable.ts";

interface ForecastFlags {
  readonly jsonl?: boolean;
  readonly csv?: readonly string[];
  readonly sum?: boolean;
  readonly horizon: string;
  readonly quantiles: string;
  readonly zone: string;
  readonly campaign: readonly string[];
  readonly saturated: readonly string[];
  readonly holiday: readonly string[];
  readonly output: "table" | "json" | "csv" | "chart";
}

/** `headstart forecast --jsonl` and `--csv FILE`: history → quantiles. */
export function forecastCommand(): Command {
  return new Command("forecast")
    .description("the quantiles of demand to come, from its history")
    .option("--jsonl", "one question a line from the standard input, one answer a line")
    .option("--csv <file...>", "one series: header time,value; an empty value is a gap; .gz is unpacked")
    .option("--sum", "joint quantiles of the sum of all files, or lines, beside the sum of each one's own")
    .option("--horizon <duration>", "how far ahead (with --csv)", "48h")
    .option("--quantiles <numbers>", "separated by commas (with --csv)", "0.5,0.95")
    .option("--zone <name>", "whose wall clock days and weeks follow (with --csv)", "UTC")
    .option(
      "--campaign <window...>",
      "declared, as START,END[,MULTIPLIER]: past ones are masked, future ones lifted (with --csv)",
      [],
    )
    .option("--saturated <window...>", "when missing capacity hid demand, as START,END (with --csv)", [])
    .option("--holiday <date...>", "dates that are no usual weekday, as 2026-12-25 (with --csv)", [])
    .addOption(
      new Option("-o, --output <format>", "how it is written (with --csv)")
        .choices(["table", "json", "csv", "chart"])
        .default("table"),
    )
    .action(async (flags: ForecastFlags) => {
      if ((flags.jsonl === true) === (flags.csv !== undefined)) {
        throw wrongUsage("forecast needs one source", "give either --jsonl or --csv FILE");
      }
      if (flags.csv === undefined) await (flags.sum === true ? sumLines : answerLines)(process.stdin, process.stdout);
      else await forecastFiles(flags.csv, flags);
    });
}

/**
 * Answers line by line, in order. A line that cannot be answered gets an error in its place, and the others their
 * answers.
 */
export async function answerLines(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<void> {
  let line = 0;
  let wrong = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line++;
    if (text.trim() === "") continue;
    const asked = readQuestion(text);
    const said = asked.ok ? answer(asked.value) : asked;
    if (!said.ok) wrong++;
    const json = JSON.stringify(said.ok ? said.value : errorJson(said.failure, line));
    if (!output.write(`${json}\n`)) await once(output, "drain");
  }
  if (wrong > 0) {
    process.stderr.write(`headstart: ${wrong} of ${line} lines have an error for an answer; it names the remedy\n`);
  }
  process.exitCode = wrong > 0 ? EXIT.failed : EXIT.fine;
}

async function forecastFiles(paths: readonly string[], flags: ForecastFlags): Promise<void> {
  const asked = questionOf(flags);
  if (flags.sum !== true && paths.length > 1) {
    throw wrongUsage(`--csv: ${paths.length} files`, "give --sum for what they need together, or one file");
  }
  const questions: Asked[] = [];
  for (const path of paths) questions.push(await readSeries(path, asked));
  if (flags.sum === true) writeSum(questions, flags.output);
  else writeOne(questions[0]!, flags.output);
}

async function readSeries(path: string, asked: Question): Promise<Asked> {
  const load = await readRecording(path);
  if (!load.ok) throw new Stop(load.failure);
  const { name, repairs } = load.value;
  const history = evenSeries(load.value);
  const horizon = Math.max(1, Math.ceil(asked.horizon / history.step));
  for (const repair of repairs) process.stderr.write(`note: ${repair}\n`);
  return { id: name, step: formatDuration(history.step), request: { ...asked, history, horizon }, warnings: [] };
}

type Output = ForecastFlags["output"];

function writeOne(question: Asked, output: Output): void {
  if (output === "json") {
    const said = answer(question);
    if (!said.ok) throw new Stop(said.failure.failure);
    process.stdout.write(`${JSON.stringify(said.value)}\n`);
    return;
  }
  const made = liftedForecast(question.request);
  if (!made.ok) throw new Stop(made.failure);
  for (const warning of made.value.warnings) process.stderr.write(`note: ${warning}\n`);
  process.stdout.write(written(forecastColumns(made.value), output));
}

function writeSum(questions: readonly Asked[], output: Output): void {
  const sum = liftedSum(questions);
  if (!sum.ok) throw new Stop(sum.failure);
  if (output === "json") {
    process.stdout.write(`${JSON.stringify(sumJson(questions, sum.value))}\n`);
    return;
  }
  for (const warning of sum.value.warnings) process.stderr.write(`note: ${warning}\n`);
  process.stdout.write(written(sumColumns(questions, sum.value), output));
}

function written(made: Columns, output: Exclude<Output, "json">): string {
  switch (output) {
    case "table":
      return forecastTable(made);
    case "csv":
      return forecastCsv(made);
    case "chart":
      return forecastChart(made);
  }
}

/** On the recording's own step, from its first sample to its last. */
function evenSeries(load: RecordedLoad): Series {
  const step = milliseconds(Math.max(SECOND, Math.round(load.step / SECOND) * SECOND));
  const start = instant(Math.round(load.times[0] ?? 0));
  const count = Math.round(((load.times.at(-1) ?? start) - start) / step) + 1;
  if (count > MOST_SAMPLES) {
    const remedy = "give a shorter or coarser recording";
    const message = `the recording spans ${count} steps of ${formatDuration(step)}, more than ${MOST_SAMPLES}`;
    throw new Stop({ code: "LongRecording", message, remedy, field: load.name });
  }
  // A sample that came a little late still belongs to its own step.
  const late = instant(start + Math.floor(step / 2));
  const { values } = sampled(load, { start: late, step, count, lookBack: step });
  return { start, step, values };
}

/** The engine's own limit: a year of minutes. */
const MOST_SAMPLES = 530_000;

interface Question {
  readonly horizon: Milliseconds;
  readonly quantiles: readonly number[];
  readonly zone: string;
  readonly declared: readonly DeclaredWindow[];
  readonly saturated: readonly Window[];
  readonly holidays: readonly string[];
}

function questionOf(flags: ForecastFlags): Question {
  const horizon = parseDuration(flags.horizon);
  if (horizon === undefined || horizon === 0) {
    throw wrongUsage(`--horizon: "${flags.horizon}" is no duration above zero`, "write it as 48h or 90m");
  }
  const quantiles = [...new Set(flags.quantiles.split(",").map(Number))].sort((a, b) => a - b);
  if (!quantiles.every((quantile) => quantile > 0 && quantile < 1)) {
    throw wrongUsage(`--quantiles: "${flags.quantiles}" are not all between 0 and 1`, "write them as 0.5,0.95");
  }
  if (!isZone(flags.zone)) {
    throw wrongUsage(`--zone: "${flags.zone}" is no time zone`, "write an IANA name such as Europe/Berlin or UTC");
  }
  const wrong = flags.holiday.find((date) => !isDate(date));
  if (wrong !== undefined) throw wrongUsage(`--holiday: "${wrong}" is no date`, "write it as 2026-12-25");
  const saturated = flags.saturated.map((text) => windowOf("--saturated", text));
  const declared = flags.campaign.map(campaignOf);
  return { horizon, quantiles, zone: flags.zone, declared, saturated, holidays: flags.holiday };
}

function campaignOf(text: string): DeclaredWindow {
  const [from, to, times, ...rest] = text.split(",");
  const window = windowOf("--campaign", `${from},${to ?? ""}`);
  if (times === undefined) return window;
  const multiplier = Number(times);
  if (multiplier > 0 && multiplier < Infinity && rest.length === 0) return { ...window, multiplier };
  const remedy = "write it as 2026-11-11T00:00:00Z,2026-11-11T02:00:00Z,3";
  throw wrongUsage(`--campaign: "${text}" is no window with a multiplier`, remedy);
}

function windowOf(flag: string, text: string): Window {
  const [start, end, ...rest] = text.split(",").map(parseInstant);
  const isPair = start !== undefined && end !== undefined && rest.length === 0;
  if (isPair && start < end) return { start, end };
  if (isPair) throw wrongUsage(`${flag}: "${text}" does not end after it starts`, "write START,END");
  throw wrongUsage(`${flag}: "${text}" is no window`, "write it as 2026-11-11T00:00:00Z,2026-11-11T02:00:00Z");
}
