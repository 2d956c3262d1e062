import type { ObjectKey } from "../../api/metadata.ts";
import type { Cluster, Written } from "../../ports/cluster.ts";
import { success } from "../../units/result.ts";
import { applyOwned } from "./applyOwned.ts";
import { createPlaceholder } from "./createPlaceholder.ts";
import { disown } from "./disown.ts";
import { fencedRequests } from "./fencedRequests.ts";
import type { KubeConnection } from "./kubeConnection.ts";
import type { Fence } from "./leaderElection.ts";
import { mergeChange } from "./mergeChange.ts";
import { JSON_PATCH, objectPath, writtenPath } from "./resources.ts";

type Writes = Pick<
  Cluster,
  "apply" | "patch" | "scale" | "disown" | "createPlaceholder" | "deletePod" | "deleteOwned" | "writeStatus"
>;

/** The writes of the `Cluster` port; each first makes sure that this replica leads until it is over. */
export function clusterWrites(connection: KubeConnection, fence: Fence, placeholderImage: string): Writes {
  const requests = fencedRequests(connection, fence);
  const { read, send } = requests;

  async function remove(kind: "Pod" | "CronHPA" | "WarmPool", key: ObjectKey, options: unknown): Promise<Written> {
    const removed = await send(`delete ${kind} ${key.name}`, "DELETE", objectPath(kind, key), { body: options });
    // It is gone, which is what was wanted.
    return !removed.ok && removed.failure.code === "NotFound" ? success(undefined) : removed;
  }

  return {
    apply: (object) => applyOwned(requests, object),
    patch: (kind, key, body) =>
      send(`patch ${kind} ${key.name}`, "PATCH", writtenPath(kind, key), { contentType: JSON_PATCH, body }),
    scale: (kind, key, { expected, to }) =>
      send(`scale ${kind} ${key.name}`, "PATCH", writtenPath(kind, key, "scale"), {
        contentType: JSON_PATCH,
        body: [
          { op: "test", path: "/spec/replicas", value: expected },
          { op: "replace", path: "/spec/replicas", value: to },
        ],
      }),
    disown: (kind, key) => disown(requests, kind, key),
    createPlaceholder: (placeholder) => createPlaceholder(requests, placeholder, placeholderImage),
    deletePod: (key, uid) => remove("Pod", key, { gracePeriodSeconds: 0, preconditions: { uid } }),
    deleteOwned: (kind, key, uid) => remove(kind, key, { preconditions: { uid } }),
    async writeStatus(kind, key, status) {
      const found = await read(kind, key);
      if (!found.ok) return found;
      const change = mergeChange(found.value.status ?? {}, status);
      if (change === undefined) return success(undefined);
      return send(`status of ${kind} ${key.name}`, "PATCH", writtenPath(kind, key, "status"), {
        contentType: "application/merge-patch+json",
        body: { status: change },
      });
    },
  };
}
