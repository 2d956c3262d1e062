import type { AuditedWrite } from "../../test/cluster/audit.ts";

export interface Span {
  /** Epoch milliseconds; half-open. */
  readonly from: number;
  readonly to: number;
}

/** Requests of one span a minute, by `verb resource/subresource`, most first. */
export function requestsAMinute(
  all: readonly AuditedWrite[],
  { from, to }: Span,
): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { at, verb, resource, subresource } of all) {
    // A watch is logged when it begins and when it ends; what it cost in between is one request.
    if (at < from || at >= to) continue;
    const what = `${verb} ${resource}${subresource === "" ? "" : `/${subresource}`}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  const minutes = (to - from) / 60_000;
  return [...counts].map(([what, count]) => [what, count / minutes] as const).sort(([, a], [, b]) => b - a);
}

const WRITES = ["create", "update", "patch", "delete"];

export function isWrite(request: string): boolean {
  return WRITES.includes(request.split(" ")[0] ?? "");
}

/** Longest time between two renewals of a user's Lease, milliseconds; its life begins with the first. */
export function longestLeaseGap(all: readonly AuditedWrite[], user: string, { from, to }: Span): number {
  const renewals = all.filter(
    ({ user: by, verb, resource, at, status }) =>
      by === user && verb === "update" && resource === "leases" && status === 200 && at >= from && at < to,
  );
  return renewals.slice(1).reduce((most, { at }, index) => Math.max(most, at - renewals[index]!.at), 0);
}

/** When each object of the resource was first written by the user, milliseconds after `from`, earliest first. */
export function firstWrites(
  all: readonly AuditedWrite[],
  user: string,
  resource: string,
  from: number,
): readonly number[] {
  const first = new Map<string, number>();
  for (const { user: by, verb, resource: of, namespace, name, at, status } of all) {
    const key = `${namespace}/${name}`;
    if (by !== user || of !== resource || verb !== "patch" || status >= 300 || at < from) continue;
    first.set(key, Math.min(first.get(key) ?? Infinity, at - from));
  }
  return [...first.values()].sort((a, b) => a - b);
}
