import type { CampaignSpec, CampaignTarget } from "../api/campaign.ts";
import type { ObjectKey } from "../api/metadata.ts";
import type { PredictiveAutoscalerSpec } from "../api/predictiveAutoscaler.ts";
import type { ScalingPolicySpec } from "../api/scalingPolicy.ts";
import type { Forecast } from "../forecast/forecastTypes.ts";
import type { Milliseconds } from "../units/duration.ts";
import type { Failure } from "../units/failure.ts";
import type { Instant } from "../units/instant.ts";
import type { Replicas } from "../units/replicas.ts";
import type { CampaignUplift } from "./campaigns/campaignUplifts.ts";
import type { ResolvedPeak } from "./declared/resolvedPeak.ts";
import type { SeenPeaks } from "./demand/seenPeaks.ts";
import type { FloorWindow } from "./plan.ts";

/**
 * All that one decision about one target may look at: frozen, of one moment.
 * The same shape comes from a live cluster, from files, from the twin and from the backtest.
 */
export interface Snapshot {
  readonly now: Instant;
  readonly target: ObjectKey;
  readonly spec: PredictiveAutoscalerSpec;
  readonly policy: { readonly name: string; readonly spec: ScalingPolicySpec };
  readonly scale: ObservedScale;
  readonly demand: LiveDemand;
  readonly forecast: ForecastInHand;
  readonly leadTime: LeadTimeKnowledge;
  readonly campaigns: readonly DeclaredCampaign[];
  readonly room: Room;
  /** What is left of the policy's replicasAddedPerTurn for this namespace in this turn. */
  readonly addable: Replicas;
  /** The windows written by the turn before, and when; empty on the first turn. Held while nothing better is known. */
  readonly previous:
    | {
        readonly at: Instant;
        readonly floors: readonly FloorWindow[];
        /** Written for reading only. */
        readonly advisory?: boolean;
      }
    | undefined;
}

/** The target and its autoscaler as found in the cluster. */
export interface ObservedScale {
  /** The minimum without us: what the HPA (or the workload) had before we raised it. */
  readonly found: Replicas;
  /** HPA's maxReplicas; undefined without an HPA. */
  readonly ceiling: Replicas | undefined;
  /** The floor that is applied now, and since when; undefined while nothing of ours is applied. */
  readonly applied:
    | {
        readonly floor: Replicas;
        readonly since: Instant;
        /** While it comes down in steps: the floor from which they go down. */
        readonly from?: Replicas;
      }
    | undefined;
  /** What others ask for this target now, by CronHPAs of theirs; undefined while they ask for nothing. */
  readonly others?: OthersFloor | undefined;
  /** Pods that exist, those that are Ready, and those on their way to it. */
  readonly replicas: Replicas;
  readonly ready: Replicas;
  readonly starting: Replicas;
}

/** A floor that stands whatever the plan says. */
export interface OthersFloor {
  readonly floor: Replicas;
  /** When it changes next; undefined: nobody knows, or not for weeks. */
  readonly until: Instant | undefined;
}

/** What is known of the demand at this moment. Unknown is not zero. */
export type LiveDemand =
  | { readonly kind: "known"; readonly value: number; readonly at: Instant }
  | { readonly kind: "unknown"; readonly state: InputState; readonly since: Instant | undefined };

/** How an input stands; a closed set, so that it may be a metric label. */
export const INPUT_STATES = [
  "Live",
  "LiveZero",
  "NoSuchSeries",
  "Stale",
  "Empty",
  "NotANumber",
  "Negative",
  "HttpError",
  "TimedOut",
  "Partial",
  "SeveralSeries",
] as const;
export type InputState = (typeof INPUT_STATES)[number];

export type ForecastInHand =
  | {
      readonly kind: "made";
      readonly forecast: Forecast;
      readonly madeAt: Instant;
      /** The largest demand in the history: a forecast floor never exceeds 1.5 × it. */
      readonly largestSeen: number;
      /**
       * The baseline of each declared peak: the masked forecast at the policy's percentile, before any uplift, and the
       * largest hour of the last 7 days; undefined where the history does not reach.
       */
      readonly busiestHour: number | undefined;
      /** What the history shows beside the quantiles, by step of the forecast; absent: only the forecast counts. */
      readonly seen?: SeenPeaks;
      /** What past occurrences of campaigns brought: only offered. */
      readonly uplifts?: readonly CampaignUplift[];
    }
  | { readonly kind: "none"; readonly because: Failure };

/** What is known of order → Ready. `fixed` is the user's word; `learned` holds observations, oldest first. */
export type LeadTimeKnowledge =
  | { readonly kind: "fixed"; readonly duration: Milliseconds }
  | {
      readonly kind: "learned";
      readonly percentile: number;
      /** Order → last Ready of whole batches. */
      readonly batches: readonly {
        readonly size: number;
        readonly duration: Milliseconds;
        /** Not every pod of it had become Ready by then. */
        readonly censored?: boolean;
      }[];
      /** Order → first Ready of single pods that did not restart; `censored` ones had not become Ready by then. */
      readonly pods: readonly { readonly duration: Milliseconds; readonly censored: boolean }[];
      /** Used until anything was observed. */
      readonly fallback: Milliseconds;
    };

/** A campaign that names this target. */
export interface DeclaredCampaign {
  readonly key: ObjectKey;
  readonly spec: CampaignSpec;
  readonly target: CampaignTarget;
  readonly createdAt: Instant;
  /** When its spec was changed last; absent: never, it is as it was created. */
  readonly changedAt?: Instant;
  /** The last value its peak resolved to; holds while the forecast is away. */
  readonly resolved: ResolvedPeak | undefined;
  /** The multiplier that was offered last for its target. */
  readonly suggested?: number;
  /** Placeholders that hold room for this target now. */
  readonly reserved: Replicas;
}

/** How many more pods of the target's shape cluster and quota can take now; placeholders count as free room. */
export type Room =
  { readonly kind: "known"; readonly more: Replicas; readonly limit: string } | { readonly kind: "unknown" };
