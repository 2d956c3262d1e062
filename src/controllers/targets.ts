import type { ObjectKey } from "../api/metadata.ts";
import type { HorizontalPodAutoscaler, Pod, TargetRef, Workload } from "../api/observed.ts";
import { POOL_LABEL } from "../api/metadata.ts";
import type { Cluster } from "../ports/cluster.ts";

/** A workload whose number of replicas can be led. */
export interface Target {
  readonly kind: "Deployment" | "StatefulSet";
  readonly key: ObjectKey;
}

/** Kinds that are watched. Anything else with a scale subresource is refused with that reason. */
export function targetOf(ref: TargetRef, namespace: string): Target | undefined {
  if (ref.kind !== "Deployment" && ref.kind !== "StatefulSet") return undefined;
  if (!ref.apiVersion.startsWith("apps/")) return undefined;
  return { kind: ref.kind, key: { namespace, name: ref.name } };
}

/** `namespace/kind/name`. */
export function textOfTarget({ kind, key }: Target): string {
  return `${key.namespace}/${kind}/${key.name}`;
}

export function targetOfText(text: string): Target {
  const [namespace = "", kind = "", ...name] = text.split("/");
  return { kind: kind === "StatefulSet" ? kind : "Deployment", key: { namespace, name: name.join("/") } };
}

export function workloadOf(cluster: Cluster, target: Target): Workload | undefined {
  return cluster.get(target.kind, target.key);
}

/** All HPAs that say they scale the target, in order of their names. One is right; two fight each other. */
export function autoscalersOf(cluster: Cluster, target: Target): readonly HorizontalPodAutoscaler[] {
  return cluster
    .list("HorizontalPodAutoscaler", target.key.namespace)
    .filter(({ spec }) => spec.scaleTargetRef.kind === target.kind && spec.scaleTargetRef.name === target.key.name)
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** The target's own pods that still count; placeholders never do. */
export function podsOf(cluster: Cluster, workload: Workload): readonly Pod[] {
  const labels = Object.entries(workload.spec.selector);
  // An empty selector would match every pod of the namespace: it selects nothing here.
  if (labels.length === 0) return [];
  return cluster
    .list("Pod", workload.metadata.namespace)
    .filter(({ metadata }) => labels.every(([name, value]) => metadata.labels?.[name] === value))
    .filter(({ metadata }) => metadata.labels?.[POOL_LABEL] === undefined && metadata.deletionTimestamp === undefined)
    .filter(({ status }) => status.phase !== "Succeeded" && status.phase !== "Failed");
}
