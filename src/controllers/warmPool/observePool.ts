import { type ObjectKey, POOL_LABEL, WAKER_LABEL } from "../../api/metadata.ts";
import type { Pod, Workload } from "../../api/observed.ts";
import type { WarmPool } from "../../api/warmPool.ts";
import type { Cluster } from "../../ports/cluster.ts";
import type { Instant } from "../../units/instant.ts";
import { quotaRoom } from "../predictiveAutoscaler/room.ts";
import { textOfKey } from "../runtime/controller.ts";
import { podsOf, targetOf, workloadOf } from "../targets.ts";
import type { Expectations } from "./expectations.ts";

/** All that one pool's turn looks at. */
export interface ObservedPool {
  /** undefined: the target is not there, or of a kind that is not watched. */
  readonly workload: Workload | undefined;
  /** Placeholders in the view that no delete was ordered for. */
  readonly placeholders: readonly Pod[];
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
  return {
    workload,
    placeholders: placeholdersIn(cluster, key).filter((pod) => !expected.isDeleted(text, pod.metadata.uid ?? "", now)),
    outstanding: expected.outstanding(text, now),
    ownPods: own.length,
    scheduledPods: own.filter((pod) => pod.spec.nodeName !== undefined).length,
    nominated: own.filter(({ spec, status }) => spec.nodeName === undefined && status.nominatedNode !== undefined),
    wakers: wakersIn(cluster, key),
    displaces: workload?.spec.template.preemptionPolicy !== "Never" && !own.some(displacesNobody),
    quotaLeft: workload === undefined ? undefined : quotaLeft(cluster, workload),
  };
}

/** Those that stand or will stand; one that is being deleted, or was preempted, is gone. */
export function placeholdersIn(cluster: Cluster, key: ObjectKey): readonly Pod[] {
  return labelled(cluster, key, POOL_LABEL);
}

export function wakersIn(cluster: Cluster, key: ObjectKey): readonly Pod[] {
  return labelled(cluster, key, WAKER_LABEL);
}

function labelled(cluster: Cluster, { namespace, name }: ObjectKey, label: string): readonly Pod[] {
  return cluster
    .list("Pod", namespace)
    .filter(({ metadata }) => metadata.labels?.[label] === name && metadata.deletionTimestamp === undefined)
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** The policy may come from a PriorityClass: the template does not show it then, but the pod does. */
function displacesNobody({ spec }: Pod): boolean {
  return spec.preemptionPolicy === "Never";
}

function quotaLeft(cluster: Cluster, { metadata, spec }: Workload): ObservedPool["quotaLeft"] {
  const rooms = cluster
    .list("ResourceQuota", metadata.namespace)
    .map((quota) => quotaRoom(quota, spec.template, []))
    .filter(({ more }) => Number.isFinite(more))
    .toSorted((a, b) => a.more - b.more);
  return rooms[0];
}
