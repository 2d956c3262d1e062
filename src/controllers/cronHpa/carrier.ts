import type { FloorRecord } from "../../api/cronHpa.ts";
import { FIELD_MANAGER, type ManagedFieldsEntry, type ObjectKey, type ObjectMeta } from "../../api/metadata.ts";
import type { HorizontalPodAutoscaler, Workload } from "../../api/observed.ts";
import type { ObservedFloor } from "../../plan/actions/floorAction.ts";
import type { Cluster } from "../../ports/cluster.ts";
import type { Failure } from "../../units/failure.ts";
import { type Result, failed, success } from "../../units/result.ts";
import { type Target, autoscalersOf, isWatched, workloadOf } from "../targets.ts";
import { floorRecordOf } from "./floorRecord.ts";

/** The object whose field holds the floor: the HPA, or without one the workload itself. */
export interface Carrier {
  readonly kind: "HorizontalPodAutoscaler" | Workload["kind"];
  readonly key: ObjectKey;
  readonly metadata: ObjectMeta;
  /** `minReplicas` of an HPA, `replicas` of a workload. */
  readonly field: "minReplicas" | "replicas";
  readonly floor: ObservedFloor;
  /** The annotation is there but is not ours to read: what was found is lost. */
  readonly unreadable: boolean;
  /** Managed fields still name us. */
  readonly ownedByUs: boolean;
  /** Who else wrote the field last, as managed fields tell. */
  readonly otherWriter: string | undefined;
  /** The HPA cannot read its metrics: lowering the floor changes nothing until it can. */
  readonly metricsAway: boolean;
  /** The HPA follows nothing, no floor either: somebody keeps its target at 0 replicas. */
  readonly switchedOff: boolean;
  /** Pods that the autoscaler, or the workload, counts now. */
  readonly replicas: number;
}

/** The one object that carries the floor of the target; a failure when there is none, or more than one. */
export function carrierOf(cluster: Cluster, target: Target): Result<Carrier, Failure> {
  const [hpa, second] = autoscalersOf(cluster, target);
  if (hpa !== undefined && second !== undefined) return failed(twoAutoscalers(hpa, second));
  if (hpa !== undefined) return controlledByKeda(hpa) ? failed(kedaOwns(hpa)) : success(ofAutoscaler(hpa));
  const workload = workloadOf(cluster, target);
  return workload === undefined ? failed(noTarget(target)) : success(ofWorkload(workload));
}

export function ofAutoscaler(hpa: HorizontalPodAutoscaler): Carrier {
  const inactive = hpa.status.conditions.find(({ type, status }) => type === "ScalingActive" && status === "False");
  return {
    kind: "HorizontalPodAutoscaler",
    field: "minReplicas",
    ...seenOn(hpa.metadata, "minReplicas", { value: hpa.spec.minReplicas, ceiling: hpa.spec.maxReplicas }),
    metricsAway: inactive !== undefined,
    switchedOff: inactive?.reason === "ScalingDisabled",
    replicas: hpa.status.currentReplicas,
  };
}

export function ofWorkload(workload: Workload): Carrier {
  return {
    kind: workload.kind,
    field: "replicas",
    ...seenOn(workload.metadata, "replicas", { value: workload.spec.replicas, ceiling: undefined }),
    metricsAway: false,
    switchedOff: false,
    replicas: workload.status.replicas,
  };
}

function seenOn(metadata: ObjectMeta, field: string, seen: Pick<ObservedFloor, "value" | "ceiling">) {
  const record = floorRecordOf(metadata);
  const entries = metadata.managedFields ?? [];
  const readable: FloorRecord | undefined = record === "unreadable" ? undefined : record;
  return {
    key: { namespace: metadata.namespace, name: metadata.name },
    metadata,
    floor: { ...seen, record: readable, isAlsoTheirs: isAlsoTheirs(entries, field) },
    unreadable: record === "unreadable",
    ownedByUs: entries.some(({ manager }) => manager === FIELD_MANAGER),
    otherWriter: lastForeignWriter(entries, field),
  };
}

