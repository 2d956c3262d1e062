import type { ObjectMeta } from "../api/metadata.ts";
import type { HorizontalPodAutoscaler, Namespace, Node, Pod, ResourceQuota, Workload } from "../api/observed.ts";
import type { Kind } from "../api/parse.ts";
import { type Milliseconds, milliseconds, MINUTE, SECOND } from "../units/duration.ts";
import type { Instant } from "../units/instant.ts";

/** An object of one of our kinds as an API server holds it. */
export interface OwnObject {
  readonly apiVersion: string;
  readonly kind: Kind;
  readonly metadata: ObjectMeta;
  readonly spec?: unknown;
  readonly status?: unknown;
}

/** An HPA with one external metric of type AverageValue. */
export interface TwinAutoscaler extends HorizontalPodAutoscaler {
  readonly spec: HorizontalPodAutoscaler["spec"] & {
    readonly metric: { readonly name: string; readonly averageValue: number };
  };
}

/** A pod, and what the simulated scheduler and kubelet know of it beyond what is observed. */
export interface TwinPod extends Pod {
  readonly life: {
    /** From binding to Ready; undefined: it never gets there. */
    readonly startup: Milliseconds | undefined;
    readonly preempts: boolean;
    readonly boundAt?: Instant;
    /** Room was made for it on this node by preemption; it binds at the instant. */
    readonly nominated?: { readonly node: string; readonly at: Instant };
  };
}

/** What is kept, by kind; the union of our kinds and the observed part of Kubernetes' own. */
export interface TwinObjects {
  readonly PredictiveAutoscaler: OwnObject;
  readonly Campaign: OwnObject;
  readonly CronHPA: OwnObject;
  readonly WarmPool: OwnObject;
  readonly ScalingPolicy: OwnObject;
  readonly HorizontalPodAutoscaler: TwinAutoscaler;
  readonly Deployment: Workload;
  readonly StatefulSet: Workload;
  readonly Pod: TwinPod;
  readonly Node: Node;
  readonly ResourceQuota: ResourceQuota;
  readonly Namespace: Namespace;
}
export type TwinKind = keyof TwinObjects;
export type Shelves = { readonly [K in TwinKind]: ReadonlyMap<string, TwinObjects[K]> };

/** How fast the simulated components are, and what the node autoscaler may buy. */
export interface TwinSettings {
  readonly hpaSync: Milliseconds;
  /** The HPA follows a lower wish only after it has lasted this long. */
  readonly downscaleStabilisation: Milliseconds;
  /** kube-controller-manager's own client makes so many requests a second. */
  readonly podsPerSecond: number;
  /** From a victim's end to the binding of the pod that preempted it. */
  readonly preemption: Milliseconds;
  readonly nodes: {
    readonly allocatable: Readonly<Record<string, number>>;
    readonly least: number;
    readonly most: number;
    /** From the order of a node to pods being bound to it. */
    readonly readyAfter: Milliseconds;
    readonly leavesEmptyAfter: Milliseconds;
  };
}

/** Kubernetes' defaults, and a node autoscaler that buys nothing. */
export const DEFAULT_SETTINGS: TwinSettings = {
  hpaSync: milliseconds(15 * SECOND),
  downscaleStabilisation: milliseconds(5 * MINUTE),
  podsPerSecond: 20,
  preemption: SECOND,
  nodes: { allocatable: {}, least: 0, most: 0, readyAfter: MINUTE, leavesEmptyAfter: milliseconds(10 * MINUTE) },
};

/** What an HPA wanted at an instant, before stabilisation. */
export interface Wish {
  readonly at: Instant;
  readonly replicas: number;
}

/** The whole cluster at one moment; every change is a new value. */
export interface TwinState {
  readonly now: Instant;
  readonly settings: TwinSettings;
  readonly shelves: Shelves;
  /** The last resource version given; uids and names are made from it too. */
  readonly version: number;
  readonly hpaSyncAt: Instant;
  /** When workload controllers and scheduler look next; undefined while nothing has changed for them. */
  readonly passAt: Instant | undefined;
  /** What each HPA wished within its stabilisation window, by `namespace/name`. */
  readonly wishes: ReadonlyMap<string, readonly Wish[]>;
  /** When the nodes that are on their way arrive, ascending. */
  readonly nodesDue: readonly Instant[];
  readonly emptySince: ReadonlyMap<string, Instant>;
}

/** External metrics over time: undefined while nobody serves the metric. */
export type Demand = (metric: string, at: Instant) => number | undefined;

export function emptyTwin(now: Instant, settings: TwinSettings = DEFAULT_SETTINGS): TwinState {
  return {
    now,
    settings,
    shelves: {
      ...{ PredictiveAutoscaler: new Map(), Campaign: new Map(), CronHPA: new Map(), WarmPool: new Map() },
      ...{ ScalingPolicy: new Map(), HorizontalPodAutoscaler: new Map(), Deployment: new Map() },
      ...{ StatefulSet: new Map(), Pod: new Map(), Node: new Map(), ResourceQuota: new Map(), Namespace: new Map() },
    },
    version: 0,
    hpaSyncAt: now,
    passAt: undefined,
    wishes: new Map(),
    nodesDue: [],
    emptySince: new Map(),
  };
}
