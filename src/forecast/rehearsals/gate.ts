import { BUCKETS } from "./horizonBuckets.ts";
import { NAIVES } from "../members/naive.ts";
import type { Errors } from "./rehearsal.ts";
import type { Weights } from "./weights.ts";

/** Kept beside the members of a rehearsal: the combination before the gate. No member has this name. */
export const UNGATED = "ungated";

/** A rehearsal weighs by this factor less than the one after it. */
const DECAY = 0.95;
/** What one bucket says alone is believed as if so many rehearsals had said it is as the others. */
const DOUBT = 15;
/** Believed before anything is seen: the combination's error over a naive's. It weighs as 0.4 of a bucket. */
const USUAL_RATIO = 0.75;
const USUAL_WEIGHT = 0.4;
/** Logarithms of the ratio at which the naive begins to be heard, and at which it has all it gets. */
const GATE_FROM = 0;
const GATE_TO = 0.15;
/** More than 70 % of the weight is heard alone, whatever the members say (see `combined`). */
const MOST_PART = 0.7;
/** A ratio beyond e² or below e⁻² tells no more: one of the two was never wrong. */
const MOST_LOG = 2;

/**
 * A combination without skill gives way to the naive it has least skill against. In one bucket, twenty rehearsals are
 * few, and series that naives forecast best are jumpy at all horizons: what is believed of a bucket is drawn to what
 * the others say, and they to what is usual. With L_b the logarithm of the combination's error over the naive's,
 * n_b the rehearsals, t_b = n_b / (n_b + 15):
 * P = (Σ t_b L_b + 0.4 log 0.75) / (Σ t_b + 0.4), m_b = P + t_b (L_b − P), the naive's part 0.7 min(1, m_b / 0.15).
 * The combination's error is the least of what it was and of Σ w_m e_m with the weights of now, which bounds that of
 * their mean: combinations of the past knew less, whom to believe and what a week looks like, and err more than ours.
 * For the same reason only rehearsals count that the naive was there in.
 * Source: Efron & Morris (1975), JASA 70 (each estimate is shrunk to what the others say).
 * @param weights by bucket
 * @param present names of who can speak now: a history that lost its first days may have no week any more
 * @returns by bucket; the same where the combination has skill
 */
export function gated(
  weights: readonly Weights[],
  past: readonly Errors[],
  present: ReadonlySet<string>,
): readonly Weights[] {
  const all = NAIVES.filter((naive) => present.has(naive)).map((naive) => {
    return { naive, compared: comparedWith(past, naive) };
  });
  const ahead = all.filter(({ compared }) => believedRatios(compared).some((ratio) => ratio > GATE_FROM));
  // Nearly always nobody: the weights of now need not be tried.
  if (ahead.length === 0) return weights;
  const believed = ahead.map(({ naive, compared }) => {
    return { naive, ratios: believedRatios(weighedAsNow(compared, { weights, past, naive })) };
  });
  return weights.map((one, bucket) => {
    const best = believed.reduce((a, b) => (b.ratios[bucket]! > a.ratios[bucket]! ? b : a));
    const part = MOST_PART * Math.min(1, (best.ratios[bucket]! - GATE_FROM) / (GATE_TO - GATE_FROM));
    return part > 0 ? givenWay(one, best.naive, part) : one;
  });
}

function givenWay(weights: Weights, naive: string, part: number): Weights {
  const out = new Map([...weights].map(([name, w]) => [name, w * (1 - part)]));
  return out.set(naive, (out.get(naive) ?? 0) + part);
}

/** By bucket the believed logarithm of the combination's error over a naive's, −Infinity where nothing was seen. */
function believedRatios({ ours, theirs, seen }: Compared): Float64Array {
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

/** By bucket, over the rehearsals that a naive was there in. */
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
    if (!wasThere(naive, past[k]!)) continue;
    const { members, shares } = past[k]!;
    const errors = members.get(naive)!;
    const combination = madeUngated(past[k]!);
    for (let b = 0; b < BUCKETS; b++) {
      ours[b]! += decay * shares[b]! * combination[b]!;
      theirs[b]! += decay * shares[b]! * errors[b]!;
      seen[b]! += decay * shares[b]!;
    }
  }
  return { ours, theirs, seen };
}

function wasThere(naive: string, { members, guessed }: Errors): boolean {
  return members.has(naive) && guessed?.has(naive) !== true;
}

function madeUngated({ members, made }: Errors): Float64Array {
  return members.get(UNGATED) ?? made;
}

interface Now {
  readonly weights: readonly Weights[];
  readonly past: readonly Errors[];
  readonly naive: string;
}

/** Less than so much of the weight present says nothing of the whole. */
const LEAST_PRESENT = 0.5;

/** The same with the errors of the weights of now, where these are less. */
function weighedAsNow(compared: Compared, { weights, past, naive }: Now): Compared {
  const ours = new Float64Array(BUCKETS);
  for (let k = past.length - 1, decay = 1; k >= 0; k--, decay *= DECAY) {
    if (!wasThere(naive, past[k]!)) continue;
    for (let b = 0; b < BUCKETS; b++) {
      ours[b]! += decay * past[k]!.shares[b]! * (weighed(past[k]!, weights[b]!, b) ?? madeUngated(past[k]!)[b]!);
    }
  }
  return { ...compared, ours: ours.map((error, b) => Math.min(error, compared.ours[b]!)) };
}

/** Σ w_m e_m over the members that were there, undefined where these are too few. */
function weighed({ members }: Errors, weights: Weights, bucket: number): number | undefined {
  let sum = 0;
  let present = 0;
  for (const [name, w] of weights) {
    const errors = members.get(name);
    if (errors === undefined) continue;
    sum += w * errors[bucket]!;
    present += w;
  }
  return present > LEAST_PRESENT ? sum / present : undefined;
}
