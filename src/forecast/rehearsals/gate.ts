import type { Weights } from "./combination.ts";
import { BUCKETS } from "./horizonBuckets.ts";
import { NAIVES } from "../members/naive.ts";
import type { Errors } from "./rehearsal.ts";

/** Kept beside the members of a rehearsal: the combination before the gate. No member has this name. */
export const UNGATED = "ungated";

/** A rehearsal weighs by this factor less than the one after it. */
const DECAY = 0.98;
/** What one bucket says alone is believed as if so many rehearsals had said it is as the others. */
const DOUBT = 15;
/** Believed before anything is seen: the combination's error over a naive's. It weighs as 0.4 of a bucket. */
const USUAL_RATIO = 0.75;
const USUAL_WEIGHT = 0.4;
/** Logarithms of the ratio at which the naive begins to be heard, and at which it has all it gets. */
const GATE_FROM = 0;
const GATE_TO = 0.15;
/** More than 65 % of the weight is heard alone, whatever the members say (see `combined`). */
const MOST_PART = 0.7;
/** A ratio beyond e² or below e⁻² tells no more: one of the two was never wrong. */
const MOST_LOG = 2;

type Gate = (weights: Weights) => Weights;

/**
 * A combination without skill gives way to the naive it has least skill against. In one bucket, 28 rehearsals are few,
 * and series that naives forecast best are jumpy at all horizons: what is believed of a bucket is drawn to what the
 * others say, and they to what is usual. With L_b the logarithm of the combination's error over the naive's,
 * n_b the rehearsals, t_b = n_b / (n_b + 15):
 * P = (Σ t_b L_b + 0.4 log 0.75) / (Σ t_b + 0.4), m_b = P + t_b (L_b − P), the naive's part 0.7 min(1, m_b / 0.15).
 * Only rehearsals count that the naive was there in: before it was, the combination knew as little, and its errors of
 * that time say nothing of it now.
 * Source: Efron & Morris (1975), JASA 70 (each estimate is shrunk to what the others say).
 * @returns by bucket
 */
export function gatesOf(past: readonly Errors[]): readonly Gate[] {
  const believed = NAIVES.map((naive) => ({ naive, ratios: believedRatios(past, naive) }));
  return Array.from({ length: BUCKETS }, (_, bucket): Gate => {
    const least = believed.reduce((a, b) => (b.ratios[bucket]! > a.ratios[bucket]! ? b : a));
    const part = MOST_PART * Math.min(1, (least.ratios[bucket]! - GATE_FROM) / (GATE_TO - GATE_FROM));
    return part > 0 ? (weights) => givenWay(weights, least.naive, part) : (weights) => weights;
  });
}

function givenWay(weights: Weights, naive: string, part: number): Weights {
  const out = new Map([...weights].map(([name, w]) => [name, w * (1 - part)]));
  return out.set(naive, (out.get(naive) ?? 0) + part);
}

/** By bucket the believed logarithm of the combination's error over a naive's, −Infinity where nothing was seen. */
function believedRatios(past: readonly Errors[], naive: string): Float64Array {
  const { ours, theirs, seen } = comparedWith(past, naive);
  const ratios = ours.map((error, b) => {
    const log = Math.log((error + 1e-12) / (theirs[b]! + 1e-12));
    return Math.max(-MOST_LOG, Math.min(MOST_LOG, log));
  });
  const trust = seen.map((n) => n / (n + DOUBT));
  let sum = USUAL_WEIGHT * Math.log(USUAL_RATIO);
  let weight = USUAL_WEIGHT;
  for (let b = 0; b < BUCKETS; b++) {
    sum += trust[b]! * ratios[b]!;
    weight += trust[b]!;
  }
  if (weight === USUAL_WEIGHT) return ratios.fill(-Infinity);
  const pooled = sum / weight;
  return ratios.map((ratio, b) => pooled + trust[b]! * (ratio - pooled));
}

/** By bucket. */
interface Compared {
  /** Decayed errors, added up. */
  readonly ours: Float64Array;
  readonly theirs: Float64Array;
  /** The weight of the rehearsals behind them. */
  readonly seen: Float64Array;
}

function comparedWith(past: readonly Errors[], naive: string): Compared {
  const ours = new Float64Array(BUCKETS);
  const theirs = new Float64Array(BUCKETS);
  const seen = new Float64Array(BUCKETS);
  for (let k = past.length - 1, decay = 1; k >= 0; k--, decay *= DECAY) {
    const { members, made, shares, guessed } = past[k]!;
    const errors = members.get(naive);
    if (errors === undefined || guessed?.has(naive) === true) continue;
    const combination = members.get(UNGATED) ?? made;
    for (let b = 0; b < BUCKETS; b++) {
      ours[b]! += decay * shares[b]! * combination[b]!;
      theirs[b]! += decay * shares[b]! * errors[b]!;
      seen[b]! += decay * shares[b]!;
    }
  }
  return { ours, theirs, seen };
}
