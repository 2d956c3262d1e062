import { replicas } from "../../units/replicas.ts";
import type { Segment } from "../curve/curve.ts";
import type { Limit } from "../plan.ts";

/**
 * At most so many windows, by joining neighbours into one of the larger level: never below what was wished.
 * The joins that cost the fewest replica-hours come first, and none before `exactUntil` while others suffice.
 * @param segments ascending, not overlapping
 * @param base     what stands in the gaps
 */
export function mergedUpward(
  segments: readonly Segment[],
  { most, base, exactUntil }: { readonly most: number; readonly base: number; readonly exactUntil: number },
): readonly Segment[] {
  let merged = joinedNeighbours(segments, (pair) => samePair(pair));
  for (const from of [exactUntil, -Infinity]) {
    while (merged.length > most) {
      const before = merged.length;
      const chosen = cheapest(merged, { base, from, count: before - most });
      if (chosen.size === 0) break;
      merged = joinedNeighbours(merged, (_, index) => chosen.has(index));
    }
  }
  return merged;
}

/** That windows were joined, in words. */
export function windowLimit(asked: number, given: number): Limit | undefined {
  if (asked <= given) return undefined;
  const text = `${asked} windows were merged upward into ${given}; near now they are exact`;
  return { kind: "WindowCount", asked: replicas(asked), given: replicas(given), text };
}

interface Pair {
  readonly one: Segment;
  readonly other: Segment;
}

/** Windows of one asker and level that touch are one. */
function samePair({ one, other }: Pair): boolean {
  return one.end === other.start && one.level === other.level && one.by === other.by;
}

/**
 * Indices i for which i and i + 1 are joined: the cheapest, none touching another, at most a third of them a round, so
 * that a join's cost is looked at again once its neighbours have changed.
 */
function cheapest(
  segments: readonly Segment[],
  { base, from, count }: { base: number; from: number; count: number },
): ReadonlySet<number> {
  const costs = segments
    .slice(0, -1)
    .map((one, index) => ({ index, cost: costOf({ one, other: segments[index + 1]! }, base) }));
  const sorted = costs
    .filter(({ index }) => segments[index]!.start >= from)
    .sort((a, b) => a.cost - b.cost || b.index - a.index);
  const chosen = new Set<number>();
  const atOnce = Math.min(count, Math.max(1, Math.ceil(sorted.length / 3)));
  for (const { index } of sorted) {
    if (chosen.size >= atOnce) break;
    if (!chosen.has(index - 1) && !chosen.has(index + 1)) chosen.add(index);
  }
  return chosen;
}

/** Replica-milliseconds that the join adds. */
function costOf({ one, other }: Pair, base: number): number {
  const level = Math.max(one.level, other.level);
  return (
    (level - one.level) * (one.end - one.start) +
    (level - other.level) * (other.end - other.start) +
    (level - base) * (other.start - one.end)
  );
}

function joinedNeighbours(
  segments: readonly Segment[],
  joins: (pair: Pair, index: number) => boolean,
): readonly Segment[] {
  const out: Segment[] = [];
  segments.forEach((segment, index) => {
    const last = out.at(-1);
    const before = segments[index - 1];
    if (last !== undefined && before !== undefined && joins({ one: before, other: segment }, index - 1)) {
      const higher = segment.level > last.level ? segment : last;
      out[out.length - 1] = { ...higher, start: last.start, end: segment.end };
    } else out.push(segment);
  });
  return out;
}
