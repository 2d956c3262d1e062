import type { CampaignInput } from "../../../src/api/campaign.ts";
import type { PredictiveAutoscalerInput } from "../../../src/api/predictiveAutoscaler.ts";
import type { ScalingPolicyInput } from "../../../src/api/scalingPolicy.ts";
import type { Which } from "../../../src/controllers/startControllers.ts";
import type { Milliseconds } from "../../../src/units/duration.ts";
import type { Instant } from "../../../src/units/instant.ts";
import type { Act } from "./acts.ts";
import type { Sabotage } from "./sabotage.ts";

/** One namespace of a simulated cluster, and all that happens to it. The same seed makes the same world. */
export interface World {
  readonly seed: number;
  readonly start: Instant;
  /** From then on nobody does anything but end it: autoscalers and CronHPAs go, pauses are lifted. */
  readonly quietFrom: Instant;
  /** Everything must be given back by then, and stay so until an hour later. */
  readonly restedBy: Instant;
  readonly ending: "Delete" | "Off";
  readonly targets: readonly WorldTarget[];
  readonly nodes: WorldNodes;
  /** Pods that the namespace's quota admits; `undefined`: there is none. */
  readonly quota: number | undefined;
  /** The policy of the cluster; `undefined`: nobody filed one. */
  readonly policy: ScalingPolicyInput | undefined;
  /** What each process of ours runs. */
  readonly processes: readonly Which[];
  /** How far the controllers' view is behind the API server. */
  readonly lag: Milliseconds;
  /** What is broken on purpose; `undefined` in every world but a negative control. */
  readonly sabotage?: Sabotage;
  /** Ascending by time. */
  readonly acts: readonly Act[];
}

export interface WorldNodes {
  /** Pods of one target that a node holds. */
  readonly holds: number;
  readonly atStart: number;
  readonly most: number;
  readonly readyAfter: Milliseconds;
}

export interface WorldTarget {
  readonly name: string;
  readonly kind: "Deployment" | "StatefulSet";
  /** `undefined`: nothing but our floor leads it. */
  readonly hpa: { readonly min: number; readonly max: number; readonly writtenBy: "Apply" | "Update" } | undefined;
  /** At the start. */
  readonly replicas: number;
  readonly startup: Milliseconds;
  readonly leadTime: Milliseconds;
  /** Demand units by hour of the UTC day, of which a replica serves `PER_REPLICA`. */
  readonly demand: { readonly night: number; readonly day: number; readonly noisePercent: number };
  readonly autoscaler: PredictiveAutoscalerInput;
}

/** A campaign as it was filed; the simulation knows what it promises without asking the planner. */
export interface FiledCampaign {
  readonly name: string;
  readonly spec: CampaignInput;
}

export const NAMESPACE = "vision";
export const PER_REPLICA = 25;
