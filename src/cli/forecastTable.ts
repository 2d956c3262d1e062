import asciichart from "asciichart";
import Table from "cli-table3";
import type { Forecast } from "../forecast/forecastTypes.ts";
import { HOUR } from "../units/duration.ts";
import type { Milliseconds } from "../units/duration.ts";
import { formatInstant, type Instant, instant } from "../units/instant.ts";

/** More rows than a person reads become one an hour. */
const MOST_ROWS = 100;
/** As wide as a terminal at its usual width, the axis apart. */
const CHART_WIDTH = 66;
const CHART_HEIGHT = 14;

/** What is written: one value a step under each name. */
export interface Columns {
  readonly title: string;
  readonly from: Instant;
  readonly step: Milliseconds;
  readonly columns: readonly { readonly name: string; readonly values: Float64Array }[];
}

/** A column a quantile. */
export function forecastColumns({ method, tier, skill, from, step, quantiles }: Forecast): Columns {
  const earned = skill === undefined ? "not measured" : skill.toFixed(2);
  const title = `${method.name} on ${tier} of history, skill ${earned}`;
  return { title, from, step, columns: quantiles.map(({ quantile, values }) => ({ name: String(quantile), values })) };
}

/** For people: quantiles over time; of a long forecast the largest value of each hour. */
export function forecastTable(made: Columns): string {
  const length = lengthOf(made);
  const perRow = length > MOST_ROWS ? Math.max(1, Math.round(HOUR / made.step)) : 1;
  const head = ["time", ...made.columns.map(({ name }) => name)];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (let i = 0; i < length; i += perRow) {
    table.push([
      timeAt(made, i),
      ...made.columns.map(({ values }) => fourDigits(Math.max(...values.subarray(i, i + perRow)))),
    ]);
  }
  const rows = perRow > 1 ? "; each row is the largest of an hour" : "";
  return `${made.title}${rows}\n${table.toString()}\n`;
}

/** `time,0.5,0.95`, one line a step. */
export function forecastCsv(made: Columns): string {
  const head = ["time", ...made.columns.map(({ name }) => name)];
  const lines = Array.from({ length: lengthOf(made) }, (_, i) =>
    [timeAt(made, i), ...made.columns.map(({ values }) => String(values[i]))].join(","),
  );
  return `${[head.join(","), ...lines].join("\n")}\n`;
}

/** The quantiles as lines over time; each column is the largest value of its span. */
export function forecastChart(made: Columns): string {
  const { columns, from, title } = made;
  const thin = columns.map(({ values }) => thinned(values, CHART_WIDTH));
  const chart = asciichart.plot(thin, {
    height: CHART_HEIGHT,
    format: (value: number) => fourDigits(value).padStart(9),
  });
  const end = timeAt(made, lengthOf(made) - 1);
  const names = columns.map(({ name }) => name).join(", ");
  return `${title}\n${chart}\n${" ".repeat(11)}${formatInstant(from)} to ${end}; quantiles ${names}\n`;
}

function lengthOf({ columns }: Columns): number {
  return columns[0]?.values.length ?? 0;
}

function timeAt({ from, step }: Columns, index: number): string {
  return formatInstant(instant(from + index * step));
}

function thinned(values: Float64Array, width: number): number[] {
  const columns = Math.min(width, values.length);
  return Array.from({ length: columns }, (_, i) => {
    const start = Math.floor((i * values.length) / columns);
    const end = Math.max(start + 1, Math.floor(((i + 1) * values.length) / columns));
    return Math.max(...values.subarray(start, end));
  });
}

function fourDigits(value: number): string {
  return String(Number(value.toPrecision(4)));
}
