import { MIN_REPLICAS, type Policy, type Scenario } from "../policy.ts";
import { wholeReplicas } from "../rounding.ts";

/** What people do without an autoscaler: the largest demand of the warm-up with something on top, all the time. */
export function staticPolicy({ track }: Scenario, factor: number): Policy {
  const largest = track.demand.subarray(0, track.first).reduce((most, d) => Math.max(most, d), 0);
  const count = Math.max(MIN_REPLICAS, wholeReplicas((factor * largest) / track.perReplica));
  return { name: "static", knob: factor, hpaTarget: null, initial: () => count, wanted: () => count };
}
