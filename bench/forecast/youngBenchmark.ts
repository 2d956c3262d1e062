import { DAY, HOUR } from "../../src/units/duration.ts";
import { type Instant, instant } from "../../src/units/instant.ts";
import type { Series } from "../../src/units/series.ts";
import { HEADSTART } from "./headstart.ts";
import { loadM4Hourly, loadOthers, loadTraces } from "./measurementData.ts";
import { NAIVE_DAY } from "./naives.ts";
import { BUCKETS, geometricMean, traceOrigins } from "./traceBenchmark.ts";

const DAYS = [3, 5, 7, 10, 13];
const SHIFTS = [
  { name: "no shift", factor: 1, hours: 0 },
  { name: "doubled 6 h ago", factor: 2, hours: 6 },
  { name: "doubled 30 h ago", factor: 2, hours: 30 },
  { name: "halved 30 h ago", factor: 0.5, hours: 30 },
  { name: "halved 66 h ago", factor: 0.5, hours: 66 },
];
const ORIGINS = 8;
const HOURS_AHEAD = 48;

/** A recording and where its histories end. */
interface Recorded {
  readonly series: Series;
  readonly origins: readonly number[];
}

/**
 * Short histories: recordings of which only the last days are known, as they are and multiplied from some hours before
 * their end on. MAE over that of yesterday's values of the same recording without the shift, geometric mean.
 */
export function youngBenchmark(data: string, every: number, print: (line: string) => void): void {
  const hourly = loadM4Hourly(data).filter((_, i) => i % every === 0);
  const m4 = hourly.map(({ train }) => ({
    series: { start: instant(0), step: HOUR, values: train },
    origins: [1, 2, 3].map((turn) => train.length - turn * 77),
  }));
  const recorded = (named: readonly { readonly series: Series }[]): readonly Recorded[] =>
    named.map(({ series }) => ({ series, origins: traceOrigins(series, ORIGINS) }));
  const sets = { "M4 Hourly": m4, traces: recorded(loadTraces(data)), others: recorded(loadOthers(data)) };
  for (const [set, recordings] of Object.entries(sets)) {
    print(`\nOnly some days known, ${set}, ${recordings.length} series; horizons ≤ 1 h / 1–6 h / 6–24 h / 24–48 h\n`);
    print(`| | ${DAYS.map((days) => `${days} days`).join(" | ")} |`);
    print(`|${"---|".repeat(DAYS.length + 1)}`);
    for (const shift of SHIFTS) {
      const cells = DAYS.map((days) => cellOf(recordings, { ...shift, days }));
      print(`| ${[shift.name, ...cells].join(" | ")} |`);
    }
  }
}

interface Cut {
  readonly days: number;
  readonly factor: number;
  readonly hours: number;
}

function cellOf(recordings: readonly Recorded[], cut: Cut): string {
  const errors = recordings.map((recorded) => errorsOf(recorded, cut));
  return BUCKETS.map((_, b) =>
    geometricMean(errors.map((one) => one[b]!).filter((v) => v > 0 && Number.isFinite(v))).toFixed(3),
  ).join(" / ");
}

/** Per bucket, over the naive's; NaN where it has none. */
function errorsOf({ series, origins }: Recorded, { days, factor, hours }: Cut): readonly number[] {
  const sums = BUCKETS.map(() => ({ ours: 0, naive: 0 }));
  const steps = Math.round(HOUR / series.step);
  const horizon = HOURS_AHEAD * Math.max(1, steps);
  for (const origin of origins) {
    const from = origin - Math.round((days * DAY) / series.step);
    if (from < 0) continue;
    const values = series.values.slice(from, origin);
    const start: Instant = instant(series.start + from * series.step);
    const asked = { horizon, quantiles: [0.5] };
    const shifted = values.map((v, i) => (values.length - i <= hours * steps ? v * factor : v));
    const ours = HEADSTART.make({ ...asked, history: { start, step: series.step, values: shifted } }).median;
    const naive = NAIVE_DAY.make({ ...asked, history: { start, step: series.step, values } }).median;
    for (let h = 0; h < horizon; h++) {
      const truth = series.values[origin + h] ?? NaN;
      const ahead = ((h + 1) * series.step) / HOUR;
      const sum = sums[BUCKETS.findIndex(([after, until]) => ahead > after && ahead <= until)];
      if (sum === undefined || Number.isNaN(truth) || Number.isNaN(naive[h]!)) continue;
      sum.ours += Math.abs(truth - ours[h]! / factor);
      sum.naive += Math.abs(truth - naive[h]!);
    }
  }
  return sums.map(({ ours, naive }) => ours / naive);
}
