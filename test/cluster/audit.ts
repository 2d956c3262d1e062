import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One write as the API server's own audit log has it. */
export interface AuditedWrite {
  /** Who, by the client certificate's common name. */
  readonly user: string;
  readonly verb: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  /** Empty where the API server made it up. */
  readonly name: string;
  /** HTTP status. */
  readonly status: number;
  /** Epoch milliseconds at which the answer was complete. */
  readonly at: number;
}

const POLICY = "audit-policy.yaml";
export const LOG = "audit.log";

/** Arguments of an API server that logs every write to what autoscaling is about, and all that one group does. */
export function auditing(folder: string, group: string | undefined): readonly string[] {
  const resources = [
    { group: "autoscaling" },
    { group: "apps", resources: ["deployments", "deployments/scale", "statefulsets", "statefulsets/scale"] },
    { group: "headstart.dev" },
    { group: "coordination.k8s.io" },
    { group: "", resources: ["pods"] },
  ];
  const verbs = ["create", "update", "patch", "delete", "deletecollection"];
  const all = group === undefined ? [] : [{ level: "Metadata", userGroups: [group] }];
  const rules = [...all, { level: "Metadata", verbs, resources }, { level: "None" }];
  const policy = { apiVersion: "audit.k8s.io/v1", kind: "Policy", omitStages: ["RequestReceived"], rules };
  writeFileSync(join(folder, POLICY), JSON.stringify(policy));
  return [`--audit-policy-file=${join(folder, POLICY)}`, `--audit-log-path=${join(folder, LOG)}`];
}

interface AuditEvent {
  readonly user?: { readonly username?: string };
  readonly verb: string;
  readonly objectRef?: Partial<Record<"resource" | "subresource" | "namespace" | "name", string>>;
  readonly responseStatus?: { readonly code?: number };
  readonly stageTimestamp: string;
}

/**
 * Of these writes the placeholders that were made. Neither their names nor those of wakers are known when they are
 * created, but every waker is deleted by name.
 */
export function placeholdersMade(writes: readonly AuditedWrite[]): number {
  const pods = writes.filter(({ resource, subresource }) => resource === "pods" && subresource === "");
  const created = pods.filter(({ verb, status }) => verb === "create" && status === 201).length;
  const wakers = pods.filter(({ verb, name }) => verb === "delete" && name.includes("-wake-"));
  return created - new Set(wakers.map(({ name }) => name)).size;
}

/** All writes so far, in the order of their answers. */
export function auditedWrites({ folder }: { readonly folder: string }): readonly AuditedWrite[] {
  // The last line may still be on its way.
  const lines = readFileSync(join(folder, LOG), "utf8").split("\n").slice(0, -1);
  return lines.map((line) => {
    const { user, verb, objectRef = {}, responseStatus, stageTimestamp } = JSON.parse(line) as AuditEvent;
    const { resource = "", subresource = "", namespace = "", name = "" } = objectRef;
    const at = Date.parse(stageTimestamp);
    const by = user?.username ?? "";
    return { user: by, verb, resource, subresource, namespace, name, status: responseStatus?.code ?? 0, at };
  });
}
