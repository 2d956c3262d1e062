/** The parts of Kubernetes metadata that are used. */
export interface ObjectMeta {
  readonly name: string;
  /** Empty for cluster-scoped kinds. */
  readonly namespace: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly managedFields?: readonly ManagedFieldsEntry[];
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
}

export interface ManagedFieldsEntry {
  readonly manager?: string;
  readonly operation?: string;
  readonly subresource?: string;
  readonly time?: string;
  readonly fieldsV1?: Readonly<Record<string, unknown>>;
}

/** metav1.Condition. `reason` is CamelCase from a closed set, so that it may be a label; `message` is for people. */
export interface Condition {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTime: string;
  readonly observedGeneration?: number;
}

export interface ObjectKey {
  readonly namespace: string;
  readonly name: string;
}

/** One object, and none that is filed under its name later. */
export interface ExactKey extends ObjectKey {
  readonly uid: string | undefined;
}

export const GROUP = "headstart.dev";
export const VERSION = "v1alpha1";
export const API_VERSION = `${GROUP}/${VERSION}` as const;

/** The name under which our writes appear in managed fields. */
export const FIELD_MANAGER = "headstart";
/** On the HPA or workload whose floor we raised: JSON of `FloorRecord`. */
export const FLOOR_ANNOTATION = `${GROUP}/floor`;
/** On a Namespace: `freeze` or `release`. */
export const PAUSE_ANNOTATION = `${GROUP}/pause`;
/** On a placeholder pod: the name of its WarmPool. */
export const POOL_LABEL = `${GROUP}/warm-pool`;
/** On a waker pod: the name of the WarmPool that woke the scheduler with it. */
export const WAKER_LABEL = `${GROUP}/waker`;
/** The negative PriorityClass of placeholder pods; the chart creates it. */
export const PLACEHOLDER_PRIORITY_CLASS = "headstart-placeholder";
