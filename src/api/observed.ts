import type { ObjectMeta } from "./metadata.ts";
import type { LabelRequirement } from "./requirement.ts";

/**
 * Kubernetes' own kinds, cut to the fields that are read; the reflector's transform drops the rest,
 * so that ten thousand pods cost little memory.
 */
export interface TargetRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

export interface HorizontalPodAutoscaler {
  readonly kind: "HorizontalPodAutoscaler";
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly scaleTargetRef: TargetRef;
    /** Absent means 1. */
    readonly minReplicas?: number;
    readonly maxReplicas: number;
  };
  readonly status: {
    readonly currentReplicas: number;
    readonly desiredReplicas: number;
    /** ScalingActive is False while the HPA's metrics are unavailable. */
    readonly conditions: readonly { readonly type: string; readonly status: string; readonly reason: string }[];
  };
}

/** A Deployment, StatefulSet, or anything else with a scale subresource and a pod template. */
export interface Workload {
  readonly kind: "Deployment" | "StatefulSet";
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly replicas: number;
    readonly selector: Readonly<Record<string, string>>;
    /** What the selector requires beside those labels. */
    readonly matchExpressions?: readonly LabelRequirement[];
    readonly template: PodTemplate;
  };
  readonly status: { readonly replicas: number; readonly readyReplicas: number };
}

/** The pod's shape: what the scheduler looks at. The scheduling fields stay as Kubernetes writes them. */
export interface PodTemplate {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Sum over containers (or the largest init container), by resource name, in base units. */
  readonly requests: Readonly<Record<string, number>>;
  /** Summed as the requests; only a quota looks at them. Absent where no container has one. */
  readonly limits?: Readonly<Record<string, number>>;
  /** nodeSelector, affinity, tolerations, topologySpreadConstraints, schedulerName, runtimeClassName; as written. */
  readonly scheduling: Readonly<Record<string, unknown>>;
  readonly preemptionPolicy?: string;
  readonly priorityClassName?: string;
}

export interface Pod {
  readonly kind: "Pod";
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly nodeName?: string;
    readonly requests: Readonly<Record<string, number>>;
    readonly limits?: Readonly<Record<string, number>>;
    readonly priority: number;
    /** As admission resolved it, from the pod itself or its PriorityClass. */
    readonly preemptionPolicy?: string;
  };
  readonly status: {
    readonly phase: string;
    /** RFC 3339 of the Ready condition's last change to True; absent while not Ready. */
    readonly readySince?: string;
    readonly scheduledAt?: string;
    /** The node for which the scheduler displaces others, until the pod has one. */
    readonly nominatedNode?: string;
    readonly restarts: number;
  };
}

export interface Node {
  readonly kind: "Node";
  readonly metadata: ObjectMeta;
  readonly spec: { readonly unschedulable: boolean; readonly taints: readonly Taint[] };
  readonly status: { readonly allocatable: Readonly<Record<string, number>>; readonly ready: boolean };
}

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

export interface ResourceQuota {
  readonly kind: "ResourceQuota";
  readonly metadata: ObjectMeta;
  /** It counts only the pods that all of them match; absent: all pods. */
  readonly scopes?: readonly QuotaScope[];
  /** By resource name (`requests.nvidia.com/gpu`, `pods`, …), in base units. */
  readonly status: {
    readonly hard: Readonly<Record<string, number>>;
    readonly used: Readonly<Record<string, number>>;
  };
}

/** `scopes` and `scopeSelector` of a quota alike. */
export interface QuotaScope {
  /** `BestEffort`, `NotTerminating`, `PriorityClass`, … */
  readonly name: string;
  /** `In`, `NotIn`, `Exists` or `DoesNotExist`. */
  readonly operator: string;
  readonly values: readonly string[];
}

export interface Namespace {
  readonly kind: "Namespace";
  readonly metadata: ObjectMeta;
}
