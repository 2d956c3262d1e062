import type { ExactKey, ObjectKey } from "../../api/metadata.ts";
import type { Cluster, OwnKind, Statuses, Written } from "../../ports/cluster.ts";
import { failed, success } from "../../units/result.ts";
import { applyOwned } from "./applyOwned.ts";
import { createPlaceholder } from "./createPlaceholder.ts";
import { disown } from "./disown.ts";
import { fencedRequests } from "./fencedRequests.ts";
import type { KubeConnection } from "./kubeConnection.ts";
import type { Fence } from "./leaderElection.ts";
import { mergeChange } from "./mergeChange.ts";
import { JSON_PATCH, objectPath, writtenPath } from "./resources.ts";
import { writeFailure } from "./writeFailure.ts";

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

  /** The version holds the write to the object that was looked at: a wrong uid beside a status is ignored (1.35). */
  async function mergeStatus<K extends OwnKind>(kind: K, key: ExactKey, status: Statuses[K]): Promise<Written> {
    const what = `status of ${kind} ${key.name}`;
    const found = await read(kind, key);
    if (!found.ok) return found;
    const { uid, resourceVersion } = found.value.metadata;
    if (uid !== key.uid) return failed(writeFailure("NotFound", `${what}: it is gone, and another has its name`));
    const change = mergeChange(found.value.status ?? {}, status);
    if (change === undefined) return success(undefined);
    return send(what, "PATCH", writtenPath(kind, key, "status"), {
      contentType: "application/merge-patch+json",
      body: { metadata: { resourceVersion }, status: change },
    });
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
      const written = await mergeStatus(kind, key, status);
      // Changed between the look and the write: whether it is the same one still is seen by looking again.
      return written.ok || written.failure.code !== "Conflict" ? written : mergeStatus(kind, key, status);
    },
  };
}
