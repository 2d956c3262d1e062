import { API_VERSION, FIELD_MANAGER, type ManagedFieldsEntry } from "../../api/metadata.ts";
import type { OwnedObject, Written, WriteFailure } from "../../ports/cluster.ts";
import { failed, type Result, success } from "../../units/result.ts";
import type { FencedRequests } from "./fencedRequests.ts";
import { JSON_PATCH, writtenPath } from "./resources.ts";
import type { Json } from "./transforms.ts";
import { writeFailure } from "./writeFailure.ts";

/** Makes an object of ours what it should be, whoever edited it; one of that name that is not ours is left alone. */
export async function applyOwned(requests: FencedRequests, object: OwnedObject): Promise<Written> {
  const { kind, key, owner, spec } = object;
  const before = await standing(requests, object);
  if (!before.ok) return before;
  if (editedByOthers(before.value)) {
    // An apply takes away only what is our own: a schedule that somebody added would stay in force.
    return requests.send(`replace ${kind} ${key.name}`, "PATCH", writtenPath(kind, key), {
      contentType: JSON_PATCH,
      body: [
        { op: "test", path: "/metadata/resourceVersion", value: before.value.metadata.resourceVersion },
        { op: "replace", path: "/spec", value: spec },
      ],
    });
  }
  const ownerReferences = [{ apiVersion: API_VERSION, ...owner, controller: true }];
  return requests.send(`apply ${kind} ${key.name}`, "PATCH", `${writtenPath(kind, key)}&force=true`, {
    contentType: "application/apply-patch+yaml",
    body: { apiVersion: API_VERSION, kind, metadata: { ...key, ownerReferences }, spec },
  });
}

/** What has the name now; a failure where it is somebody else's. */
async function standing(
  { read }: FencedRequests,
  { kind, key, owner }: OwnedObject,
): Promise<Result<Json | undefined, WriteFailure>> {
  const found = await read(kind, key);
  if (!found.ok) return found.failure.code === "NotFound" ? success(undefined) : found;
  const owners = (found.value.metadata.ownerReferences ?? []) as { uid: string }[];
  if (owners.some(({ uid }) => uid === owner.uid)) return found;
  const message = `${kind} ${key.namespace}/${key.name} exists and belongs to somebody else`;
  return failed(writeFailure("Conflict", message));
}

/** Whether anybody else owns a field of the spec. */
function editedByOthers(object: Json | undefined): boolean {
  const entries = (object?.metadata.managedFields ?? []) as readonly ManagedFieldsEntry[];
  return entries.some(
    ({ manager: writer, fieldsV1 }) => writer !== FIELD_MANAGER && fieldsV1?.["f:spec"] !== undefined,
  );
}
