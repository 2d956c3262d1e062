import type { ScalingPolicySpec } from "../../api/scalingPolicy.ts";
import { HOUR } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";
import { formatQuantity } from "../../units/quantity.ts";
import type { Series } from "../../units/series.ts";
import type { Window } from "../../units/window.ts";
import type { FloorWindow } from "../plan.ts";

/** Replicas that are kept, counted up as they change. */
export interface Kept {
  /** Kept since then; not in `replicaHours` yet. */
  readonly replicas: number;
  readonly since: Instant;
  readonly replicaHours: number;
}

/** What the cluster tells of the time in which nobody counted: another process may have lowered floors meanwhile. */
export interface Stood {
  /** The floor that is applied now; undefined while nothing of ours is. */
  readonly applied: number | undefined;
  /** What stands between windows. */
  readonly found: number;
  /** The windows as the last plan has them, past ones too: they were enforced. */
  readonly windows: readonly FloorWindow[];
}

/** Another count from now on; the same one counts on, so that nothing is to be written while nothing changes. */
export function keptFromNow(before: Kept, replicas: number, now: Instant, stood?: Stood): Kept {
  if (before.replicas === replicas) return before;
  return { replicas, since: now, replicaHours: keptUntil(before, now, stood) };
}

/**
 * Replica-hours: Σ replicas × time. What is applied still stood all along; else it was lowered as the plan says, from
 * the first window of the plan on.
 */
export function keptUntil(kept: Kept, now: Instant, stood?: Stood): number {
  const { replicas, since, replicaHours } = kept;
  const [first] = stood?.windows ?? [];
  if (stood === undefined || first === undefined || !wasLowered(kept, stood)) {
    return replicaHours + (replicas * Math.max(0, now - since)) / HOUR;
  }
  const from = Math.min(now, Math.max(since, first.start));
  const above = stood.windows.reduce((sum, { start, end, minReplicas }) => {
    const shared = Math.min(end, now) - Math.max(start, from);
    return sum + Math.max(0, shared) * (minReplicas - stood.found);
  }, 0);
  return replicaHours + (replicas * Math.max(0, from - since) + above + stood.found * (now - from)) / HOUR;
}

/** When the floor of a campaign was given back: now, or when its last window or step ended, if nobody looked then. */
export function givenBackAt(kept: Kept, now: Instant, stood?: Stood): Instant {
  if (stood === undefined || !wasLowered(kept, stood)) return now;
  const ends = stood.windows
    .filter(({ source, endedAt }) => source === "Campaign" || endedAt !== undefined)
    .flatMap(({ end }) => (end > kept.since && end <= now ? [end] : []));
  return ends.length === 0 ? now : instant(Math.max(...ends));
}

function wasLowered({ replicas }: Kept, { applied }: Stood): boolean {
  return replicas > 0 && applied !== replicas;
}

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

export interface Money {
  /** A quantity, to the hundredth. */
  readonly amount: string;
  readonly currency: string;
}

/** @returns undefined without a price */
export function priced(replicaHours: number, price: ScalingPolicySpec["price"]): Money | undefined {
  if (price === undefined) return undefined;
  return { amount: formatQuantity(replicaHours * price.perReplicaHour), currency: price.currency };
}
