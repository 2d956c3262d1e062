import { ablationBenchmark } from "./ablations.ts";
import { AUGURS } from "./augurs.ts";
import { BEST_SO_FAR } from "./bestSoFar.ts";
import type { Competitor } from "./competitor.ts";
import { HEADSTART } from "./headstart.ts";
import { type M4Row, m4Cut, scoreM4 } from "./m4Benchmark.ts";
import { loadM4Hourly, loadOthers, loadTraces, type NamedSeries, requireData } from "./measurementData.ts";
import { LAST_VALUE, NAIVE2_METHOD, NAIVE_DAY, NAIVE_WEEK } from "./naives.ts";
import { passingBenchmark } from "./passingBenchmark.ts";
import { speedBenchmark } from "./speedBenchmark.ts";
import { BUCKETS, geometricMean, scoreTrace, TRACE_QUANTILES, type TraceScore } from "./traceBenchmark.ts";
import { youngBenchmark } from "./youngBenchmark.ts";

export interface ForecastBenchmark {
  readonly data: string;
  /** Origins inside M4's training part instead of its test part. */
  readonly back: number;
  /** Every n-th series only. */
  readonly every: number;
  readonly parts: readonly string[];
  readonly print: (line: string) => void;
}

/** The tables of docs/benchmarks/forecast.md. */
export function forecastBenchmark({ data, back, every, parts, print }: ForecastBenchmark): void {
  requireData(data);
  const some = <T>(all: readonly T[]): readonly T[] => all.filter((_, i) => i % every === 0);
  if (parts.includes("speed")) speedBenchmark(print);
  if (parts.includes("ablations")) ablationBenchmark(data, every, print);
  if (parts.includes("m4")) {
    const series = m4Cut(some(loadM4Hourly(data)), back);
    const where = back === 0 ? "test part" : `training part, ${back * 48} h before its end`;
    print(`\nM4 Hourly, ${series.length} series, ${where}\n`);
    print("| method | sMAPE | MASE | OWA | MSIS | coverage 95 % | ms (median) | ms (p95) |");
    print(`|${"---|".repeat(8)}`);
    const competitors = [NAIVE2_METHOD, NAIVE_DAY, NAIVE_WEEK, AUGURS, HEADSTART];
    for (const competitor of competitors) print(m4Line(scoreM4(competitor, series)));
  }
  if (parts.includes("traces")) printTraces("Request traces", some(loadTraces(data)), print);
  if (parts.includes("others")) printTraces("Other recordings", some(loadOthers(data)), print);
  if (parts.includes("passing")) passingBenchmark(print);
  if (parts.includes("young")) youngBenchmark(data, every, print);
}

type Print = ForecastBenchmark["print"];

function printTraces(what: string, series: readonly NamedSeries[], print: Print): void {
  print(`\n${what}, ${series.length} series; horizons ≤ 1 h / 1–6 h / 6–24 h / 24–48 h\n`);
  print("| method | MAE | pinball .90 | pinball .95 | pinball .99 | coverage .90 | .95 | .99 |");
  print("|---|---|---|---|---|---|---|---|");
  const scoresOf = new Map<Competitor, readonly TraceScore[]>();
  for (const competitor of [LAST_VALUE, NAIVE_DAY, NAIVE_WEEK, BEST_SO_FAR, HEADSTART]) {
    const scores = series.map((one) => scoreTrace(competitor, one));
    scoresOf.set(competitor, scores);
    print(traceLine(competitor, scores));
  }
  print("\nAgainst the best naive in hindsight:");
  for (const competitor of [BEST_SO_FAR, HEADSTART]) printHindsight(competitor, scoresOf.get(competitor)!, print);
  printDetail(scoresOf.get(HEADSTART)!, print);
}

function m4Line(row: M4Row): string {
  const cells = [row.smape.toFixed(3), row.mase.toFixed(3), row.owa.toFixed(4), row.msis.toFixed(2)];
  const rest = [`${(100 * row.coverage).toFixed(1)} %`, row.medianMs.toFixed(1), row.p95Ms.toFixed(1)];
  return `| ${[row.name, ...cells, ...rest].join(" | ")} |`;
}

function traceLine({ name }: Competitor, scores: readonly TraceScore[]): string {
  const buckets = BUCKETS.map((_, b) => b);
  const geometric = (of: (s: TraceScore) => readonly number[]): string =>
    buckets.map((b) => geometricMean(scores.map((s) => of(s)[b]!)).toFixed(3)).join(" / ");
  const cells = [
    geometric((s) => s.mae),
    ...TRACE_QUANTILES.map((_, q) => geometric((s) => s.pinball[q]!)),
    ...TRACE_QUANTILES.map((_, q) => meanLine(scores, (s) => s.coverage[q]!)),
  ];
  return `| ${[name, ...cells].join(" | ")} |`;
}

function meanLine(scores: readonly TraceScore[], of: (s: TraceScore) => readonly number[]): string {
  const mean = (b: number): number => scores.reduce((sum, s) => sum + of(s)[b]!, 0) / scores.length;
  return BUCKETS.map((_, b) => mean(b).toFixed(3)).join(" / ");
}

function printHindsight({ name }: Competitor, scores: readonly TraceScore[], print: Print): void {
  const against = (b: number): readonly number[] => scores.map((s) => s.mae[b]! / s.bestNaive[b]!);
  const within = (ratio: number): string => BUCKETS.map((_, b) => countWithin(against(b), ratio)).join(" / ");
  const worst = BUCKETS.map((_, b) => Math.max(...against(b)).toFixed(3)).join(" / ");
  const ties = `beaten or tied on ${within(1.02)} of ${scores.length}, within 5 % on ${within(1.05)}`;
  print(`- ${name}: ${ties}; worst ${worst}`);
}

function countWithin(ratios: readonly number[], most: number): number {
  return ratios.filter((ratio) => ratio <= most).length;
}

function printDetail(scores: readonly TraceScore[], print: Print): void {
  print(`\nBusy hours: coverage of ${TRACE_QUANTILES.join(" / ")}`);
  TRACE_QUANTILES.forEach((quantile, q) => print(`- ${quantile}: ${meanLine(scores, (s) => s.busyCoverage[q]!)}`));
  const times = scores.map((s) => s.medianMs).sort((a, b) => a - b);
  print(`Cold forecast: ${times[times.length >> 1]!.toFixed(1)} ms at the median series\n`);
  for (const s of scores) {
    const cells = BUCKETS.map((_, b) => `${s.mae[b]!.toFixed(3)} (${(s.mae[b]! / s.bestNaive[b]!).toFixed(2)})`);
    print(`- ${s.name}: ${cells.join(" / ")}`);
  }
}
