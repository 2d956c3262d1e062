import type { Series } from "../../units/series.ts";

/** One series of a range answer, as Prometheus writes it. */
export interface MatrixSeries {
  readonly metric: Readonly<Record<string, string>>;
  /** [Unix seconds, value as text]. */
  readonly values: readonly (readonly [number, string])[];
}

/** The series of an answer; some servers leave out that there are none. undefined when it holds something else. */
export function seriesOf(data: unknown): readonly MatrixSeries[] | undefined {
  const { result } = (data ?? {}) as { readonly result?: unknown };
  if (result === undefined || result === null) return [];
  return Array.isArray(result) && result.every(isSeries) ? result : undefined;
}

function isSeries(raw: unknown): raw is MatrixSeries {
  const { values } = (raw ?? {}) as { readonly values?: unknown };
  return Array.isArray(values) && values.every((sample) => Array.isArray(sample));
}

/** What was found while the samples were laid onto the grid. */
export interface GridFindings {
  readonly samples: number;
  readonly notNumbers: number;
  readonly negatives: number;
  /** Index of the last sample that is a number; -1 without any. */
  readonly last: number;
  /** Whether the last thing said was NaN. */
  readonly endsInNaN: boolean;
}

/**
 * Lays samples onto an even grid; what is no finite number ≥ 0 stays a gap (NaN).
 * @param series receives the values; shape (n,), filled with NaN
 */
export function layOnGrid(series: Series, samples: MatrixSeries["values"]): GridFindings {
  let [notNumbers, negatives, last] = [0, 0, -1];
  let endsInNaN = false;
  for (const [seconds, text] of samples) {
    const index = Math.round((seconds * 1000 - series.start) / series.step);
    const value = Number(text);
    endsInNaN = !Number.isFinite(value);
    if (endsInNaN) notNumbers += 1;
    else if (value < 0) negatives += 1;
    else if (index >= 0 && index < series.values.length) {
      series.values[index] = value;
      last = Math.max(last, index);
    }
  }
  return { samples: samples.length, notNumbers, negatives, last, endsInNaN };
}
