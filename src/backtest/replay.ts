import type { Trace } from "./figures.ts";
import type { Policy, Scenario } from "./policy.ts";

/**
 * Runs one policy over the scored steps. At each step: what was ordered a lead time ago becomes ready, the policy
 * looks and orders or removes, what is ready serves. Removal is at once: the youngest starting replicas go first.
 */
export function replay({ track, lead }: Scenario, policy: Policy): Trace {
  const { first } = track;
  const length = track.demand.length - first;
  const trace = { ready: new Int32Array(length), paid: new Int32Array(length) };
  // ordered[i]: what was ordered at step i and is still starting.
  const ordered = new Int32Array(length);
  let ready = policy.initial();
  let starting = 0;
  for (let i = 0; i < length; i++) {
    const arrived = i >= lead ? ordered[i - lead]! : 0;
    ready += arrived;
    starting -= arrived;
    const change = policy.wanted(first + i, { ready, starting }) - ready - starting;
    if (change > 0) {
      ordered[i] = change;
      starting += change;
    }
    let surplus = Math.max(0, -change);
    for (let j = i; surplus > 0 && starting > 0 && j > Math.max(-1, i - lead); j--) {
      const cancelled = Math.min(surplus, ordered[j]!);
      ordered[j]! -= cancelled;
      starting -= cancelled;
      surplus -= cancelled;
    }
    ready -= surplus;
    trace.ready[i] = ready;
    trace.paid[i] = ready + starting;
  }
  return trace;
}
