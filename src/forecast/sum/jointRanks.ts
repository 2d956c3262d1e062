import { BUCKETS } from "../rehearsals/horizonBuckets.ts";
import type { JointResiduals } from "./jointResiduals.ts";

/** One moment of a rehearsal: where each target's residual stands among its own, within (0, 1); shape (targets,). */
export type Ranks = Float64Array;

/** By part of the horizon and rehearsal, the moments at which something came for every target, in their order. */
export type JointRanks = readonly (readonly (readonly Ranks[])[])[];

/** A rehearsal is one path where at least this part of what it looked at came. */
const LEAST_PART = 0.5;

/**
 * Ranks keep who moved with whom and forget by how much: how far each target goes is said by its own quantiles.
 * u = (rank − ½) / n among all moments of the part of the horizon; equals share their mean.
 * Source: Clark et al. (2004), J. Hydrometeorology 5 (the Schaake shuffle);
 * Schefzik, Thorarinsdottir & Gneiting (2013), Statistical Science 28 (empirical copulas from past errors).
 */
export function jointRanks({ rehearsals, buckets }: JointResiduals): JointRanks {
  return Array.from({ length: BUCKETS }, (_, bucket) => {
    const steps = [...buckets.keys()].filter((s) => buckets[s] === bucket);
    const kept = rehearsals
      .map((vectors) => ({ vectors, known: steps.filter((s) => vectors.every((one) => !Number.isNaN(one[s]!))) }))
      .filter(({ known }) => known.length > 0 && known.length >= LEAST_PART * steps.length);
    const moments = kept.flatMap(({ vectors, known }) => known.map((s) => vectors.map((one) => one[s]!)));
    const byTarget = (rehearsals[0] ?? []).map((_, target) => midRanks(moments.map((one) => one[target]!)));
    let next = 0;
    return kept.map(({ known }) =>
      known.map(() => {
        const moment = next++;
        return Float64Array.from(byTarget, (ranks) => ranks[moment]!);
      }),
    );
  });
}

function midRanks(values: readonly number[]): Float64Array {
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    const rank = (from + to) / 2 / values.length;
    for (let i = from; i < to; i++) ranks[order[i]!] = rank;
  }
  return ranks;
}
