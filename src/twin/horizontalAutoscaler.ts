import type { Wish } from "./state.ts";

/** What one look of an HPA rests on; counts in replicas. */
export interface HpaLook {
  /** `spec.replicas` and `status.replicas` of what it scales. */
  readonly specReplicas: number;
  readonly statusReplicas: number;
  readonly min: number;
  readonly max: number;
  /** Sum of the metric; undefined when it cannot be had. */
  readonly usage: number | undefined;
  readonly averageValue: number;
  /** What it wished within its stabilisation window, oldest first. */
  readonly wishes: readonly Wish[];
}

export interface HpaDecision {
  readonly replicas: number;
  /** What the metric asked for; undefined when it was not looked at, so nothing is remembered either. */
  readonly wish: number | undefined;
  /** Undefined where this look said nothing of the metric: what the condition said before stays. */
  readonly active: boolean | undefined;
}

const TOLERANCE = 0.1;
/** 33 / 30 is 1.1 and a hair in binary. */
const NOISE = 1e-9;

/**
 * One sync of the HPA controller for an external metric of type AverageValue, without `spec.behavior`.
 * A minimum above the current count wins in one jump and without a look at the metric.
 * @see kubernetes v1.35 pkg/controller/podautoscaler/horizontal.go, replica_calculator.go
 */
export function decideReplicas(look: HpaLook): HpaDecision {
  const { specReplicas, min, max } = look;
  if (specReplicas === 0 && min !== 0) return { replicas: 0, wish: undefined, active: false };
  if (specReplicas > max) return { replicas: max, wish: undefined, active: undefined };
  if (specReplicas < min) return { replicas: min, wish: undefined, active: undefined };
  if (look.usage === undefined) return { replicas: specReplicas, wish: undefined, active: false };
  const wish = metricWish(look, look.usage);
  const stabilised = look.wishes.reduce((most, { replicas }) => Math.max(most, replicas), wish);
  // Without behaviour one sync at most doubles, or goes to 4.
  const fastest = Math.max(2 * specReplicas, 4);
  return { replicas: Math.max(min, Math.min(stabilised, fastest, max)), wish, active: true };
}

function metricWish({ statusReplicas, averageValue }: HpaLook, usage: number): number {
  const ratio = usage / (averageValue * statusReplicas);
  if (Math.abs(1 - ratio) <= TOLERANCE + NOISE) return statusReplicas;
  return Math.ceil(usage / averageValue - NOISE);
}
