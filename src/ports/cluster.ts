import type { CampaignStatus } from "../api/campaign.ts";
import type { CronHpaInput, CronHpaStatus } from "../api/cronHpa.ts";
import type { ExactKey, ObjectKey, ObjectMeta } from "../api/metadata.ts";
import type { HorizontalPodAutoscaler, Namespace, Node, Pod, ResourceQuota, Workload } from "../api/observed.ts";
import type { PredictiveAutoscalerStatus } from "../api/predictiveAutoscaler.ts";
import type { ScalingPolicyStatus } from "../api/scalingPolicy.ts";
import type { WarmPoolInput, WarmPoolStatus } from "../api/warmPool.ts";
import type { Failure } from "../units/failure.ts";
import type { Result } from "../units/result.ts";

/** An object of one of our kinds as the API server holds it: `api` parses it before anyone believes it. */
export interface RawObject {
  readonly apiVersion: string;
  readonly kind: OwnKind;
  readonly metadata: ObjectMeta;
  readonly spec?: unknown;
  readonly status?: unknown;
}

export type OwnKind = "PredictiveAutoscaler" | "Campaign" | "CronHPA" | "WarmPool" | "ScalingPolicy";

/** What is watched, by kind. */
export interface Observed {
  readonly PredictiveAutoscaler: RawObject;
  readonly Campaign: RawObject;
  readonly CronHPA: RawObject;
  readonly WarmPool: RawObject;
  readonly ScalingPolicy: RawObject;
  readonly HorizontalPodAutoscaler: HorizontalPodAutoscaler;
  readonly Deployment: Workload;
  readonly StatefulSet: Workload;
  readonly Pod: Pod;
  readonly Node: Node;
  readonly ResourceQuota: ResourceQuota;
  readonly Namespace: Namespace;
}
export type ObservedKind = keyof Observed;

/** RFC 6902; every write to an object that is not ours tests what it read first. */
export type JsonPatch = readonly (
  | { readonly op: "test" | "add" | "replace"; readonly path: string; readonly value: unknown }
  | { readonly op: "remove"; readonly path: string }
)[];

/**
 * `Conflict`: not as it was read, so read and decide again. `Refused`: not acceptable to the API server.
 * `NamespaceTerminating`: the namespace is being deleted, and nothing new is made in it.
 */
export interface WriteFailure extends Failure {
  readonly code:
    "Conflict" | "NotFound" | "Refused" | "Forbidden" | "NamespaceTerminating" | "Unavailable" | "NotLeading";
}
export type Written = Result<undefined, WriteFailure>;

export interface Statuses {
  readonly PredictiveAutoscaler: PredictiveAutoscalerStatus;
  readonly Campaign: CampaignStatus;
  readonly CronHPA: CronHpaStatus;
  readonly WarmPool: WarmPoolStatus;
  readonly ScalingPolicy: ScalingPolicyStatus;
}

/** An object of ours, as the planner writes it; `owner` becomes the controller ownerReference. */
export type OwnedObject =
  | { readonly kind: "CronHPA"; readonly key: ObjectKey; readonly owner: OwnerOf; readonly spec: CronHpaInput }
  | { readonly kind: "WarmPool"; readonly key: ObjectKey; readonly owner: OwnerOf; readonly spec: WarmPoolInput };
export interface OwnerOf {
  readonly kind: OwnKind;
  readonly name: string;
  readonly uid: string;
}

/** A bare pod of a pool: as a placeholder it takes the room of one pod of the target, as a waker none. */
export interface Placeholder {
  readonly role: "Placeholder" | "Waker";
  readonly namespace: string;
  /** Becomes generateName. */
  readonly pool: string;
  readonly owner: OwnerOf;
  /** The workload whose pod template gives the shape. */
  readonly shapeOf: { readonly kind: "Deployment" | "StatefulSet"; readonly key: ObjectKey };
}

export interface EventNote {
  readonly regarding: { readonly kind: ObservedKind; readonly key: ObjectKey; readonly uid?: string };
  readonly type: "Normal" | "Warning";
  /** CamelCase, from a closed set. */
  readonly reason: string;
  readonly action: string;
  readonly note: string;
}

/**
 * The cluster as the controllers see it: a local view that follows the API server, and the few writes they make.
 * One contract suite is passed by the Kubernetes adapter and by the twin.
 */
export interface Cluster {
  /** True once every watched kind was listed; before that nothing may be decided. */
  synced(): boolean;
  list<K extends ObservedKind>(kind: K, namespace?: string): readonly Observed[K][];
  get<K extends ObservedKind>(kind: K, key: ObjectKey): Observed[K] | undefined;
  /** Called after the view has changed; the returned function unsubscribes. */
  subscribe<K extends ObservedKind>(
    kind: K,
    listener: (key: ObjectKey, before: Observed[K] | undefined, after: Observed[K] | undefined) => void,
  ): () => void;

  /** The object as the API server has it now, past the view: before a decision that must not rest on a stale copy. */
  read<K extends ObservedKind>(kind: K, key: ObjectKey): Promise<Result<Observed[K] | undefined, WriteFailure>>;
  /** Server-side apply of an object of ours; `Conflict` when an object without our owner has the name. */
  apply(object: OwnedObject): Promise<Written>;
  /** Patches an object that is not ours. */
  patch(
    kind: "HorizontalPodAutoscaler" | "Deployment" | "StatefulSet",
    key: ObjectKey,
    patch: JsonPatch,
  ): Promise<Written>;
  /** Sets spec.replicas through the scale subresource, if it still is `expected`. */
  scale(
    kind: "Deployment" | "StatefulSet",
    key: ObjectKey,
    replicas: { expected: number; to: number },
  ): Promise<Written>;
  /** Removes our entries from managedFields, so that the user's next server-side apply meets no conflict. */
  disown(kind: "HorizontalPodAutoscaler" | "Deployment" | "StatefulSet", key: ObjectKey): Promise<Written>;
  createPlaceholder(placeholder: Placeholder): Promise<Written>;
  /** Deletes exactly this object (uid as a precondition). */
  deletePod(key: ObjectKey, uid: string): Promise<Written>;
  deleteOwned(kind: "CronHPA" | "WarmPool", key: ObjectKey, uid: string): Promise<Written>;
  /**
   * Merges the status; the adapter writes nothing when nothing differs. `NotFound` also when another object has the
   * name by now: what was found of the one before is not true of it.
   */
  writeStatus<K extends OwnKind>(kind: K, key: ExactKey, status: Statuses[K]): Promise<Written>;
  /** Aggregated and rate-limited by the adapter; never fails the caller. */
  record(event: EventNote): void;
}
