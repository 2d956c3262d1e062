import type { ObjectKey } from "../api/metadata.ts";
import type { HorizontalPodAutoscaler, Pod, TargetRef, Workload } from "../api/observed.ts";
import { selects } from "../api/requirement.ts";
import type { Cluster } from "../ports/cluster.ts";
import { isOver, poolOfPlaceholder } from "./placeholders.ts";

/** Anything with a scale subresource: it can be led through its HPA, and without one if it is watched itself. */
export interface Target {
  /** `Deployment` and `StatefulSet` are those of the group apps; all else bears its group, as `Rollout.argoproj.io`. */
  readonly kind: string;
  readonly key: ObjectKey;
}

/** One whose replicas and pods are seen. */
export interface WorkloadTarget extends Target {
  readonly kind: Workload["kind"];
}

/** The version does not tell objects apart, so it is not looked at; the core group has no name of its own. */
export function targetOf({ apiVersion, kind, name }: TargetRef, namespace: string): Target {
  const slash = apiVersion.indexOf("/");
  const group = slash < 0 ? "core" : apiVersion.slice(0, slash);
  return { kind: group === "apps" && isWatched(kind) ? kind : `${kind}.${group}`, key: { namespace, name } };
}

/** Kinds whose replicas and pods are seen, so that they can be planned for. */
export function isWatched(kind: string): kind is Workload["kind"] {
  return kind === "Deployment" || kind === "StatefulSet";
}

/** `namespace/kind/name`. */
export function textOfTarget({ kind, key }: Target): string {
  return `${key.namespace}/${kind}/${key.name}`;
}

export function targetOfText(text: string): Target {
  const [namespace = "", kind = "", ...name] = text.split("/");
  return { kind, key: { namespace, name: name.join("/") } };
}

/** undefined also for a kind that is not watched. */
export function workloadOf(cluster: Cluster, { kind, key }: Target): Workload | undefined {
  return isWatched(kind) ? cluster.get(kind, key) : undefined;
}

/** All HPAs that say they scale the target, in order of their names. One is right; two fight each other. */
export function autoscalersOf(cluster: Cluster, target: Target): readonly HorizontalPodAutoscaler[] {
  const { kind, key } = target;
  return cluster
    .list("HorizontalPodAutoscaler", key.namespace)
    .filter(({ spec: { scaleTargetRef } }) => scaleTargetRef.name === key.name)
    .filter(({ spec }) => targetOf(spec.scaleTargetRef, key.namespace).kind === kind)
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** The target's own pods that still count; placeholders never do. */
export function podsOf(cluster: Cluster, workload: Workload): readonly Pod[] {
  return cluster
    .list("Pod", workload.metadata.namespace)
    .filter(({ metadata }) => isSelected(workload, metadata.labels ?? {}))
    .filter(({ metadata }) => poolOfPlaceholder(metadata) === undefined && metadata.deletionTimestamp === undefined)
    .filter(({ status }) => !isOver(status));
}

/** Does a pod with these labels belong to it? An empty selector would match every pod: it selects nothing here. */
export function isSelected({ spec }: Workload, labels: Readonly<Record<string, string>>): boolean {
  const { selector: matchLabels, matchExpressions = [] } = spec;
  if (Object.keys(matchLabels).length === 0 && matchExpressions.length === 0) return false;
  return selects({ matchLabels, matchExpressions }, labels);
}
