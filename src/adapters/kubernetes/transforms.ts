import { writersOfSpec } from "../../api/lastWritten.ts";
import type { ManagedFieldsEntry, ObjectMeta, OwnerReference } from "../../api/metadata.ts";
import type { PodTemplate } from "../../api/observed.ts";
import { FIELD_MANAGER, POOL_LABEL, WAKER_LABEL } from "../../api/metadata.ts";
import { parseQuantity } from "../../units/quantity.ts";
import type { Observed, ObservedKind, OwnKind, RawObject } from "../../ports/cluster.ts";
import { schedulingOf, summedLimits, summedRequests, type PodSpec } from "./podShape.ts";

/** JSON of the API server, read loosely: narrowing every field again would hide the one thing done here, dropping. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the API server has validated it against its schema
export type Json = any;

const OWN_LABELS: readonly string[] = [POOL_LABEL, WAKER_LABEL];

/** Keeps of each object what is read, so that ten thousand pods cost little memory. */
export const TRANSFORMS: { readonly [K in ObservedKind]: (object: Json) => Observed[K] } = {
  PredictiveAutoscaler: own("PredictiveAutoscaler"),
  Campaign: own("Campaign"),
  CronHPA: own("CronHPA"),
  WarmPool: own("WarmPool"),
  ScalingPolicy: own("ScalingPolicy"),
  HorizontalPodAutoscaler: ({ metadata, spec, status }) => ({
    kind: "HorizontalPodAutoscaler",
    // Managed fields tell who else writes the floor.
    metadata: { ...trimmed(metadata), ...(metadata.managedFields ? { managedFields: metadata.managedFields } : {}) },
    spec: {
      scaleTargetRef: spec.scaleTargetRef,
      ...(spec.minReplicas === undefined ? {} : { minReplicas: spec.minReplicas }),
      maxReplicas: spec.maxReplicas,
    },
    status: {
      currentReplicas: status?.currentReplicas ?? 0,
      desiredReplicas: status?.desiredReplicas ?? 0,
      conditions: (status?.conditions ?? []).map(({ type, status: state, reason }: Json) => ({
        type,
        status: state,
        reason: reason ?? "",
      })),
    },
  }),
  Deployment: workload("Deployment"),
  StatefulSet: workload("StatefulSet"),
  Pod: ({ metadata, spec, status }) => {
    const scheduled = conditionSince(status, "PodScheduled");
    const ready = conditionSince(status, "Ready");
    return {
      kind: "Pod",
      metadata: { ...trimmed(metadata), ...(metadata.labels ? { labels: metadata.labels } : {}) },
      spec: {
        ...(spec.nodeName ? { nodeName: spec.nodeName } : {}),
        requests: summedRequests(spec as PodSpec),
        ...limitsOf(spec as PodSpec),
        priority: spec.priority ?? 0,
        ...(spec.preemptionPolicy === undefined ? {} : { preemptionPolicy: spec.preemptionPolicy }),
      },
      status: {
        phase: status?.phase ?? "Pending",
        ...(ready === undefined ? {} : { readySince: ready }),
        ...(scheduled === undefined ? {} : { scheduledAt: scheduled }),
        ...(status?.nominatedNodeName ? { nominatedNode: status.nominatedNodeName } : {}),
        restarts: (status?.containerStatuses ?? []).reduce(
          (sum: number, each: Json) => sum + (each.restartCount ?? 0),
          0,
        ),
      },
    };
  },
  Node: ({ metadata, spec, status }) => ({
    kind: "Node",
    metadata: { ...trimmed(metadata), ...(metadata.labels ? { labels: metadata.labels } : {}) },
    spec: {
      unschedulable: spec?.unschedulable ?? false,
      taints: (spec?.taints ?? []).map(({ key, value, effect }: Json) => ({
        key,
        effect,
        ...(value ? { value } : {}),
      })),
    },
    status: { allocatable: quantities(status?.allocatable), ready: conditionSince(status, "Ready") !== undefined },
  }),
  ResourceQuota: ({ metadata, spec, status }) => ({
    kind: "ResourceQuota",
    metadata: trimmed(metadata),
    ...scopesOf(spec),
    status: { hard: quantities(status?.hard), used: quantities(status?.used) },
  }),
  Namespace: ({ metadata }) => ({
    kind: "Namespace",
    metadata: { ...trimmed(metadata), ...(metadata.labels ? { labels: metadata.labels } : {}) },
  }),
};

