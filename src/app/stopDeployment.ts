import type { KubeConnection } from "../adapters/kubernetes/kubeConnection.ts";
import type { ObjectKey } from "../api/metadata.ts";
import type { Workload } from "../api/observed.ts";
import type { LabelRequirement } from "../api/requirement.ts";
import type { Cluster } from "../ports/cluster.ts";
import { until } from "./until.ts";

/**
 * Scales a controller's Deployment to zero and waits until its last pod is gone: a pod that is being deleted is no
 * longer counted, but its process goes on until the kubelet has ended it.
 */
export async function stopDeployment(cluster: Cluster, connection: KubeConnection, key: ObjectKey): Promise<void> {
  await until(`${key.namespace}/${key.name} has stopped`, async () => {
    const found = await cluster.read("Deployment", key);
    if (!found.ok) return false;
    if (found.value === undefined) return true;
    const { spec, status } = found.value;
    if (spec.replicas > 0) await cluster.scale("Deployment", key, { expected: spec.replicas, to: 0 });
    return spec.replicas === 0 && status.replicas === 0 && !(await hasPods(connection, key.namespace, spec));
  });
}

/** Asked of the server: the chart's own namespace need not be one that is watched. */
async function hasPods(connection: KubeConnection, namespace: string, selector: Selector): Promise<boolean> {
  const query = new URLSearchParams({ labelSelector: selectorText(selector), limit: "1" });
  const answer = await connection.call("GET", `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods?${query}`);
  const { items } = (answer.body ?? {}) as { readonly items?: readonly unknown[] };
  return answer.status !== 200 || items === undefined || items.length > 0;
}

type Selector = Pick<Workload["spec"], "selector" | "matchExpressions">;

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#api */
function selectorText({ selector, matchExpressions = [] }: Selector): string {
  const labels = Object.entries(selector).map(([name, value]) => `${name}=${value}`);
  return [...labels, ...matchExpressions.map(requirementText)].join(",");
}

function requirementText({ key, operator, values = [] }: LabelRequirement): string {
  switch (operator) {
    case "In":
      return `${key} in (${values.join(",")})`;
    case "NotIn":
      return `${key} notin (${values.join(",")})`;
    case "DoesNotExist":
      return `!${key}`;
    default:
      return key;
  }
}
