import type { ExactKey } from "../api/metadata.ts";
import type { Cluster, OwnKind, Statuses, WriteFailure } from "../ports/cluster.ts";
import { type Result, success } from "../units/result.ts";
import { sameStatus } from "./sameStatus.ts";
import type { Turn } from "./runtime/keyedQueue.ts";

/** What became of a status: an object that is gone needs none. */
export type Published = Result<"AsBefore" | "Written" | "Gone", WriteFailure>;

interface Change<S> {
  readonly key: ExactKey;
  readonly before: S | undefined;
  readonly status: S;
}

/** Writes a status that says something new. */
export async function publishStatus<K extends OwnKind>(
  cluster: Cluster,
  kind: K,
  { key, before, status }: Change<Statuses[K]>,
): Promise<Published> {
  if (sameStatus(before, status)) return success("AsBefore");
  const written = await cluster.writeStatus(kind, key, status);
  if (written.ok) return success("Written");
  return written.failure.code === "NotFound" ? success("Gone") : written;
}

/** How a turn ends that had nothing left to do but this. */
export function turnAfter(published: Published): Turn {
  return published.ok ? { kind: "done" } : { kind: "retry", because: published.failure.message };
}
