import type { Pod } from "../../api/observed.ts";
import type { Cluster } from "../../ports/cluster.ts";
import { isOver, poolOfPlaceholder } from "../placeholders.ts";

export type Amounts = Readonly<Record<string, number>>;

/** What the pods on each node ask for, by resource, and how many they are as `pods`; placeholders take no room. */
export type NodeUsage = (node: string) => Amounts;

/** Every turn of every target looks at all nodes: pods are summed when they come and go, not each time. */
const followed = new WeakMap<Cluster, NodeUsage>();

/** Follows the cluster's pods from the first call on. */
export function nodeUsageOf(cluster: Cluster): NodeUsage {
  const known = followed.get(cluster) ?? follow(cluster);
  followed.set(cluster, known);
  return known;
}

function follow(cluster: Cluster): NodeUsage {
  const podsOn = new Map<string, Map<string, Pod>>();
  const sums = new Map<string, Amounts>();

  function remove({ metadata, spec }: Pod): void {
    const node = spec.nodeName ?? "";
    const pods = podsOn.get(node);
    if (pods?.delete(`${metadata.namespace}/${metadata.name}`) !== true) return;
    if (pods.size === 0) podsOn.delete(node);
    sums.delete(node);
  }

  function add(pod: Pod): void {
    const { metadata, spec, status } = pod;
    if (spec.nodeName === undefined || isOver(status) || poolOfPlaceholder(metadata) !== undefined) return;
    const pods = podsOn.get(spec.nodeName) ?? new Map<string, Pod>();
    podsOn.set(spec.nodeName, pods.set(`${metadata.namespace}/${metadata.name}`, pod));
    sums.delete(spec.nodeName);
  }

  for (const pod of cluster.list("Pod")) add(pod);
  cluster.subscribe("Pod", (_, before, after) => {
    if (before !== undefined) remove(before);
    if (after !== undefined) add(after);
  });
  return (node) => {
    const sum = sums.get(node) ?? usedBy([...(podsOn.get(node)?.values() ?? [])]);
    sums.set(node, sum);
    return sum;
  };
}

export function usedBy(pods: readonly Pod[]): Amounts {
  const sum: Record<string, number> = { pods: pods.length };
  for (const { spec } of pods) {
    for (const [resource, amount] of Object.entries(spec.requests)) {
      if (resource !== "pods") sum[resource] = (sum[resource] ?? 0) + amount;
    }
  }
  return sum;
}
