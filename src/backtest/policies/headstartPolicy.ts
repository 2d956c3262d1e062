import { type ForecastReel } from "../headstart/forecastReel.ts";
import { headstartFloors, type HeadstartKnobs } from "../headstart/headstartFloors.ts";
import type { DeclaredCampaign } from "../../plan/snapshot.ts";
import type { Policy, Scenario } from "../policy.ts";
import { withAutoscaler } from "./flooredPolicy.ts";

/** What the product's planner works from in a replay: its forecasts, made once, and what was declared. */
export interface HeadstartWorld {
  readonly reel: ForecastReel;
  readonly campaigns: readonly DeclaredCampaign[];
}

/** The product's own floors, with an HPA underneath; one policy for each HPA target, all on the same floors. */
export function headstartPolicies(
  scenario: Scenario,
  world: HeadstartWorld,
  { knobs, hpaTargets }: { readonly knobs: HeadstartKnobs; readonly hpaTargets: readonly number[] },
): readonly Policy[] {
  const floors = headstartFloors(scenario, { ...world, knobs });
  const { first } = scenario.track;
  const knob = `p${knobs.percentile}+${knobs.headroomPercent}%`;
  const floor = (step: number): number => floors[step - first]!;
  return hpaTargets.map((hpaTarget) => withAutoscaler(scenario, { name: "headstart", knob, hpaTarget, floor }));
}
