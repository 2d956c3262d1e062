import type { Policy, Scenario } from "../policy.ts";
import { withAutoscaler } from "./flooredPolicy.ts";

/** The HPA alone. Its target is both its knob and the target reported. */
export function horizontalPolicy(scenario: Scenario, target: number): Policy {
  return withAutoscaler(scenario, { name: "hpa", knob: target, hpaTarget: target, floor: () => 0 });
}
