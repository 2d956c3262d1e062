import type { Trace } from "./figures.ts";
import type { Scenario } from "./policy.ts";
import { needOf } from "./track.ts";

/**
 * The fewest replica-hours that leave nothing unserved, by one who knows the future.
 *
 * Level k is the k-th replica, wanted wherever the need is k or more. Each level stands for itself: through a gap of
 * at most the lead time it is kept, through a longer one it goes and is ordered a lead time before it is wanted
 * again. Before the first scored step it may stand ready unpaid.
 */
export function oracle({ track, lead }: Scenario): Trace {
  const { first, demand } = track;
  const ready = new Int32Array(demand.length - first);
  for (let i = 0; i < ready.length; i++) ready[i] = needOf(track, demand[first + i]!);
  const paid = ready.slice();
  // wantedUntil[k]: the step at which level k was wanted last, plus one; 0 before the first scored step.
  const wantedUntil: number[] = [0];
  let before = 0;
  for (let i = 0; i < ready.length; i++) {
    const need = ready[i]!;
    for (let level = before + 1; level <= need; level++) {
      bridge({ ready, paid }, { from: wantedUntil[level] ?? 0, to: i, lead });
    }
    for (let level = need + 1; level <= before; level++) wantedUntil[level] = i;
    before = need;
  }
  return { ready, paid };
}

/** One replica through a gap [from, to): kept where it is short, else let go and ordered in time. */
function bridge(
  { ready, paid }: Trace,
  { from, to, lead }: { readonly from: number; readonly to: number; readonly lead: number },
): void {
  const kept = to - from <= lead;
  for (let i = kept ? from : to - lead; i < to; i++) {
    paid[i]!++;
    if (kept) ready[i]!++;
  }
}
