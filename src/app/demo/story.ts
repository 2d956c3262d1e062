import type { OwnObject } from "../../twin/state.ts";
import type { Milliseconds } from "../../units/duration.ts";
import type { Instant } from "../../units/instant.ts";

/** One story as its folder tells it: the world, what people wrote, and what must come true. */
export interface Story {
  readonly title: string;
  readonly start: Instant;
  readonly end: Instant;
  readonly timeZone: string;
  readonly seed: number;
  readonly demandUnit: string;
  readonly deployment: {
    readonly namespace: string;
    readonly name: string;
    /** By resource name, in base units. */
    readonly requests: Readonly<Record<string, number>>;
    readonly readyAfter: Milliseconds;
  };
  readonly autoscaler: { readonly minReplicas: number; readonly maxReplicas: number; readonly averageValue: number };
  readonly nodes: {
    readonly allocatable: Readonly<Record<string, number>>;
    readonly atStart: number;
    readonly most: number;
    readonly readyAfter: Milliseconds;
  };
  readonly demand: {
    readonly hours: { readonly day: number; readonly evening: number; readonly night: number };
    readonly night: number;
    readonly day: number;
    readonly evening: number;
    readonly noisePercent: number;
    /** What the campaign really brings. */
    readonly campaign: number;
  };
  readonly promises: {
    readonly learnedPeak: { readonly start: Instant; readonly replicas: number };
    readonly campaign: { readonly name: string; readonly readyBy: Instant; readonly replicas: number };
    readonly givenBackBy: Instant;
  };
  /** What happens to the controllers or the autoscaler meanwhile, ascending; nothing in a story that is to hold. */
  readonly mishaps: readonly Mishap[];
  readonly objects: readonly OwnObject[];
}

export interface Mishap {
  readonly at: Instant;
  readonly what: "controllers stop" | "controllers start" | "autoscaler is suspended";
}
