import asciichart from "asciichart";
import Table from "cli-table3";
import type { Forecast } from "../forecast/forecastTypes.ts";
import { HOUR } from "../units/duration.ts";
import { formatInstant, instant } from "../units/instant.ts";

/** More rows than a person reads become one an hour. */
const MOST_ROWS = 100;
/** As wide as a terminal at its usual width, the axis apart. */
const CHART_WIDTH = 66;
const CHART_HEIGHT = 14;

/** For people: quantiles over time; of a long forecast the largest value of each hour. */
export function forecastTable(forecast: Forecast): string {
  const length = lengthOf(forecast);
  const perRow = length > MOST_ROWS ? Math.max(1, Math.round(HOUR / forecast.step)) : 1;
  const head = ["time", ...forecast.quantiles.map(({ quantile }) => String(quantile))];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (let i = 0; i < length; i += perRow) {
    table.push([
      timeAt(forecast, i),
      ...forecast.quantiles.map(({ values }) => fourDigits(Math.max(...values.subarray(i, i + perRow)))),
    ]);
  }
  const rows = perRow > 1 ? "; each row is the largest of an hour" : "";
  return `${titleOf(forecast)}${rows}\n${table.toString()}\n`;
}

/** `time,0.5,0.95`, one line a step. */
export function forecastCsv(forecast: Forecast): string {
  const head = ["time", ...forecast.quantiles.map(({ quantile }) => String(quantile))];
  const lines = Array.from({ length: lengthOf(forecast) }, (_, i) =>
    [timeAt(forecast, i), ...forecast.quantiles.map(({ values }) => String(values[i]))].join(","),
  );
  return `${[head.join(","), ...lines].join("\n")}\n`;
}

/** The quantiles as lines over time; each column is the largest value of its span. */
export function forecastChart(forecast: Forecast): string {
  const { quantiles, from } = forecast;
  const columns = quantiles.map(({ values }) => thinned(values, CHART_WIDTH));
  const chart = asciichart.plot(columns, {
    height: CHART_HEIGHT,
    format: (value: number) => fourDigits(value).padStart(9),
  });
  const end = timeAt(forecast, lengthOf(forecast) - 1);
  const names = quantiles.map(({ quantile }) => String(quantile)).join(", ");
  return `${titleOf(forecast)}\n${chart}\n${" ".repeat(11)}${formatInstant(from)} to ${end}; quantiles ${names}\n`;
}

function titleOf({ method, tier, skill }: Forecast): string {
  const earned = skill === undefined ? "not measured" : skill.toFixed(2);
  return `${method.name} on ${tier} of history, skill ${earned}`;
}

function lengthOf({ quantiles }: Forecast): number {
  return quantiles[0]?.values.length ?? 0;
}

function timeAt({ from, step }: Forecast, index: number): string {
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
