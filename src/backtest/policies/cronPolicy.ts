import { HOUR, WEEK } from "../../units/duration.ts";
import type { Policy, Scenario } from "../policy.ts";
import { wholeReplicas } from "../rounding.ts";
import type { Track } from "../track.ts";
import { withAutoscaler } from "./flooredPolicy.ts";

const WEEKS_BACK = [1, 2, 3, 4];

/**
 * What a careful person would write down from the same history: each UTC hour has the floor that its like needed in
 * the last four weeks, in force from one lead time and five minutes before it.
 */
export function cronPolicy(scenario: Scenario, { factor, hpaTarget }: CronKnobs): Policy {
  const { track, lead, reach } = scenario;
  const slots = slotFloors(track, factor);
  const ahead = (lead + reach) * track.step;
  const floor = (step: number): number => {
    const at = track.start + step * track.step;
    const last = Math.floor((at + ahead) / HOUR);
    let most = 0;
    for (let hour = Math.floor(at / HOUR); hour <= last; hour++) most = Math.max(most, slots(hour));
    return most;
  };
  return withAutoscaler(scenario, { name: "cron", knob: factor, hpaTarget, floor });
}

export interface CronKnobs {
  readonly factor: number;
  readonly hpaTarget: number;
}

/** The floor of an hour, counted since 1970; computed once an hour. */
function slotFloors(track: Track, factor: number): (hour: number) => number {
  const largest = largestOfHours(track);
  const known = new Map<number, number>();
  return (hour) => {
    const before = known.get(hour);
    if (before !== undefined) return before;
    const likes = WEEKS_BACK.map((weeks) => largest.get(hour - (weeks * WEEK) / HOUR) ?? 0);
    const floor = wholeReplicas((factor * Math.max(...likes)) / track.perReplica);
    known.set(hour, floor);
    return floor;
  };
}

function largestOfHours({ start, step, demand }: Track): ReadonlyMap<number, number> {
  const largest = new Map<number, number>();
  for (let i = 0; i < demand.length; i++) {
    const hour = Math.floor((start + i * step) / HOUR);
    largest.set(hour, Math.max(largest.get(hour) ?? 0, demand[i]!));
  }
  return largest;
}
