import type { Policy, Scenario } from "../policy.ts";
import { wholeReplicas } from "../rounding.ts";
import { slidingMaximum } from "../slidingMaximum.ts";
import { withAutoscaler } from "./flooredPolicy.ts";
import type { FactorKnobs } from "./lastWeekPolicies.ts";

/** What a perfect forecaster reaches in the same harness: the true demand up to when an order of now is ready. */
export function foresightPolicy(scenario: Scenario, { factor, hpaTarget }: FactorKnobs): Policy {
  const { track, lead, reach } = scenario;
  const largest = slidingMaximum(track.demand, 0, lead + reach);
  const floor = (step: number) => wholeReplicas((factor * largest[step]!) / track.perReplica);
  return withAutoscaler(scenario, { name: "foresight", knob: factor, hpaTarget, floor });
}
