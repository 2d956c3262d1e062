import type { PredictiveAutoscalerSpec } from "../../api/predictiveAutoscaler.ts";
import { PEAKS_BACK } from "../../plan/demand/seenPeaks.ts";
import type { History } from "../../ports/history.ts";
import { DAY, HOUR, MINUTE, milliseconds } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";
import { type Series, seriesEnd } from "../../units/series.ts";
import type { Window } from "../../units/window.ts";
import { addScaled, readSignals, TRAINING_STEP } from "./demandHistory.ts";

/** As often as live demand is asked for: what lasts for less is no demand that anybody starts replicas for. */
const PEAK_STEP = milliseconds(MINUTE);

/**
 * The largest demand of the five minutes up to and with each instant of the training history, as far back as peaks are
 * looked up: a peak between two samples of five minutes is in none of them. NaN where any signal has a gap.
 * @returns undefined when it cannot be read
 */
export async function readPeaks(
  history: History,
  { demand }: PredictiveAutoscalerSpec,
  training: Series,
): Promise<Series | undefined> {
  const length = Math.min(training.values.length, Math.ceil(PEAKS_BACK / TRAINING_STEP));
  const start = instant(seriesEnd(training) - length * TRAINING_STEP);
  const minutes = await byMinute(history, demand, {
    start: instant(start - TRAINING_STEP + PEAK_STEP),
    end: instant(seriesEnd(training) - TRAINING_STEP + PEAK_STEP),
  });
  if (minutes === undefined) return undefined;
  return { start, step: TRAINING_STEP, values: largestWithin(minutes, TRAINING_STEP / PEAK_STEP) };
}

/** The largest demand by the minute in what lies before the peaks that are looked up. */
export interface OlderPeak {
  /** Up to when it was looked for; it holds until that has grown old. */
  readonly until: Instant;
  readonly largest: number;
}

/** Old history does not change: three times as much of it as of the peaks is read an eighth as often as they are. */
const OLDER_EVERY = 2 * HOUR;
/** The peaks that are looked up reach further back than what lies before them has to. */
const BACK = 7 * DAY;

/**
 * A function of the history and the time alone; what was read before only saves reading it again.
 * @param known what it came to before; it stands while the history cannot be read
 * @returns undefined when there is no older history, or when it never could be read
 */
export async function olderPeak(
  history: History,
  { demand }: PredictiveAutoscalerSpec,
  { training, known }: { readonly training: Series; readonly known: OlderPeak | undefined },
): Promise<OlderPeak | undefined> {
  const until = instant(Math.floor(seriesEnd(training) / OLDER_EVERY) * OLDER_EVERY - BACK);
  if (until <= training.start) return undefined;
  if (known?.until === until) return known;
  const minutes = await byMinute(history, demand, { start: training.start, end: until });
  return minutes === undefined ? known : { until, largest: largestOf(minutes) };
}

/** Zero of nothing but gaps. */
export function largestOf(values: Float64Array): number {
  return values.reduce((most, value) => (value > most ? value : most), 0);
}

/** Demand at each minute of the window, NaN where any signal has a gap; undefined where one cannot be read. */
async function byMinute(
  history: History,
  demand: PredictiveAutoscalerSpec["demand"],
  range: Window,
): Promise<Float64Array | undefined> {
  const { start, end } = range;
  const staleAfter = milliseconds(end - start + TRAINING_STEP);
  const readings = await readSignals(history, demand, { range, step: PEAK_STEP, staleAfter });
  const minutes = new Float64Array((end - start) / PEAK_STEP);
  for (const [index, { series }] of readings.entries()) {
    if (series === undefined) return undefined;
    addScaled(minutes, series, { start, step: PEAK_STEP, cost: demand.signals[index]?.cost ?? 1 });
  }
  return minutes;
}

/** @returns shape (values / count,); NaN where nothing is known */
function largestWithin(values: Float64Array, count: number): Float64Array {
  return Float64Array.from({ length: values.length / count }, (_, i) =>
    values
      .subarray(i * count, (i + 1) * count)
      .reduce((most, value) => (value > most || Number.isNaN(most) ? value : most), NaN),
  );
}
