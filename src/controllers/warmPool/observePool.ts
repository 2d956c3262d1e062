import type { ObjectKey, ObjectMeta } from "../../api/metadata.ts";
import type { Pod, Workload } from "../../api/observed.ts";
import type { WarmPool } from "../../api/warmPool.ts";
import type { Cluster } from "../../ports/cluster.ts";
import { MINUTE } from "../../units/duration.ts";
import { type Instant, parseInstant } from "../../units/instant.ts";
import { isOver, poolOfPlaceholder, poolOfWaker } from "../placeholders.ts";
import { asAdmitted } from "../admittedShape.ts";
import { asPlaceholder, quotaRoom } from "../predictiveAutoscaler/room.ts";
import { textOfKey } from "../runtime/controller.ts";
import { podsOf, targetOf, workloadOf } from "../targets.ts";
import type { Expectations } from "./expectations.ts";

/** All that one pool's turn looks at. */
export interface ObservedPool {
  /** undefined: the target is not there, or of a kind that is not watched. */
  readonly workload: Workload | undefined;
  /** Placeholders in the view that no delete was ordered for, but those of `spent`. */
  readonly placeholders: readonly Pod[];
  /** Those that failed or ended on their node a while ago: they hold nothing, and others take their place. */
  readonly spent: readonly Pod[];
  /** Creates that the view does not show yet. */
  readonly outstanding: number;
  /** The target's own pods: all that exist, and those that have a node. */
  readonly ownPods: number;
  readonly scheduledPods: number;
  /** Of the target's pods without a node those that have one nominated. */
  readonly nominated: readonly Pod[];
  /** Pods with which this pool woke the scheduler. */
  readonly wakers: readonly Pod[];
  /** The target's pods push placeholders away; with preemptionPolicy Never they wait behind them. */
  readonly displaces: boolean;
  /** Pods of the shape that the tightest quota still admits beside all that stand; undefined without a quota. */
  readonly quotaLeft: { readonly more: number; readonly limit: string } | undefined;
}

export function observePool(
  cluster: Cluster,
  { metadata, spec }: WarmPool,
  { expected, now }: { readonly expected: Expectations; readonly now: Instant },
): ObservedPool {
  const key = { namespace: metadata.namespace, name: metadata.name };
  const text = textOfKey(key);
  const target = targetOf(spec.targetRef, metadata.namespace);
  const workload = workloadOf(cluster, target);
  const own = workload === undefined ? [] : podsOf(cluster, workload);
  const there = placeholdersIn(cluster, key).filter((pod) => !expected.isDeleted(text, pod.metadata.uid ?? "", now));
  return {
    workload,
    placeholders: there.filter((pod) => !isSpent(pod, now)),
    spent: there.filter((pod) => isSpent(pod, now)),
    outstanding: expected.outstanding(text, now),
    ownPods: own.length,
    scheduledPods: own.filter((pod) => pod.spec.nodeName !== undefined).length,
    nominated: own.filter(({ spec, status }) => spec.nodeName === undefined && status.nominatedNode !== undefined),
    wakers: wakersIn(cluster, key),
    displaces: workload?.spec.template.preemptionPolicy !== "Never" && !own.some(displacesNobody),
    quotaLeft: workload === undefined ? undefined : quotaLeft(cluster, workload, own.length > 0 ? own : there),
  };
}

/** All that are there; one that is being deleted, or was preempted, is gone. */
export function placeholdersIn(cluster: Cluster, key: ObjectKey): readonly Pod[] {
  return podsIn(cluster, key, poolOfPlaceholder);
}

export function wakersIn(cluster: Cluster, key: ObjectKey): readonly Pod[] {
  return podsIn(cluster, key, poolOfWaker);
}

/** A node that refuses one placeholder refuses the next too: it is not asked more often than this. */
const REPLACED_AFTER = MINUTE;

function isSpent({ metadata, status }: Pod, now: Instant): boolean {
  return isOver(status) && now - (parseInstant(metadata.creationTimestamp ?? "") ?? 0) >= REPLACED_AFTER;
}

function podsIn(
  cluster: Cluster,
  { namespace, name }: ObjectKey,
  poolOf: (metadata: ObjectMeta) => string | undefined,
): readonly Pod[] {
  return cluster
    .list("Pod", namespace)
    .filter(({ metadata }) => poolOf(metadata) === name && metadata.deletionTimestamp === undefined)
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** The policy may come from a PriorityClass: the template does not show it then, but the pod does. */
function displacesNobody({ spec }: Pod): boolean {
  return spec.preemptionPolicy === "Never";
}

function quotaLeft(
  cluster: Cluster,
  { metadata, spec }: Workload,
  ofTheShape: readonly Pod[],
): ObservedPool["quotaLeft"] {
  const shape = asPlaceholder(asAdmitted(spec.template, ofTheShape));
  const rooms = cluster
    .list("ResourceQuota", metadata.namespace)
    .map((quota) => quotaRoom(quota, shape, []))
    .filter(({ more }) => Number.isFinite(more))
    .toSorted((a, b) => a.more - b.more);
  return rooms[0];
}
