import { HOUR } from "../../src/units/duration.ts";
import { instant } from "../../src/units/instant.ts";
import type { Competitor } from "./competitor.ts";
import type { M4Series } from "./measurementData.ts";
import { mase, mean, msis, owa, seasonalScale, smape } from "./m4Scores.ts";

export interface M4Row {
  readonly name: string;
  readonly smape: number;
  readonly mase: number;
  readonly owa: number;
  readonly msis: number;
  /** Share of outcomes inside the central 95 % interval. */
  readonly coverage: number;
  readonly medianMs: number;
  readonly p95Ms: number;
}

const HORIZON = 48;
/** The set carries no dates; a Monday at midnight. */
const START = instant(Date.UTC(2024, 0, 1));

/**
 * The training part with `back` × 48 hours cut off its end, and what followed: `back` 0 is the competition's test part,
 * larger ones are origins inside the training part, to choose on.
 */
export function m4Cut(series: readonly M4Series[], back: number): readonly M4Series[] {
  if (back === 0) return series;
  return series.map(({ name, train }) => {
    const end = train.length - HORIZON * back;
    return { name, train: train.slice(0, end), test: train.slice(end, end + HORIZON) };
  });
}

export function scoreM4(competitor: Competitor, series: readonly M4Series[]): M4Row {
  const rows = series.map((one) => scoreOne(competitor, one));
  const average = (of: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((s, r) => s + of(r), 0) / rows.length;
  const times = rows.map((row) => row.ms).sort((a, b) => a - b);
  const total = { smape: average((r) => r.smape), mase: average((r) => r.mase) };
  return {
    name: competitor.name,
    ...total,
    owa: owa(total),
    msis: average((r) => r.msis),
    coverage: average((r) => r.coverage),
    medianMs: times[Math.floor(times.length / 2)]!,
    p95Ms: times[Math.floor(times.length * 0.95)]!,
  };
}

function scoreOne(
  competitor: Competitor,
  { train, test }: M4Series,
): Omit<M4Row, "name" | "owa" | "medianMs" | "p95Ms"> & { ms: number } {
  const began = performance.now();
  const made = competitor.make({
    history: { start: START, step: HOUR, values: train },
    horizon: HORIZON,
    quantiles: [0.025, 0.975],
  });
  const ms = performance.now() - began;
  const scale = seasonalScale(train, 24);
  const low = made.quantiles.get(0.025) ?? made.median;
  const high = made.quantiles.get(0.975) ?? made.median;
  return {
    smape: smape(test, made.median),
    mase: mase(test, made.median, scale),
    msis: msis(test, [low, high], scale),
    coverage: mean(test, (y, i) => (y >= low[i]! && y <= high[i]! ? 1 : 0)),
    ms,
  };
}
