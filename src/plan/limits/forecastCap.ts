import { replicas } from "../../units/replicas.ts";
import type { Baseline } from "../demand/baseline.ts";
import { type Capacity, replicasFor } from "../demand/replicasFor.ts";
import { forecastLevel } from "../needs/needs.ts";
import type { Limit } from "../plan.ts";

/** The cap on a forecast acted somewhere in it. */
export function forecastCapLimit({ uncapped, cap }: Baseline, capacity: Capacity): Limit | undefined {
  const asked = replicasFor(uncapped, capacity);
  const given = forecastLevel(uncapped, cap, capacity);
  if (asked <= given) return undefined;
  const text = `a forecast asks for ${asked}, but no more than 1.5 × the largest demand in the history: ${given}`;
  return { kind: "ForecastCap", asked: replicas(asked), given: replicas(given), text };
}
