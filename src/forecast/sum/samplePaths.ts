import type { JointRanks, Ranks } from "./jointRanks.ts";

/** Each rehearsal is walked from so many places: neighbouring hours err alike, so that more would tell nothing new. */
const PLACES = 24;
/** With fewer rehearsals in common nothing is known of who moves with whom: all are at the same rank, as is safest. */
export const LEAST_REHEARSALS = 4;

/** Joint paths over the horizon: where, among what may come, each target stands at each step. */
export interface SamplePaths {
  readonly count: number;
  /** Rehearsals behind them in the part of the horizon with the fewest; 0 where all move as one somewhere. */
  readonly rehearsals: number;
  /**
   * @param path within [0, count)
   * @param part   the part of the horizon
   * @param within how far into it a step lies, within [0, 1)
   */
  at(path: number, part: number, within: number): Ranks;
}

/**
 * Every rehearsal that the targets have in common is a path, and again from each of some places within it, around its
 * end: what moved together along the horizon and across targets stays together. All paths are taken, none is drawn by
 * chance. Where fewer rehearsals reach as far, each of them goes on for several, in their order.
 * Source: Politis & Romano (1992), A circular block-resampling procedure for stationary data.
 * @param parts   the parts of the horizon that are asked for, from the first
 * @param targets how many
 */
export function samplePaths(ranks: JointRanks, parts: number, targets: number): SamplePaths {
  const asked = ranks.slice(0, parts).map((rehearsals) => (rehearsals.length < LEAST_REHEARSALS ? [] : rehearsals));
  const most = asked.reduce((sum, rehearsals) => Math.max(sum, rehearsals.length), 0);
  const count = Math.max(1, most) * PLACES;
  const asOne = Array.from({ length: count }, (_, path) => new Float64Array(targets).fill((path + 0.5) / count));
  return {
    count,
    rehearsals: asked.reduce((least, rehearsals) => Math.min(least, rehearsals.length), most),
    at: (path, part, within) => {
      const rehearsals = asked[part]!;
      if (rehearsals.length === 0) return asOne[path]!;
      const walked = Math.floor(path / PLACES);
      const moments = rehearsals[Math.floor((walked * rehearsals.length) / most)]!;
      const from = (path % PLACES) / PLACES;
      return moments[Math.floor((within + from) * moments.length) % moments.length]!;
    },
  };
}
