import { MOST_REPLICAS } from "../../api/fields.ts";
import type { HorizontalPodAutoscaler, Node, Pod, ResourceQuota, Workload } from "../../api/observed.ts";
import type { PredictiveAutoscaler } from "../../api/predictiveAutoscaler.ts";
import { parseObject } from "../../api/parse.ts";
import { roomOnNode } from "../../controllers/predictiveAutoscaler/room.ts";
import { isWatched, targetOf, type WorkloadTarget } from "../../controllers/targets.ts";
import type { Observed, ObservedKind } from "../../ports/cluster.ts";
import type { ReadObject } from "./readObjects.ts";

/** Objects from files, completed to a world in which a plan can be made. */
export interface AssumedWorld {
  readonly objects: readonly Observed[ObservedKind][];
  /** Each thing that the files do not say and what is taken instead, one line each. */
  readonly assumed: readonly string[];
}

/**
 * Completes what manifests leave open: an HPA, a workload, replicas that run, pods on nodes, what a quota has used.
 * Nothing that the files do say is changed.
 */
export function assumedWorld(read: readonly ReadObject[]): AssumedWorld {
  const assumed: string[] = [];
  const objects = read.map(({ object }) => object);
  const bare = new Set(read.filter(({ hasStatus }) => !hasStatus).map(({ object }) => object));
  const autoscalers = objects.flatMap(validAutoscaler);

  const hpas = [...ofKind(objects, "HorizontalPodAutoscaler")];
  for (const autoscaler of autoscalers) {
    const target = ledTarget(autoscaler);
    if (target === undefined || autoscaler.spec.actuation.kind === "Scale") continue;
    if (!hpas.some((hpa) => scales(hpa, target))) hpas.push(assumedHpa(autoscaler, target, assumed));
  }

  const workloads = [...ofKind(objects, "Deployment"), ...ofKind(objects, "StatefulSet")].map((workload) =>
    bare.has(workload) ? running(workload, minimumOf(workload, hpas), assumed) : workload,
  );
  for (const autoscaler of autoscalers) {
    const target = ledTarget(autoscaler);
    if (target === undefined || workloads.some((workload) => isTarget(workload, target))) continue;
    workloads.push(assumedWorkload(target, hpas, assumed));
  }

  const nodes = ofKind(objects, "Node");
  const pods = ofKind(objects, "Pod");
  if (nodes.length === 0) assumed.push("no Node among the files: whether nodes have room is not checked");
  const placed = nodes.length > 0 && pods.length === 0 ? placedPods(nodes, workloads, assumed) : pods;
  const quotas = ofKind(objects, "ResourceQuota").map((quota) =>
    bare.has(quota) ? usedQuota(quota, workloads, assumed) : quota,
  );
  const replaced: readonly ObservedKind[] = [
    ...(["HorizontalPodAutoscaler", "Deployment", "StatefulSet", "Pod", "ResourceQuota"] as const),
  ];
  const kept = objects.filter(({ kind }) => !replaced.includes(kind as ObservedKind));
  return { objects: [...kept, ...hpas, ...workloads, ...placed, ...quotas], assumed };
}

function ofKind<K extends ObservedKind>(objects: readonly Observed[ObservedKind][], kind: K): readonly Observed[K][] {
  return objects.filter((object) => object.kind === kind) as readonly unknown[] as readonly Observed[K][];
}

function validAutoscaler(object: Observed[ObservedKind]): readonly PredictiveAutoscaler[] {
  if (object.kind !== "PredictiveAutoscaler") return [];
  const parsed = parseObject(object);
  return parsed.ok && parsed.value.kind === "PredictiveAutoscaler" ? [parsed.value] : [];
}

function ledTarget({ metadata, spec }: PredictiveAutoscaler): WorkloadTarget | undefined {
  const { kind, key } = targetOf(spec.scaleTargetRef, metadata.namespace);
  return isWatched(kind) ? { kind, key } : undefined;
}

function scales({ metadata, spec }: HorizontalPodAutoscaler, { kind, key }: WorkloadTarget): boolean {
  const { scaleTargetRef } = spec;
  return metadata.namespace === key.namespace && scaleTargetRef.kind === kind && scaleTargetRef.name === key.name;
}

function isTarget({ kind, metadata }: Workload, target: WorkloadTarget): boolean {
  return kind === target.kind && metadata.namespace === target.key.namespace && metadata.name === target.key.name;
}

