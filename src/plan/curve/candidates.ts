import { replicas } from "../../units/replicas.ts";
import type { Reason } from "../plan.ts";
import type { Asker, Segment } from "./curve.ts";

/**
 * Who asks for what at a moment: the winner first, then the others, largest first.
 * @param winner  the segment in force; undefined when only what was found stands
 * @param askers  all segments that were considered, in any order
 * @param minimum what stands in any case
 */
export function candidatesAt(
  now: number,
  {
    winner,
    askers,
    minimum,
  }: {
    readonly winner: Segment | undefined;
    readonly askers: readonly Segment[];
    readonly minimum: Reason;
  },
): readonly Reason[] {
  const most = new Map<Asker, number>();
  for (const { start, end, level, by } of askers) {
    if (start <= now && now < end && level > (most.get(by) ?? -1)) most.set(by, level);
  }
  if (winner !== undefined) most.delete(winner.by);
  const others = [...most].map(([by, level]) => reasonOf(level, by));
  const first = winner === undefined ? [] : [reasonOf(winner.level, winner.by)];
  const rest = [...others, minimum].sort(largestFirst);
  return winner === undefined ? [minimum, ...rest.filter((reason) => reason !== minimum)] : [...first, ...rest];
}

function reasonOf(level: number, by: Asker): Reason {
  return { source: by.source, replicas: replicas(level), text: by.text(level) };
}

/** Total up to reasons that read the same. */
function largestFirst(a: Reason, b: Reason): number {
  return b.replicas - a.replicas || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);
}
