import { type Milliseconds, milliseconds, SECOND } from "../../units/duration.ts";
import type { LeadTimeKnowledge } from "../snapshot.ts";
import { type Observation, quantileOfStarts } from "./startQuantile.ts";

/** From a raised floor to the order: the HPA looks every 15 s, we do within one turn. */
export const REACTION = milliseconds(30 * SECOND);

/** Batches that must be known before they speak for themselves. */
const ENOUGH_BATCHES = 10;
/** The controller manager creates pods at about this rate (its default limit of requests). */
const CREATED_PER_SECOND = 20;
/** What is added to the largest that was seen, when too little was seen for a quantile. */
const BEYOND_LARGEST = 1.25;
/** What is not Ready yet is told in so many steps a doubling: else each turn would tell, and plan, anew. */
const STEPS_A_DOUBLING = 3;

/** Order → last Ready for a batch of so many replicas. */
export type LeadTime = (batch: number) => Milliseconds;

/**
 * How long a batch takes to be Ready as a whole.
 *
 * With ten batches of about the size: the percentile over batches. Until then the quantile of single pods that leaves
 * the whole batch the same chance, 1 − (1 − percentile) / n, plus n / 20 s for their creation: at a per-pod p95, a
 * batch of 80 would be complete only 0.95^80 = 2 % of the time. Where fewer pods were seen than such a quantile needs,
 * the largest × 1.25; as long as none has become Ready, the fallback, since a first look at pods on their way says
 * nothing yet.
 */
export function leadTimeOf(knowledge: LeadTimeKnowledge): LeadTime {
  if (knowledge.kind === "fixed") return () => knowledge.duration;
  const known = new Map<number, Milliseconds>();
  return (batch) => {
    const n = Math.max(1, Math.ceil(batch));
    const before = known.get(n);
    if (before !== undefined) return before;
    const lead = milliseconds(Math.ceil(learnedLead(knowledge, n)));
    known.set(n, lead);
    return lead;
  };
}

type Learned = Extract<LeadTimeKnowledge, { kind: "learned" }>;

function learnedLead(knowledge: Learned, n: number): number {
  const share = Math.min(0.999, Math.max(0.5, knowledge.percentile / 100));
  // A batch of two says little about one of eighty but that it takes at least as long; a larger one errs early.
  const comparable = knowledge.batches.filter(({ size }) => 2 * size >= n);
  const ofBatches = overBatches(comparable, share, knowledge.fallback);
  if (ofBatches !== undefined) return ofBatches;
  const ofPods = perPod(knowledge, 1 - (1 - share) / n) + (n / CREATED_PER_SECOND) * SECOND;
  return Math.max(ofPods, overBatches(knowledge.batches, share, knowledge.fallback) ?? 0);
}

function overBatches(batches: Learned["batches"], share: number, fallback: number): number | undefined {
  if (batches.length < ENOUGH_BATCHES) return undefined;
  const seen = batches.map(({ duration, censored }) => ({ duration, censored: censored ?? false }));
  return quantileOfStarts(seen, share) ?? largest(seen, fallback) * BEYOND_LARGEST;
}

function perPod({ pods, fallback }: Learned, level: number): number {
  if (pods.every(({ censored }) => censored)) return Math.max(fallback, largest(pods, fallback));
  const enough = pods.length * (1 - level) >= 1 - 1e-9;
  return (enough ? quantileOfStarts(pods, level) : undefined) ?? largest(pods, fallback) * BEYOND_LARGEST;
}

/** Of what is not over yet, the next step beyond the largest that is; where none is, beyond the fallback. */
function largest(observations: readonly Observation[], fallback: number): number {
  const done = longest(observations.filter(({ censored }) => !censored));
  const open = longest(observations.filter(({ censored }) => censored));
  const from = done > 0 ? done : fallback;
  if (open <= from) return Math.max(done, open);
  const steps = Math.ceil(STEPS_A_DOUBLING * Math.log2(open / from) - 1e-9);
  return from * 2 ** (steps / STEPS_A_DOUBLING);
}

function longest(observations: readonly Observation[]): number {
  return observations.reduce((most, { duration }) => Math.max(most, duration), 0);
}
