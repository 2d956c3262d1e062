import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LOG } from "../cluster/audit.ts";
import type { ControlPlane } from "../cluster/controlPlane.ts";
import { type Part, type Permission, permission } from "./rules.ts";
import { RELEASE, SYSTEM } from "./helm.ts";

interface AuditEvent {
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
  readonly userAgent?: string;
  readonly objectRef?: { readonly apiGroup?: string; readonly resource?: string; readonly subresource?: string };
  readonly responseStatus?: { readonly code?: number; readonly message?: string };
}

export interface Audited {
  /** What each part's service account did, as permissions it needed. */
  readonly used: Readonly<Record<Part, ReadonlySet<Permission>>>;
  /** As which program each part made itself known. */
  readonly agents: Readonly<Record<Part, ReadonlySet<string>>>;
  /** Requests that were refused for want of a permission, for people. */
  readonly forbidden: readonly string[];
}

/** What the chart's service accounts did so far, as the API server saw it. */
export function readAudit(plane: ControlPlane): Audited {
  const events = readFileSync(join(plane.folder, LOG), "utf8")
    .split("\n")
    // The last line may still be in writing.
    .filter((line) => line.endsWith("}"))
    .map((line) => JSON.parse(line) as AuditEvent);
  const of = (part: Part) =>
    events.filter(({ user }) => user.username === `system:serviceaccount:${SYSTEM}:${RELEASE}-${part}`);
  const usedBy = (part: Part) => new Set(of(part).flatMap(permissionsOf));
  const agentsOf = (part: Part) => new Set(of(part).map(({ userAgent = "" }) => userAgent));
  const forbidden = events
    .filter(({ user }) => user.username.startsWith(`system:serviceaccount:${SYSTEM}:`))
    .filter(({ responseStatus }) => responseStatus?.code === 403)
    .map(({ user, verb, requestURI, responseStatus }) => {
      return `${user.username}: ${verb} ${requestURI}: ${responseStatus?.message ?? ""}`;
    });
  return {
    used: { planner: usedBy("planner"), enforcer: usedBy("enforcer"), restore: usedBy("restore") },
    agents: { planner: agentsOf("planner"), enforcer: agentsOf("enforcer"), restore: agentsOf("restore") },
    forbidden,
  };
}

/** An apply that makes its object is a patch, and needs the permission to create as well. */
function permissionsOf({ verb, objectRef, responseStatus }: AuditEvent): readonly Permission[] {
  const { apiGroup = "", resource, subresource } = objectRef ?? {};
  if (resource === undefined) return [];
  const name = subresource === undefined ? resource : `${resource}/${subresource}`;
  const made = verb === "patch" && responseStatus?.code === 201;
  return [permission(verb, apiGroup, name), ...(made ? [permission("create", apiGroup, name)] : [])];
}
