import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** Samples of one series, times in Unix seconds, ascending; each value holds until the next sample. */
export interface CsvSeries {
  readonly name: string;
  readonly times: readonly number[];
  readonly values: readonly number[];
  /** Seconds between two samples, as most of them lie. */
  readonly step: number;
}

const TIME = /^(time|timestamp|ts)$/;

/**
 * Reads a CSV whose first column is the time (RFC 3339, `YYYY-MM-DD HH:MM:SS` as UTC, or Unix seconds), or which has
 * the columns `date` and `hour`; `column` is the value's, by default the one after the time. `.gz` is unpacked.
 */
export function readCsv(name: string, path: string, column?: string): CsvSeries {
  const raw = readFileSync(path);
  const text = (path.endsWith(".gz") ? gunzipSync(raw) : raw).toString("utf8");
  const [head = "", ...lines] = text.split(/\r?\n/).filter((line) => line !== "");
  const columns = head.split(",").map((each) => each.trim());
  const value = column === undefined ? 1 : columns.indexOf(column);
  if (value < 0) throw new Error(`${path} has no column ${column}; it has ${columns.join(", ")}`);
  const timeOf = timeReader(path, columns);
  const rows = lines
    .map((line) => line.split(","))
    .map((cells) => ({ time: timeOf(cells), value: Number(cells[value] || NaN) }))
    .filter((row) => Number.isFinite(row.time) && Number.isFinite(row.value))
    .toSorted((a, b) => a.time - b.time);
  if (rows.length < 2) throw new Error(`${path} has no two samples`);
  return {
    name,
    times: rows.map(({ time }) => time),
    values: rows.map((row) => row.value),
    step: median(rows.slice(1).map(({ time }, index) => time - (rows[index]?.time ?? time))),
  };
}

function timeReader(path: string, columns: readonly string[]): (cells: readonly string[]) => number {
  const [date, hour] = [columns.indexOf("date"), columns.indexOf("hour")];
  if (date >= 0 && hour >= 0) {
    return (cells) => Date.parse(`${cells[date]}T00:00:00Z`) / 1000 + 3600 * Number(cells[hour]);
  }
  if (!TIME.test(columns[0] ?? "")) throw new Error(`${path}: the first column is no time but ${columns[0]}`);
  return ([first = ""]) => {
    if (/^\d+(\.\d+)?$/.test(first)) return Number(first);
    return Date.parse(/[zZ]|[+-]\d\d:\d\d$/.test(first) ? first : `${first.replace(" ", "T")}Z`) / 1000;
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** The value that holds at a moment; undefined where the last sample is older than two steps, which is a gap. */
export function valueAt({ times, values, step }: CsvSeries, at: number): number | undefined {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  const time = times[low - 1];
  return time === undefined || at - time >= 2 * step ? undefined : values[low - 1];
}
