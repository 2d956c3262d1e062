import type { WarmPoolSpec } from "../api/warmPool.ts";
import { type Milliseconds, milliseconds, MINUTE } from "../units/duration.ts";
import type { Instant } from "../units/instant.ts";
import { mostReplicas, type Replicas, replicas } from "../units/replicas.ts";
import { contains } from "../units/window.ts";

/** For so long after a window's end the room is kept for pods that are about to take it. */
export const HAND_OVER = milliseconds(2 * MINUTE);

export type PoolWindow = WarmPoolSpec["windows"][number];

/** What one WarmPool reserves at one moment. */
export interface RoomInForce {
  /** The windows that are open. */
  readonly open: readonly PoolWindow[];
  /** Those that ended within the hand-over grace: they order nothing, but what stands for them may stay. */
  readonly ending: readonly PoolWindow[];
  /** The largest number of placeholders that an open window asks for, before `upTo` limits it; 0 when none is open. */
  readonly replicas: Replicas;
  /** The largest limit on own pods and placeholders together; undefined when an open window has none. */
  readonly upTo: Replicas | undefined;
  /** Of the window that asks for most; empty when none is open. */
  readonly reason: string;
  /** When a window opens, ends, or leaves the grace next. */
  readonly nextChangeAt: Instant | undefined;
}

/** Works for a suspended pool too: what suspension means is the caller's. */
export function roomInForce(spec: WarmPoolSpec, now: Instant, handOver = 0 as Milliseconds): RoomInForce {
  const windows = spec.windows.filter(({ start, end }) => start < end);
  const open = windows.filter((window) => contains(window, now)).sort(largestFirst);
  const ending = windows.filter(({ end }) => end <= now && now < end + handOver);
  const limits = open.map(({ upTo }) => upTo);
  const edges = windows.flatMap(({ start, end }) => [start, end, end + handOver]).filter((at) => at > now);
  return {
    open,
    ending,
    replicas: mostReplicas(open.map((window) => window.replicas)),
    upTo: limits.length > 0 && limits.every((limit) => limit !== undefined) ? mostReplicas(limits) : undefined,
    reason: open[0]?.reason ?? (open.length > 0 ? "window" : ""),
    nextChangeAt: edges.length > 0 ? (Math.min(...edges) as Instant) : undefined,
  };
}

/**
 * Placeholders that the windows together ask for: the largest of what each asks for, so that pool plus own pods never
 * exceed what was promised.
 * @param ownPods pods of the target that exist (to create) or are scheduled (to delete)
 */
export function placeholdersFor(windows: readonly PoolWindow[], ownPods: Replicas): Replicas {
  return mostReplicas(
    windows.map((window) => replicas(Math.max(0, Math.min(window.replicas, (window.upTo ?? Infinity) - ownPods)))),
  );
}

/** Total up to windows that cannot be told apart: most replicas, latest end, reason. */
function largestFirst(a: PoolWindow, b: PoolWindow): number {
  if (a.replicas !== b.replicas) return b.replicas - a.replicas;
  if (a.end !== b.end) return b.end - a.end;
  return (a.reason ?? "") < (b.reason ?? "") ? -1 : 1;
}
