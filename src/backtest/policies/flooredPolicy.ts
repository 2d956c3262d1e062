import { type Policy, MIN_REPLICAS, type Scenario } from "../policy.ts";
import { horizontalAutoscaler } from "./horizontalAutoscaler.ts";

/** A floor for every step, known before the replay because it does not depend on the fleet. */
export interface FloorPolicy {
  readonly name: string;
  readonly knob: number | string | null;
  readonly hpaTarget: number;
  readonly floor: (step: number) => number;
}

/** The floor with an HPA underneath: the larger of both is ordered. The HPA's window does not remember floors. */
export function withAutoscaler(scenario: Scenario, { name, knob, hpaTarget, floor }: FloorPolicy): Policy {
  const hpa = horizontalAutoscaler(scenario, hpaTarget);
  const { first } = scenario.track;
  return {
    name,
    knob,
    hpaTarget,
    initial: () => Math.max(floor(first), hpa.plain(first), MIN_REPLICAS),
    wanted: (step, fleet) => Math.max(floor(step), hpa.wish(step, fleet), MIN_REPLICAS),
  };
}