/** Whether somebody has wished for the field as it stands since we wrote it, where the value alone does not tell. */
export function isAlsoTheirs(entries: readonly ManagedFieldsEntry[], field: string): boolean {
  return isApplied(entries, field) || isWrittenBack(entries, field);
}

/**
 * Whether somebody's server-side apply holds the field as it stands.
 * Our write of a field takes it from all others (Kubernetes 1.35), so who owns it by an apply has applied since, and
 * without a conflict: the value that stood. An Update that changes no value makes nobody an owner, so one that is named
 * beside us was not written by a person: `before-first-apply` is given all fields of an object that had no owners.
 */
function isApplied(entries: readonly ManagedFieldsEntry[], field: string): boolean {
  return entries.some(
    ({ manager, operation, fieldsV1 }) =>
      manager !== FIELD_MANAGER && operation === "Apply" && ownsSpecField(fieldsV1, field),
  );
}

/**
 * Whether somebody wrote another value and then, before we saw it, the very one that we had written. Who changes a
 * field takes it from all others (Kubernetes 1.35), so a field that stands as we wrote it, and is a writer's and not
 * ours, was written since. What an apply gave to `before-first-apply` nobody wrote: the object had lost its owners.
 */
function isWrittenBack(entries: readonly ManagedFieldsEntry[], field: string): boolean {
  const owners = entries.filter(({ fieldsV1 }) => ownsSpecField(fieldsV1, field));
  if (owners.some(({ manager }) => manager === FIELD_MANAGER)) return false;
  return owners.some(({ manager, operation }) => operation === "Update" && manager !== "before-first-apply");
}

function lastForeignWriter(entries: readonly ManagedFieldsEntry[], field: string): string | undefined {
  const writers = entries
    .filter(({ manager, fieldsV1 }) => manager !== FIELD_MANAGER && ownsSpecField(fieldsV1, field))
    .toSorted((a, b) => ((a.time ?? "") < (b.time ?? "") ? 1 : -1));
  return writers[0]?.manager;
}

function ownsSpecField(fields: Readonly<Record<string, unknown>> | undefined, field: string): boolean {
  const spec = fields?.["f:spec"];
  return typeof spec === "object" && spec !== null && `f:${field}` in spec;
}

function controlledByKeda({ metadata }: HorizontalPodAutoscaler): boolean {
  return (metadata.ownerReferences ?? []).some(
    ({ kind, controller }) => kind === "ScaledObject" && controller === true,
  );
}

function twoAutoscalers(one: HorizontalPodAutoscaler, other: HorizontalPodAutoscaler): Failure {
  return {
    code: "TwoAutoscalers",
    message: `the HPAs ${one.metadata.name} and ${other.metadata.name} scale the same target`,
    remedy: "delete one of them; until then no floor is written",
  };
}

function kedaOwns({ metadata }: HorizontalPodAutoscaler): Failure {
  return {
    code: "ControlledByScaledObject",
    message: `the HPA ${metadata.name} is controlled by a ScaledObject, which would reset the floor`,
    remedy: "set minReplicaCount on the ScaledObject, or replace it by an HPA; until then no floor is written",
  };
}

/** Kubernetes' own rule: an HPA never wakes a target from zero, whatever its minimum is. */
export function scaledToZero({ key }: Pick<Carrier, "key">): Failure {
  return {
    code: "ScaledToZero",
    message: `somebody keeps the target at 0 replicas, so the HPA ${key.name} is switched off and follows no floor`,
    remedy: "scale it to 1, and the floor is followed at once; until then nothing runs",
  };
}

function noTarget({ kind, key }: Target): Failure {
  if (!isWatched(kind)) {
    return {
      code: "TargetNotWatched",
      message: `there is no HPA for the ${kind} ${key.name} in namespace ${key.namespace}`,
      remedy:
        "create one: without it only a Deployment or StatefulSet of apps/v1 can be led; until then no floor is written",
    };
  }
  return {
    code: "TargetNotFound",
    message: `there is no ${kind} ${key.name} in namespace ${key.namespace}, nor an HPA for it`,
    remedy: "create it or correct scaleTargetRef; the floor is applied as soon as it exists",
  };
}
