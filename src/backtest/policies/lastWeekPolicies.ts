import { DAY, HOUR } from "../../units/duration.ts";
import type { Policy, Scenario } from "../policy.ts";
import { wholeReplicas, wholeSteps } from "../rounding.ts";
import { slidingMaximum } from "../slidingMaximum.ts";
import type { Track } from "../track.ts";
import { withAutoscaler } from "./flooredPolicy.ts";

export interface FactorKnobs {
  readonly factor: number;
  readonly hpaTarget: number;
}

/** The largest demand of the same time last week, from now to when an order of now is ready and five minutes on. */
export function naivePolicy(scenario: Scenario, { factor, hpaTarget }: FactorKnobs): Policy {
  const largest = largestLastWeek(scenario);
  const floor = (step: number) => wholeReplicas((factor * largest[step]!) / scenario.track.perReplica);
  return withAutoscaler(scenario, { name: "naive", knob: factor, hpaTarget, floor });
}

/** The same, moved by how the last hour compares with its like a week ago. */
export function lastWeekLevelPolicy(scenario: Scenario, { factor, hpaTarget }: FactorKnobs): Policy {
  const largest = largestLastWeek(scenario);
  const { track } = scenario;
  const level = levelOverLastWeek(track);
  const floor = (step: number) => wholeReplicas((factor * largest[step]! * level(step)) / track.perReplica);
  return withAutoscaler(scenario, { name: "lastweek+level", knob: factor, hpaTarget, floor });
}

function largestLastWeek({ track, lead, reach }: Scenario): Float64Array {
  const week = wholeSteps(7 * DAY, track.step);
  return slidingMaximum(track.demand, -week, -week + lead + reach);
}

const LEAST_LEVEL = 0.5;
const MOST_LEVEL = 2;

/** Mean of the last hour over the mean of the same hour a week ago, of original samples only, within [0.5, 2]. */
export function levelOverLastWeek(track: Track): (step: number) => number {
  const { values } = track.load;
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = sums[i]! + values[i]!;
  const hour = wholeSteps(HOUR, track.step);
  const week = wholeSteps(7 * DAY, track.step);
  const meanBefore = (step: number): number => {
    const upTo = track.seenCount[step] ?? 0;
    const from = track.seenCount[step - hour] ?? 0;
    return upTo > from ? (sums[upTo]! - sums[from]!) / (upTo - from) : (track.seen[step] ?? NaN);
  };
  return (step) => {
    const now = meanBefore(step);
    const then = meanBefore(step - week);
    if (Number.isNaN(then) || (then === 0 && now === 0)) return 1;
    return Math.min(MOST_LEVEL, Math.max(LEAST_LEVEL, now / then));
  };
}
