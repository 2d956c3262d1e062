import { HOUR } from "../../units/duration.ts";

/** A forecast floor never exceeds this multiple of the largest demand in the history; only declared peaks go above. */
export const BLAST_RADIUS = 1.5;

/** How far to either side of a quantile that was cut the ones around it come nearer to the median, too. */
const AROUND = 12 * HOUR;

/**
 * From this percentile on the cap cuts and nothing else: who asks for nearly all of the futures keeps the width at the
 * hours that stay under it. Chosen on the pinball loss, see docs/benchmarks/forecast.md.
 */
const CUT_FROM = 99;

/**
 * A quantile under the cap that keeps the shape of the day.
 *
 * A quantile that passes 1.5 × the largest demand ever seen is wider than can be believed, as in the first days of a
 * history. Cut off, it is one level for most of the day and says no more when the peak comes. Instead the distance to
 * the median is shortened until headroom has its place, too: with u = cap / (1 + headroom), for step k above u
 * s_k = (u − m_k) / (q_k − m_k), elsewhere 1; for step h the least s_k within 12 hours of it; the answer is
 * m_h + s (q_h − m_h), and the cap at most.
 *
 * @param given.quantile demand units, one value a step, finite, ≥ 0
 * @param given.median the same steps; without it the cap cuts
 * @param given.step milliseconds
 * @param given.percentile whole percent that `quantile` stands for
 * @param given.headroomPercent whole percent that a floor adds
 */
export function withinCap(given: {
  readonly quantile: Float64Array;
  readonly median: Float64Array | undefined;
  readonly cap: number;
  readonly step: number;
  readonly percentile: number;
  readonly headroomPercent: number;
}): Float64Array {
  const { quantile, median, cap, step, percentile, headroomPercent } = given;
  const cut = quantile.map((value) => Math.min(value, cap));
  if (median === undefined || percentile <= 50 || percentile >= CUT_FROM) return cut;
  const under = (100 * cap) / (100 + headroomPercent);
  const shares = sharesOf(quantile, median, { under, steps: Math.floor(AROUND / step) });
  return cut.map((value, h) => {
    const share = shares[h]!;
    return share < 1 ? Math.min(cap, median[h]! + share * (quantile[h]! - median[h]!)) : value;
  });
}

/** By step the share of the distance to the median that is left. */
function sharesOf(
  quantile: Float64Array,
  median: Float64Array,
  { under, steps }: { readonly under: number; readonly steps: number },
): Float64Array {
  const shares = new Float64Array(quantile.length).fill(1);
  for (const [k, value] of quantile.entries()) {
    if (value <= under) continue;
    const share = Math.max(0, (under - median[k]!) / (value - median[k]!));
    const last = Math.min(shares.length - 1, k + steps);
    for (let h = Math.max(0, k - steps); h <= last; h++) shares[h] = Math.min(shares[h]!, share);
  }
  return shares;
}