/** Ours are kept whole, `api` parses them; of their writers, who wrote the spec and when, not which field. */
function own<K extends OwnKind>(kind: K): (object: Json) => RawObject {
  return ({ apiVersion, metadata, spec, status }) => {
    const { managedFields, ...rest } = metadata;
    const writers = writersOfSpec(managedFields).map(({ manager, operation, time }) => ({
      ...{ manager, operation, time, fieldsV1: { "f:spec": {} } },
    }));
    const written = writers.length === 0 ? {} : { managedFields: writers };
    return { apiVersion, kind, metadata: { namespace: "", ...rest, ...written }, spec, status };
  };
}

function workload<K extends "Deployment" | "StatefulSet">(kind: K): (object: Json) => Observed[K] {
  return ({ metadata, spec, status }) => ({
    kind,
    metadata: { ...trimmed(metadata), ...writersOfReplicas(metadata) },
    spec: {
      replicas: spec.replicas ?? 1,
      selector: spec.selector?.matchLabels ?? {},
      ...(spec.selector?.matchExpressions ? { matchExpressions: spec.selector.matchExpressions } : {}),
      template: templateOf(spec.template ?? {}),
    },
    status: { replicas: status?.replicas ?? 0, readyReplicas: status?.readyReplicas ?? 0 },
  });
}

/** Who writes the floor of a workload without an HPA, and whether we left a trace; of its many other fields nothing. */
function writersOfReplicas({ managedFields = [] }: Json): Pick<ObjectMeta, "managedFields"> {
  const writers = managedFields.flatMap(({ fieldsV1, ...entry }: Json): ManagedFieldsEntry[] => {
    const owned = fieldsV1?.["f:spec"]?.["f:replicas"];
    if (owned === undefined && entry.manager !== FIELD_MANAGER) return [];
    const { manager, operation, subresource, time } = entry;
    return [{ manager, operation, subresource, time, fieldsV1: owned && { "f:spec": { "f:replicas": owned } } }];
  });
  return writers.length === 0 ? {} : { managedFields: writers };
}

function limitsOf(pod: PodSpec): Pick<PodTemplate, "limits"> {
  const limits = summedLimits(pod);
  return Object.keys(limits).length === 0 ? {} : { limits };
}

function templateOf({ metadata, spec = {} }: Json): PodTemplate {
  const pod = spec as PodSpec;
  return {
    labels: metadata?.labels ?? {},
    annotations: metadata?.annotations ?? {},
    requests: summedRequests(pod),
    ...limitsOf(pod),
    scheduling: schedulingOf(pod),
    ...(pod.preemptionPolicy === undefined ? {} : { preemptionPolicy: pod.preemptionPolicy }),
    ...(pod.priorityClassName === undefined ? {} : { priorityClassName: pod.priorityClassName }),
  };
}

/** Metadata without managed fields and other people's annotations, which can be larger than all the rest. */
function trimmed(metadata: Json): ObjectMeta {
  const { name, namespace = "", uid, resourceVersion, generation, creationTimestamp, deletionTimestamp } = metadata;
  const annotations = Object.entries((metadata.annotations ?? {}) as Record<string, string>).filter(([key]) =>
    key.startsWith("headstart.dev/"),
  );
  const owners = (metadata.ownerReferences ?? []).map(ownerOf);
  const labels = Object.entries((metadata.labels ?? {}) as Record<string, string>).filter(([name]) =>
    OWN_LABELS.includes(name),
  );
  return {
    name,
    namespace,
    uid,
    resourceVersion,
    ...(generation === undefined ? {} : { generation }),
    creationTimestamp,
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    ...(annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
    ...(owners.length === 0 ? {} : { ownerReferences: owners }),
    ...(labels.length === 0 ? {} : { labels: Object.fromEntries(labels) }),
  };
}

function ownerOf({ apiVersion, kind, name, uid, controller }: Json): OwnerReference {
  return { apiVersion, kind, name, uid, ...(controller === undefined ? {} : { controller }) };
}

function scopesOf(spec: Json): Pick<Observed["ResourceQuota"], "scopes"> {
  const named = (spec?.scopes ?? []).map((name: string) => ({ name, operator: "Exists", values: [] }));
  const selected = (spec?.scopeSelector?.matchExpressions ?? []).map(({ scopeName, operator, values }: Json) => ({
    ...{ name: scopeName, operator, values: values ?? [] },
  }));
  const scopes = [...named, ...selected];
  return scopes.length === 0 ? {} : { scopes };
}

function conditionSince(status: Json, type: string): string | undefined {
  const condition = (status?.conditions ?? []).find((each: Json) => each.type === type && each.status === "True");
  return condition?.lastTransitionTime;
}

function quantities(raw: Readonly<Record<string, string>> | undefined): Readonly<Record<string, number>> {
  const read = Object.entries(raw ?? {}).map(([name, value]) => [name, parseQuantity(value)] as const);
  return Object.fromEntries(read.filter((entry): entry is [string, number] => entry[1] !== undefined));
}
