import { createInterface } from "node:readline";
import { SUM_LEVELS, type SumForecast, sumOf } from "../forecast/forecast.ts";
import type { Failure } from "../units/failure.ts";
import { formatInstant } from "../units/instant.ts";
import { failed, type Result, success } from "../units/result.ts";
import { EXIT } from "./fail.ts";
import { type ErrorJson, errorJson, liftedForecast } from "./forecastAnswer.ts";
import { type Asked, readQuestion } from "./forecastRequest.ts";
import type { Columns } from "./forecastTable.ts";

/** One answer of `forecast --sum`; others build on this shape. */
export interface SumJson {
  readonly ids: readonly Asked["id"][];
  readonly step: string;
  /** The instant of the first value. */
  readonly from: string;
  /** Of the sum, by quantile as it was asked for; one value a step. */
  readonly quantiles: Readonly<Record<string, readonly number[]>>;
  /** What the targets' own quantiles add up to. */
  readonly apart: Readonly<Record<string, readonly number[]>>;
  /** Of the largest sum within the horizon. */
  readonly peak: Readonly<Record<string, number>>;
  /** In common, from which it is known who moves with whom. */
  readonly rehearsals: number;
  readonly warnings: readonly string[];
}

/** Each target's baseline with its declared future windows lifted, and the sum of all. */
export function liftedSum(targets: readonly Asked[]): Result<SumForecast, Failure> {
  const quantiles = targets[0]?.request.quantiles ?? [];
  const made = [];
  const warnings: string[] = [];
  for (const [i, { id, request, warnings: own }] of targets.entries()) {
    if (String(request.quantiles) !== String(quantiles)) return failed(mixedQuantiles(i, request.quantiles));
    const levels = [...new Set([...SUM_LEVELS, ...quantiles])].sort((a, b) => a - b);
    const asked = { ...request, quantiles: levels };
    const forecast = liftedForecast(asked);
    if (!forecast.ok) return forecast;
    made.push({ request: asked, forecast: forecast.value });
    warnings.push(...[...forecast.value.warnings, ...own].map((warning) => `${id ?? i}: ${warning}`));
  }
  const sum = sumOf(made, quantiles);
  return sum.ok ? success({ ...sum.value, warnings: [...sum.value.warnings, ...warnings] }) : sum;
}

export function sumJson(targets: readonly Asked[], sum: SumForecast): SumJson {
  const named = (of: SumForecast["quantiles"]): Readonly<Record<string, readonly number[]>> =>
    Object.fromEntries(of.map(({ quantile, values }) => [String(quantile), [...values]]));
  return {
    ids: targets.map(({ id }) => id),
    step: targets[0]?.step ?? "",
    from: formatInstant(sum.from),
    quantiles: named(sum.quantiles),
    apart: named(sum.apart),
    peak: Object.fromEntries(sum.peak.map(({ quantile, value }) => [String(quantile), value])),
    rehearsals: sum.rehearsals,
    warnings: sum.warnings,
  };
}

/** Each quantile of the sum, and beside it what the targets' own add up to. */
export function sumColumns(targets: readonly Asked[], sum: SumForecast): Columns {
  const columns = sum.quantiles.flatMap(({ quantile, values }, q) => [
    { name: String(quantile), values },
    { name: `${quantile} apart`, values: sum.apart[q]!.values },
  ]);
  const names = targets.map(({ id }) => id).join(" + ");
  return { title: `sum of ${names}, ${sum.rehearsals} rehearsals in common`, from: sum.from, step: sum.step, columns };
}

/** More lines are not read: so many targets are refused. */
const MOST_LINES = 101;

/** All lines are targets of one sum, written as one line; lines that cannot be read are answered instead of it. */
export async function sumLines(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<void> {
  const targets: Asked[] = [];
  const wrong: ErrorJson[] = [];
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line++;
    if (text.trim() === "") continue;
    const asked = readQuestion(text);
    if (asked.ok) targets.push(asked.value);
    else wrong.push(errorJson(asked.failure, line));
    if (targets.length + wrong.length >= MOST_LINES) break;
  }
  const said = wrong.length > 0 ? wrong : [sumOrError(targets, line)];
  for (const one of said) output.write(`${JSON.stringify(one)}\n`);
  process.exitCode = said.some((one) => "error" in one) ? EXIT.failed : EXIT.fine;
}

function sumOrError(targets: readonly Asked[], line: number): SumJson | ErrorJson {
  const sum = liftedSum(targets);
  return sum.ok ? sumJson(targets, sum.value) : errorJson({ id: null, failure: sum.failure }, line);
}

function mixedQuantiles(index: number, quantiles: readonly number[]): Failure {
  return {
    code: "InvalidSum",
    message: "differ from those of the first target",
    field: `targets[${index}].quantiles`,
    value: quantiles.join(","),
    remedy: "ask for the same quantiles of all targets",
  };
}
