import type { Segment } from "../curve/curve.ts";
import type { Limit } from "../plan.ts";

/** What a limit left of the segments, and itself where it acted. */
export interface Limited<S extends Segment> {
  readonly segments: readonly S[];
  readonly limit: Limit | undefined;
}

export function tallest(segments: readonly Segment[]): Segment | undefined {
  return segments.reduce<Segment | undefined>(
    (most, segment) => (most === undefined || segment.level > most.level ? segment : most),
    undefined,
  );
}
