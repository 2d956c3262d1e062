import { HOUR } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";
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
