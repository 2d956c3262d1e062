import type { Pod, ResourceQuota } from "../api/observed.ts";
import { listed, put } from "./objects.ts";
import type { TwinState } from "./state.ts";

/** Whether every quota of the namespace still admits the pod. */
export function isAdmitted(state: TwinState, { metadata, spec }: Pod): boolean {
  return listed(state, "ResourceQuota", metadata.namespace).every(({ status }) =>
    Object.entries(status.hard).every(([resource, hard]) => {
      const used = usedOf(state, metadata.namespace, resource);
      return used + amountOf(spec.requests, resource) <= hard + 1e-9;
    }),
  );
}

/** Quotas with what the pods that exist use of them. */
export function withQuotaUse(state: TwinState): TwinState {
  return listed(state, "ResourceQuota").reduce((rest, quota) => {
    const used = Object.fromEntries(
      Object.keys(quota.status.hard).map((resource) => [resource, usedOf(rest, quota.metadata.namespace, resource)]),
    );
    if (JSON.stringify(used) === JSON.stringify(quota.status.used)) return rest;
    const after: ResourceQuota = { ...quota, status: { ...quota.status, used } };
    return put(rest, "ResourceQuota", after);
  }, state);
}

function usedOf(state: TwinState, namespace: string, resource: string): number {
  return listed(state, "Pod", namespace).reduce((sum, { spec }) => sum + amountOf(spec.requests, resource), 0);
}

function amountOf(requests: Readonly<Record<string, number>>, resource: string): number {
  if (resource === "pods" || resource === "count/pods") return 1;
  return requests[resource.replace(/^requests\./, "")] ?? 0;
}
