import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { type RecordedLoad, recordedLoad, type Samples } from "../../backtest/recordedLoad.ts";
import { type Failure, quote } from "../../units/failure.ts";
import { parseInstant } from "../../units/instant.ts";
import { failed, type Result } from "../../units/result.ts";

/** Rows beyond this are refused: at a sample a second it is more than a year and a half. */
const MOST_ROWS = 50_000_000;

/**
 * Reads a recording line by line, so that its size does not matter: header `time,value` (any names), then RFC 3339,
 * `YYYY-MM-DD HH:MM:SS` in UTC or Unix seconds, and a number; an empty value is a gap. `.gz` is unpacked.
 * @returns a failure that names the file and the line
 */
export async function readRecording(path: string): Promise<Result<RecordedLoad, Failure>> {
  const samples = new GrowingSamples();
  const file = createReadStream(path);
  const source = path.endsWith(".gz") ? file.pipe(createGunzip()) : file;
  // An error of the file does not reach the one who reads from the pipe by itself.
  file.on("error", (error) => source.destroy(error));
  let line = 0;
  try {
    for await (const text of createInterface({ input: source, crlfDelay: Infinity })) {
      line++;
      const problem = line === 1 ? headerProblem(text) : samples.take(text);
      if (problem !== undefined) return failed({ ...problem, field: `${path}:${line}` });
    }
  } catch (cause) {
    return failed(unreadable(path, cause));
  } finally {
    file.destroy();
  }
  if (samples.length === 0) return failed(empty(path, line));
  return recordedLoad(seriesName(path), samples.taken());
}

/** The file's name without `.csv` and `.gz`. */
export function seriesName(path: string): string {
  return basename(path)
    .replace(/\.gz$/, "")
    .replace(/\.csv$/, "");
}

type Problem = Omit<Failure, "field">;

/** Two numbers a sample, without an object for each: ten million rows are 160 MB. */
class GrowingSamples {
  times = new Float64Array(1 << 14);
  values = new Float64Array(1 << 14);
  length = 0;

  take(text: string): Problem | undefined {
    if (text.trim() === "") return undefined;
    const comma = text.indexOf(",");
    if (comma < 0) return problem("a line is time,value", text);
    const time = timeOf(text.slice(0, comma).trim());
    const written = text.slice(comma + 1).trim();
    if (time === undefined) return notTime(text.slice(0, comma));
    const value = written === "" || written === "NaN" ? NaN : Number(written);
    if (Number.isNaN(value) && written !== "" && written !== "NaN") {
      return writtenTime(written) === undefined ? notNumber(written) : swapped(text);
    }
    if (value < 0 || Math.abs(value) === Infinity) return problem("demand is finite and not negative", written);
    if (this.length === MOST_ROWS) return problem(`more than ${MOST_ROWS} rows; aggregate them first`, text);
    this.#grow();
    this.times[this.length] = time;
    this.values[this.length++] = value;
    return undefined;
  }

  taken(): Samples {
    return { times: this.times.subarray(0, this.length), values: this.values.subarray(0, this.length) };
  }

  #grow(): void {
    if (this.length < this.times.length) return;
    const [times, values] = [this.times, this.values];
    this.times = new Float64Array(2 * times.length);
    this.values = new Float64Array(2 * values.length);
    this.times.set(times);
    this.values.set(values);
  }
}

const UNIX_SECONDS = /^\d{1,11}(\.\d{1,9})?$/;
const SQL_TIME = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/;

/** Epoch milliseconds. */
function timeOf(text: string): number | undefined {
  if (UNIX_SECONDS.test(text)) return Math.round(Number(text) * 1000);
  return writtenTime(text);
}

function writtenTime(text: string): number | undefined {
  return parseInstant(text) ?? parseInstant(text.replace(SQL_TIME, "$1T$2Z"));
}

/** Names that mean nothing but a time, whole: `response time` may well be a value. */
const TIME_NAME = /^(unix|epoch)?[ _-]?(time|timestamp|datetime|date|ts|ds|t)$/i;

function headerProblem(text: string): Problem | undefined {
  const [first = "", second] = text
    .replace(/^\uFEFF/, "")
    .split(",")
    .map(unquoted);
  if (second === undefined && /[;\t]/.test(first)) {
    const remedy = `separate time and value by a comma; ${NOTHING_READ}`;
    return { ...problem("the first line is the header time,value", text), remedy };
  }
  if (second === undefined || timeOf(first) !== undefined) {
    return problem("the first line is the header time,value", text);
  }
  return TIME_NAME.test(second) && !TIME_NAME.test(first) ? swapped(text) : undefined;
}

const NOTHING_READ = "nothing of this file was read";

function notTime(text: string): Problem {
  const remedy = `write 2026-11-10T08:00:00Z, 2026-11-10T16:00:00+08:00 or Unix seconds; ${NOTHING_READ}`;
  return { ...problem("the time is neither RFC 3339 nor Unix seconds", text), remedy };
}

function notNumber(text: string): Problem {
  const remedy = `write one number a line, with a point as in 2.5; ${NOTHING_READ}`;
  return { ...problem("the value is no number", text), remedy };
}

function unquoted(text: string): string {
  return text.trim().replace(/^"(.*)"$/, "$1");
}

/** Read as they stand, Unix seconds would be a demand of 1.8 billion. */
function swapped(text: string): Problem {
  const remedy = `write time,value: the time in the first column, the value in the second; ${NOTHING_READ}`;
  return { code: "SwappedColumns", message: "the columns are swapped", value: quote(text), remedy };
}

function problem(message: string, value: string): Problem {
  return {
    code: "BadRow",
    message,
    value: quote(value),
    remedy: `correct the line; ${NOTHING_READ}`,
  };
}

function empty(path: string, lines: number): Failure {
  return {
    code: "EmptyRecording",
    message: lines <= 1 ? "there is no sample" : "all values are empty",
    remedy: "give a file with the header time,value and a sample a line; nothing of it was read",
    field: path,
  };
}

function unreadable(path: string, cause: unknown): Failure {
  const why = cause instanceof Error ? cause.message : String(cause);
  return {
    code: "Unreadable",
    message: `the file cannot be read: ${why}`,
    remedy: "check that it is there, readable, and really packed when its name ends in .gz",
    field: path,
    cause,
  };
}
