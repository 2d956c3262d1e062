import type { InputState } from "../../plan/snapshot.ts";
import type { History, HistoryQuery, Reading } from "../../ports/history.ts";
import { formatDuration, milliseconds } from "../../units/duration.ts";
import { type Failure, quote } from "../../units/failure.ts";
import { formatInstant, instant } from "../../units/instant.ts";
import type { Series } from "../../units/series.ts";
import { type GridFindings, layOnGrid, seriesOf } from "./matrix.ts";
import type { PrometheusConnection, PrometheusFailure } from "./prometheusConnection.ts";

/** Prometheus refuses more points of one series in one answer. */
const MOST_POINTS = 11_000;
/** Chunks of one reading: a minute's step over a year. Beyond it somebody asks for the wrong step. */
const MOST_CHUNKS = 50;

const KEPT = "until then the applied floor is kept";

interface Collected {
  readonly series: Series;
  readonly findings: readonly GridFindings[];
  readonly warnings: readonly string[];
  /** Labels of the answers that held more than one series. */
  readonly several: readonly Readonly<Record<string, string>>[];
}

/**
 * The `History` port on a Prometheus-compatible server. The states of an answer are told apart, because a wrong "0"
 * at the
 * peak costs more than any "unknown".
 */
export function prometheusHistory(connection: PrometheusConnection): History {
  return {
    async read(query, signal) {
      const chunks = chunksOf(query);
      if (chunks.length > MOST_CHUNKS) return refused("HttpError", tooLong(query));
      const collected = emptyGrid(query);
      const [findings, warnings, several] = [[] as GridFindings[], [] as string[], [] as Record<string, string>[]];
      for (const { start, end } of chunks) {
        const parameters = {
          query: query.query,
          start: String(start / 1000),
          end: String(end / 1000),
          step: String(query.step / 1000),
        };
        const answer = await connection.get("/api/v1/query_range", parameters, signal);
        if (!answer.ok) return refused(answer.failure.code === "TimedOut" ? "TimedOut" : "HttpError", answer.failure);
        const result = seriesOf(answer.value.data);
        if (result === undefined) return refused("HttpError", notSeries(query));
        warnings.push(...answer.value.warnings);
        if (result.length > 1) several.push(...result.map(({ metric }) => metric));
        else findings.push(layOnGrid(collected, result[0]?.values ?? []));
      }
      const all: Collected = { series: collected, findings, warnings, several };
      const reading = readingOf(all, query);
      return reading.state === "Empty" ? emptyOrNever(connection, reading, query) : reading;
    },
  };
}

function emptyGrid({ range, step }: HistoryQuery): Series {
  return { start: range.start, step, values: new Float64Array(Math.ceil((range.end - range.start) / step)).fill(NaN) };
}

/** Closed intervals of at most so many points; the range's own end does not belong to it. */
function chunksOf({ range, step }: HistoryQuery): readonly { readonly start: number; readonly end: number }[] {
  const points = Math.ceil((range.end - range.start) / step);
  const chunks = [];
  for (let first = 0; first < points; first += MOST_POINTS) {
    const last = Math.min(points, first + MOST_POINTS) - 1;
    chunks.push({ start: range.start + first * step, end: range.start + last * step });
  }
  return chunks;
}

function readingOf({ series, findings, warnings, several }: Collected, query: HistoryQuery): Reading {
  const unbelieved = (state: Exclude<InputState, "Live" | "LiveZero">, message: string, remedy: string): Reading => ({
    state,
    series,
    failure: { code: state, message, remedy: `${remedy}; ${KEPT}`, value: quote(query.query) },
  });
  if (several.length > 0) {
    const labels = several
      .slice(0, 3)
      .map((metric) => JSON.stringify(metric))
      .join(", ");
    return unbelieved("SeveralSeries", `the query answers with several series: ${labels}`, "wrap it in sum(…)");
  }
  const last = Math.max(-1, ...findings.map((finding) => finding.last));
  const count = (pick: (finding: GridFindings) => number) => findings.reduce((sum, finding) => sum + pick(finding), 0);
  if (findings.at(-1)?.endsInNaN === true) {
    return unbelieved("NotANumber", "the query's last value is not a number", "guard the division by zero in it");
  }
  if (count(({ negatives }) => negatives) > 0) {
    return unbelieved("Negative", "the query has negative values", "demand cannot be below zero: correct the query");
  }
  if (last < 0) return unbelieved("Empty", "the query has no sample in the range", "check that it returns data");
  const partial = warnings.filter((warning) => !warning.startsWith("PromQL info"));
  if (partial.length > 0) {
    return unbelieved(
      "Partial",
      `Prometheus warned: ${partial[0]?.slice(0, 200) ?? ""}`,
      "see whether a store is missing",
    );
  }
  const lastSampleAt = instant(series.start + last * series.step);
  if (query.range.end - lastSampleAt > query.staleAfter + query.step) {
    // No age: words that change every minute would be written into a status every minute.
    const seen = `the last sample is of ${formatInstant(lastSampleAt)}`;
    return unbelieved("Stale", seen, "see whether its target is still scraped");
  }
  const state = series.values[last] === 0 ? "LiveZero" : "Live";
  return { state, series, lastSampleAt, warnings };
}

/** No sample in the range: is it quiet just now, or was there never such a series? A wrong label looks like this. */
async function emptyOrNever(connection: PrometheusConnection, empty: Reading, query: HistoryQuery): Promise<Reading> {
  const ever = `count_over_time((${query.query})[7d:1h])`;
  const answer = await connection.get("/api/v1/query", { query: ever, time: String(query.range.end / 1000) });
  if (!answer.ok) return empty;
  const { result } = (answer.value.data ?? {}) as { readonly result?: unknown };
  if ((Array.isArray(result) && result.length > 0) || empty.state !== "Empty") return empty;
  return {
    state: "NoSuchSeries",
    series: empty.series,
    failure: {
      code: "NoSuchSeries",
      message: "the query has returned nothing for seven days",
      remedy: `look for a misspelt metric or label; ${KEPT}`,
      value: quote(query.query),
    },
  };
}

function notSeries({ query }: HistoryQuery): Failure {
  return {
    code: "NotSeries",
    message: "the answer is not a list of series with numbers",
    remedy: `see whether --prometheus-url leads to a Prometheus, and that the query is no native histogram; ${KEPT}`,
    value: quote(query),
  };
}

function tooLong({ range, step }: HistoryQuery): Failure {
  return {
    code: "RangeTooLong",
    message: `${formatDuration(milliseconds(range.end - range.start))} by ${formatDuration(step)} are too many points`,
    remedy: "ask for a shorter history or a longer step",
  };
}

function refused(state: "TimedOut" | "HttpError", failure: Failure | PrometheusFailure): Reading {
  return { state, series: undefined, failure };
}
