import { HOUR } from "../../units/duration.ts";
import type { Series } from "../../units/series.ts";
import type { Window } from "../../units/window.ts";

/** What came, beside what was declared and kept. */
export interface Brought {
  /** Largest demand within the occurrence; demand units. */
  readonly observedPeak: number;
  /** ∫ demand / perReplica over the time in which the floor was kept. */
  readonly replicaHoursUsed: number;
}

export interface BroughtWithin {
  readonly occurrence: Window;
  /** From the order until the floor was given back. */
  readonly kept: Window;
  readonly perReplica: number;
}

/** With less of the samples nothing is said: the peak may have been in the gap. */
const LEAST_KNOWN = 0.9;

/**
 * A sample stands for its step. What is missing of the samples counts as the mean of the others.
 * @param demand demand units, NaN or negative where nothing is known; its grid covers both windows
 * @returns undefined when less than nine tenths of the samples of either window are known
 */
export function broughtBy(demand: Series, { occurrence, kept, perReplica }: BroughtWithin): Brought | undefined {
  const [within, over] = [integrated(demand, occurrence), integrated(demand, kept)];
  if (within === undefined || over === undefined) return undefined;
  return { observedPeak: within.largest, replicaHoursUsed: over.unitHours / perReplica };
}

function integrated(
  { start, step, values }: Series,
  window: Window,
): { largest: number; unitHours: number } | undefined {
  let [known, sum, largest] = [0, 0, 0];
  const first = Math.max(0, Math.floor((window.start - start) / step));
  const last = Math.min(values.length, Math.ceil((window.end - start) / step));
  for (let i = first; i < last; i++) {
    const value = values[i]!;
    if (!(value >= 0) || value === Infinity) continue;
    const at = start + i * step;
    const shared = Math.min(at + step, window.end) - Math.max(at, window.start);
    known += shared;
    sum += value * shared;
    largest = Math.max(largest, value);
  }
  const length = window.end - window.start;
  if (length <= 0) return { largest: 0, unitHours: 0 };
  return known < LEAST_KNOWN * length ? undefined : { largest, unitHours: ((sum / known) * length) / HOUR };
}
