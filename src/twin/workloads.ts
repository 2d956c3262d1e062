import type { ObjectKey, OwnerReference } from "../api/metadata.ts";
import type { PodTemplate, Workload } from "../api/observed.ts";
import { parseDuration, SECOND } from "../units/duration.ts";
import { listed, put, removed } from "./objects.ts";
import { isAdmitted } from "./quota.ts";
import type { TwinPod, TwinState } from "./state.ts";

/** One pass of the workload controllers: pods come at their client's pace, surplus ones go at once. */
export function withPodsAsWished(state: TwinState): TwinState {
  let left = state.settings.podsPerSecond;
  return workloadsOf(state).reduce((rest, workload) => {
    const own = podsOf(rest, workload);
    const missing = workload.spec.replicas - own.length;
    if (missing < 0) return own.toSorted(firstToGo(own)).slice(0, -missing).reduce(withoutPod, rest);
    const made = Math.min(missing, left);
    left -= made;
    return withNewPods(rest, workload, made);
  }, state);
}

function withNewPods(state: TwinState, workload: Workload, count: number): TwinState {
  let next = state;
  for (let i = 0; i < count; i++) {
    const pod = podFrom(workload, `${workload.metadata.name}-${next.version + 1}`);
    // What a quota refuses is tried again with the next pass that something else causes.
    if (!isAdmitted(next, pod)) return next;
    next = put(next, "Pod", pod);
  }
  return next;
}

/** A pod of the template, as its workload would make it. */
export function podFrom({ metadata, kind, spec }: Workload, name: string): TwinPod {
  const owner: OwnerReference = {
    ...{ apiVersion: "apps/v1", kind, name: metadata.name, controller: true },
    uid: metadata.uid ?? "",
  };
  const { labels } = spec.template;
  return {
    kind: "Pod",
    metadata: { namespace: metadata.namespace, name, labels, ownerReferences: [owner] },
    spec: { requests: spec.template.requests, priority: 0 },
    status: { phase: "Pending", restarts: 0 },
    life: { startup: startupOf(spec.template), preempts: spec.template.preemptionPolicy !== "Never" },
  };
}

/** As the simulated kubelet of the real control plane reads it: the annotation `startup`, one second without. */
function startupOf({ annotations }: PodTemplate): TwinPod["life"]["startup"] {
  if (annotations["never-ready"] !== undefined) return undefined;
  return parseDuration(annotations["startup"] ?? "") ?? SECOND;
}

/** Statuses counted anew. */
export function withCounts(state: TwinState): TwinState {
  return workloadsOf(state).reduce((rest, workload) => {
    const own = podsOf(rest, workload);
    const readyReplicas = own.filter(isReady).length;
    const { status } = workload;
    if (status.replicas === own.length && status.readyReplicas === readyReplicas) return rest;
    return put(rest, workload.kind, { ...workload, status: { replicas: own.length, readyReplicas } });
  }, state);
}

export function workloadsOf(state: TwinState): readonly Workload[] {
  return [...listed(state, "Deployment"), ...listed(state, "StatefulSet")];
}

export function podsOf(state: TwinState, { metadata }: Workload): readonly TwinPod[] {
  return listed(state, "Pod", metadata.namespace).filter((pod) => ownerUid(pod) === metadata.uid);
}

export function isReady({ status }: TwinPod): boolean {
  return status.readySince !== undefined;
}

function ownerUid({ metadata }: TwinPod): string | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller)?.uid;
}

function withoutPod(state: TwinState, pod: { readonly metadata: ObjectKey }): TwinState {
  return removed(state, "Pod", pod.metadata);
}

/**
 * The order in which a ReplicaSet gives pods up: those without a node, those not Ready, those on the node with most
 * of them, those Ready for the shorter time, the younger; by name among equals.
 * @see kubernetes v1.35 pkg/controller/controller_utils.go, ActivePodsWithRanks
 */
function firstToGo(own: readonly TwinPod[]): (a: TwinPod, b: TwinPod) => number {
  const together = new Map<string, number>();
  for (const { spec } of own) together.set(spec.nodeName ?? "", (together.get(spec.nodeName ?? "") ?? 0) + 1);
  const beside = ({ spec }: TwinPod) => together.get(spec.nodeName ?? "") ?? 0;
  return (a, b) =>
    Number(a.spec.nodeName !== undefined) - Number(b.spec.nodeName !== undefined) ||
    Number(isReady(a)) - Number(isReady(b)) ||
    beside(b) - beside(a) ||
    compare(b.status.readySince, a.status.readySince) ||
    compare(b.metadata.creationTimestamp, a.metadata.creationTimestamp) ||
    compare(b.metadata.name, a.metadata.name);
}

function compare(a = "", b = ""): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
