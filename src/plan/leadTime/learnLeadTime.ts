import { type Milliseconds, milliseconds, SECOND } from "../../units/duration.ts";
import type { Instant } from "../../units/instant.ts";
import type { LeadTimeKnowledge } from "../snapshot.ts";

/** One pod as it was seen on its way to its first Ready. */
export interface ObservedStart {
  readonly createdAt: Instant;
  /** First Ready; undefined while it was not. */
  readonly readyAt: Instant | undefined;
  readonly restarted: boolean;
  /** When it was last seen: as long as that it had not become Ready. */
  readonly lastSeenAt: Instant;
}

export interface Learning {
  /** Whole percent, of a batch. */
  readonly percentile: number;
  /** Used until anything was observed. */
  readonly fallback: Milliseconds;
}

/** Pods created closer together than this were ordered together. */
const ONE_ORDER = 30 * SECOND;

/**
 * A pod that never starts says that it is broken, not slow: beyond this multiple of the slowest real start it
 * tells no more.
 */
const MOST_CENSORED = 2;

/**
 * What the observed starts tell about order → Ready.
 * Pods that restarted tell nothing; pods that were not Ready when last seen are censored, not dropped, since leaving
 * the slow ones out would make every start look fast.
 */
export function learnLeadTime(starts: readonly ObservedStart[], { percentile, fallback }: Learning): LeadTimeKnowledge {
  const sound = starts.filter(({ restarted }) => !restarted).toSorted((a, b) => a.createdAt - b.createdAt);
  const slowest = sound.reduce((most, start) => (isCensored(start) ? most : Math.max(most, took(start))), 0);
  const longest = MOST_CENSORED * (slowest > 0 ? slowest : fallback);
  return {
    kind: "learned",
    percentile,
    fallback,
    batches: ordersOf(sound).map((order) => batchOf(order, longest)),
    pods: sound.map((start) => ({ duration: bounded(start, longest), censored: isCensored(start) })),
  };
}

function isCensored({ readyAt }: ObservedStart): boolean {
  return readyAt === undefined;
}

function took({ createdAt, readyAt, lastSeenAt }: ObservedStart): number {
  return Math.max(0, (readyAt ?? lastSeenAt) - createdAt);
}

function bounded(start: ObservedStart, longest: number): Milliseconds {
  return milliseconds(Math.round(isCensored(start) ? Math.min(took(start), longest) : took(start)));
}

/** @param starts by creation */
function ordersOf(starts: readonly ObservedStart[]): readonly (readonly ObservedStart[])[] {
  const orders: ObservedStart[][] = [];
  let last = -Infinity;
  for (const start of starts) {
    if (start.createdAt - last <= ONE_ORDER) orders.at(-1)?.push(start);
    else orders.push([start]);
    last = start.createdAt;
  }
  return orders;
}

/** From the first creation to the last Ready; censored as long as one of them was not Ready. */
function batchOf(order: readonly ObservedStart[], longest: number) {
  const first = order[0]?.createdAt ?? 0;
  const ends = order.map((start) => start.createdAt + bounded(start, longest));
  return {
    size: order.length,
    duration: milliseconds(ends.reduce((most, end) => Math.max(most, end), first) - first),
    censored: order.some(isCensored),
  };
}
