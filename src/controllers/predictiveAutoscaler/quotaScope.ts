import type { PodTemplate, QuotaScope, ResourceQuota } from "../../api/observed.ts";
import { meets } from "../../api/requirement.ts";

/**
 * Whether the quota counts pods of this shape. A scope that is not evaluated here is taken to leave them out: a room
 * that looks too large is corrected by the API server's refusal, one that looks too small by nobody.
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes
 */
export function countsPodsOf({ scopes = [] }: ResourceQuota, template: PodTemplate): boolean {
  return scopes.every((scope) => matches(scope, template));
}

function matches({ name, operator, values }: QuotaScope, { requests, priorityClassName }: PodTemplate): boolean {
  switch (name) {
    case "BestEffort":
      return Object.keys(requests).length === 0;
    case "NotBestEffort":
      return Object.keys(requests).length > 0;
    case "NotTerminating":
      // Terminating pods have a deadline, which the API server admits for no workload with a scale.
      return true;
    case "PriorityClass":
      return meets(priorityClassName, { operator, values });
    default:
      return false;
  }
}
