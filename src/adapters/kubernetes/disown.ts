import { FIELD_MANAGER, type ObjectKey } from "../../api/metadata.ts";
import type { ObservedKind, Written } from "../../ports/cluster.ts";
import { success } from "../../units/result.ts";
import type { FencedRequests } from "./fencedRequests.ts";
import { JSON_PATCH, writtenPath } from "./resources.ts";
import type { Json } from "./transforms.ts";

/** Of giving up ownership, when the object changes between reading and writing. */
const TRIES = 5;

/** Takes us out of the managed fields, so that the user's next server-side apply meets no conflict with us. */
export async function disown(requests: FencedRequests, kind: ObservedKind, key: ObjectKey): Promise<Written> {
  // A workload whose replicas were just given back has its status written meanwhile: read again, and again.
  for (let more = TRIES; ; more--) {
    const written = await disownOnce(requests, kind, key);
    if (written.ok || written.failure.code !== "Conflict" || more <= 1) return written;
  }
}

async function disownOnce({ read, send }: FencedRequests, kind: ObservedKind, key: ObjectKey): Promise<Written> {
  const found = await read(kind, key);
  if (!found.ok) return found;
  const { managedFields = [], resourceVersion } = found.value.metadata;
  const others = managedFields.filter((entry: Json) => entry.manager !== FIELD_MANAGER);
  if (others.length === managedFields.length) return success(undefined);
  // An empty list would reset all ownership; a single empty entry is the API's way to say "nobody".
  const value = others.length === 0 ? [{}] : others;
  return send(`disown ${kind} ${key.name}`, "PATCH", writtenPath(kind, key), {
    contentType: JSON_PATCH,
    body: [
      { op: "test", path: "/metadata/resourceVersion", value: resourceVersion },
      { op: "replace", path: "/metadata/managedFields", value },
    ],
  });
}
