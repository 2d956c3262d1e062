import { PLACEHOLDER_PRIORITY_CLASS } from "../../api/metadata.ts";
import type { Node, Pod, PodTemplate, ResourceQuota, Taint, Workload } from "../../api/observed.ts";
import type { Room } from "../../plan/snapshot.ts";
import type { Cluster } from "../../ports/cluster.ts";
import { MOST_REPLICAS } from "../../api/fields.ts";
import { replicas } from "../../units/replicas.ts";
import { asAdmitted } from "../admittedShape.ts";
import { isOver, poolOfPlaceholder } from "../placeholders.ts";
import { type Amounts, nodeUsageOf, usedBy } from "./nodeUsage.ts";
import { countsPodsOf } from "./quotaScope.ts";

/**
 * How many more pods of the workload's shape quota and nodes can take now. Placeholders count as free room: the real
 * pods displace them. Unknown while no node is seen, or when the shape asks for what is not evaluated here.
 * @param own pods of the workload that exist
 */
export function roomFor(cluster: Cluster, { metadata, spec }: Workload, own: readonly Pod[]): Room {
  const { namespace } = metadata;
  const template = asAdmitted(spec.template, own);
  const limits = [
    ...cluster
      .list("ResourceQuota", namespace)
      .map((quota) => quotaRoom(quota, template, placeholdersIn(cluster, namespace))),
    ...nodeRoom(cluster, template),
  ];
  const tightest = limits.toSorted((a, b) => a.more - b.more)[0];
  if (tightest === undefined) return { kind: "unknown" };
  return { kind: "known", more: replicas(Math.min(MOST_REPLICAS, Math.max(0, tightest.more))), limit: tightest.limit };
}

interface Bound {
  readonly more: number;
  readonly limit: string;
}

/** Pods that the quota still admits, were the placeholders gone. Infinity when it limits nothing the pods ask for. */
export function quotaRoom(quota: ResourceQuota, template: PodTemplate, displaced: readonly Pod[]): Bound {
  const { metadata, status } = quota;
  if (!countsPodsOf(quota, template)) return { more: Infinity, limit: `quota ${metadata.name}` };
  const counted = countsPodsOf(quota, asPlaceholder(template)) ? displaced : [];
  const shape = countedOf(template);
  const rooms = Object.entries(status.hard).map(([resource, hard]) => {
    const name = resource === "count/pods" ? "pods" : resource.replace(/^requests\./, "");
    const each = shape[name] ?? 0;
    if (each <= 0) return { more: Infinity, limit: resource };
    const held = counted.reduce((sum, { spec }) => sum + (countedOf(spec)[name] ?? 0), 0);
    const free = hard - (status.used[resource] ?? 0) + held;
    return { more: wholeTimes(free, each), limit: `quota ${metadata.name}: ${resource}` };
  });
  return rooms.reduce((least, room) => (room.more < least.more ? room : least), {
    more: Infinity,
    limit: `quota ${metadata.name}`,
  });
}

/** What a quota counts of one pod, by the names that it has for it. */
function countedOf({ requests, limits = {} }: Pick<PodTemplate, "requests" | "limits">): Amounts {
  const named = Object.entries(limits).map(([name, value]) => [`limits.${name}`, value] as const);
  return { ...requests, ...Object.fromEntries(named), pods: 1 };
}

/** The shape that a placeholder has of it. */
export function asPlaceholder(template: PodTemplate): PodTemplate {
  return { ...template, priorityClassName: PLACEHOLDER_PRIORITY_CLASS };
}

function nodeRoom(cluster: Cluster, template: PodTemplate): readonly Bound[] {
  const nodes = cluster.list("Node");
  if (nodes.length === 0 || requiresAffinity(template)) return [];
  const usedOn = nodeUsageOf(cluster);
  const fitting = nodes.filter((node) => accepts(node, template));
  const more = fitting.reduce((sum, node) => sum + freeOn(node, template, usedOn(node.metadata.name)), 0);
  return [{ more, limit: `${fitting.length} of ${nodes.length} nodes accept this shape` }];
}

/** Pods of the shape that the node takes beside those that run on it; 0 where it does not accept them at all. */
export function roomOnNode(node: Node, template: PodTemplate, pods: readonly Pod[]): number {
  return accepts(node, template) ? freeOn(node, template, usedBy(pods)) : 0;
}

function freeOn({ status }: Node, template: PodTemplate, used: Amounts): number {
  const shape: Amounts = { ...template.requests, pods: 1 };
  const rooms = Object.entries(shape)
    .filter(([resource, each]) => each > 0 && (resource !== "pods" || status.allocatable["pods"] !== undefined))
    .map(([resource, each]) => wholeTimes((status.allocatable[resource] ?? 0) - (used[resource] ?? 0), each));
  return rooms.length === 0 ? MOST_REPLICAS : Math.max(0, Math.min(...rooms));
}

/** Amounts come from decimal text: 0.3 / 0.1 must be 3, not 2. */
function wholeTimes(free: number, each: number): number {
  return Math.floor(free / each + 1e-9);
}

function accepts({ metadata, spec, status }: Node, template: PodTemplate): boolean {
  if (spec.unschedulable || !status.ready) return false;
  const wanted = Object.entries((template.scheduling["nodeSelector"] ?? {}) as Readonly<Record<string, string>>);
  if (!wanted.every(([name, value]) => metadata.labels?.[name] === value)) return false;
  const tolerations = (template.scheduling["tolerations"] ?? []) as readonly Toleration[];
  return spec.taints
    .filter(({ effect }) => effect === "NoSchedule" || effect === "NoExecute")
    .every((taint) => tolerations.some((toleration) => tolerates(toleration, taint)));
}

interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
function tolerates({ key, operator, value, effect }: Toleration, taint: Taint): boolean {
  if (effect !== undefined && effect !== "" && effect !== taint.effect) return false;
  if (key === undefined || key === "") return operator === "Exists";
  if (key !== taint.key) return false;
  return operator === "Exists" || (value ?? "") === (taint.value ?? "");
}

/** Required node affinity is not evaluated: rather unknown than wrong. */
function requiresAffinity({ scheduling }: PodTemplate): boolean {
  const affinity = scheduling["affinity"] as { readonly nodeAffinity?: Readonly<Record<string, unknown>> } | undefined;
  return affinity?.nodeAffinity?.["requiredDuringSchedulingIgnoredDuringExecution"] !== undefined;
}

function placeholdersIn(cluster: Cluster, namespace: string): readonly Pod[] {
  return cluster
    .list("Pod", namespace)
    .filter(({ metadata, status }) => poolOfPlaceholder(metadata) !== undefined && !isOver(status));
}