function assumedHpa(
  { metadata, spec }: PredictiveAutoscaler,
  { kind, key }: WorkloadTarget,
  assumed: string[],
): HorizontalPodAutoscaler {
  const maxReplicas = spec.maxReplicas ?? MOST_REPLICAS;
  const most = spec.maxReplicas === undefined ? "no maximum" : `maxReplicas ${maxReplicas}`;
  assumed.push(`no HPA for ${key.namespace}/${key.name} among the files: minReplicas 1 and ${most} are taken`);
  return {
    kind: "HorizontalPodAutoscaler",
    metadata: { namespace: metadata.namespace, name: spec.actuation.name ?? key.name },
    spec: { scaleTargetRef: { apiVersion: "apps/v1", kind, name: key.name }, minReplicas: 1, maxReplicas },
    status: { currentReplicas: 1, desiredReplicas: 1, conditions: [] },
  };
}

function counted(count: number): string {
  return count === 1 ? "1 replica is" : `${count} replicas are`;
}

function minimumOf(workload: Workload, hpas: readonly HorizontalPodAutoscaler[]): number {
  const target = { kind: workload.kind, key: workload.metadata };
  return hpas.find((hpa) => scales(hpa, target))?.spec.minReplicas ?? 1;
}

/** Without a status: what it asks for, or its HPA's minimum, runs and is Ready. */
function running(workload: Workload, minimum: number, assumed: string[]): Workload {
  const count = Math.max(workload.spec.replicas, minimum);
  const { kind, metadata } = workload;
  assumed.push(`${kind} ${metadata.namespace}/${metadata.name} has no status: ${counted(count)} taken as Ready`);
  return {
    ...workload,
    spec: { ...workload.spec, replicas: count },
    status: { replicas: count, readyReplicas: count },
  };
}

function assumedWorkload(
  { kind, key }: WorkloadTarget,
  hpas: readonly HorizontalPodAutoscaler[],
  assumed: string[],
): Workload {
  const count = hpas.find((hpa) => scales(hpa, { kind, key }))?.spec.minReplicas ?? 1;
  const name = `${key.namespace}/${key.name}`;
  assumed.push(`no ${kind} ${name} among the files: ${counted(count)} taken as Ready, without requests`);
  return {
    kind,
    metadata: key,
    spec: {
      replicas: count,
      selector: { app: key.name },
      template: { labels: { app: key.name }, annotations: {}, requests: {}, scheduling: {} },
    },
    status: { replicas: count, readyReplicas: count },
  };
}

/** Each workload's replicas on the first nodes that take them; what fits nowhere is left out. */
function placedPods(nodes: readonly Node[], workloads: readonly Workload[], assumed: string[]): readonly Pod[] {
  const on = new Map<string, Pod[]>(nodes.map(({ metadata }) => [metadata.name, []]));
  for (const workload of workloads) {
    let left = workload.status.replicas;
    for (const node of nodes) {
      const there = on.get(node.metadata.name) ?? [];
      const count = Math.min(left, roomOnNode(node, workload.spec.template, there));
      for (let i = 0; i < count; i++) there.push(podOf(workload, node.metadata.name, left - i));
      left -= count;
    }
  }
  assumed.push("no Pod among the files: the workloads' replicas are placed on the nodes, first fit");
  return [...on.values()].flat();
}

function podOf({ metadata, spec }: Workload, nodeName: string, ordinal: number): Pod {
  return {
    kind: "Pod",
    metadata: {
      namespace: metadata.namespace,
      name: `${metadata.name}-${ordinal}`,
      labels: { ...spec.template.labels, ...spec.selector },
    },
    spec: { nodeName, requests: spec.template.requests, priority: 0 },
    status: { phase: "Running", restarts: 0 },
  };
}

function usedQuota(quota: ResourceQuota, workloads: readonly Workload[], assumed: string[]): ResourceQuota {
  const own = workloads.filter(({ metadata }) => metadata.namespace === quota.metadata.namespace);
  const used = Object.keys(quota.status.hard).map((resource) => {
    const name = resource.replace(/^(requests\.|count\/)/, "");
    const amounts = own.map(
      ({ spec, status }) => status.replicas * (name === "pods" ? 1 : (spec.template.requests[name] ?? 0)),
    );
    return [resource, amounts.reduce((sum, each) => sum + each, 0)] as const;
  });
  const name = `${quota.metadata.namespace}/${quota.metadata.name}`;
  assumed.push(`ResourceQuota ${name} has no status: what the workloads in the files ask for is taken as used`);
  return { ...quota, status: { ...quota.status, used: Object.fromEntries(used) } };
}
