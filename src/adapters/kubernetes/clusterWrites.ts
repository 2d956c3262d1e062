import { API_VERSION, FIELD_MANAGER, type ManagedFieldsEntry, type ObjectKey } from "../../api/metadata.ts";
import type { Cluster, ObservedKind, OwnedObject, Written, WriteFailure } from "../../ports/cluster.ts";
import { failed, type Result, success } from "../../units/result.ts";
import type { Answer, CallOptions, KubeConnection } from "./kubeConnection.ts";
import type { Fence } from "./leaderElection.ts";
import { type Least, leastAdmitted } from "./leastAdmitted.ts";
import { placeholderPod, type TemplateJson } from "./placeholderPod.ts";
import { collectionPath, objectPath, RESOURCES } from "./resources.ts";
import type { Json } from "./transforms.ts";
import { failureOfAnswer, writeFailure } from "./writeFailure.ts";

type Writes = Pick<
  Cluster,
  "apply" | "patch" | "scale" | "disown" | "createPlaceholder" | "deletePod" | "deleteOwned" | "writeStatus"
>;

const TIMEOUT = 8_000;
/** A lease that is certain for less than this is no ground to start a write on. */
const SHORTEST = 500;
/** The longest that a server may make a write wait, seconds. */
const LONGEST_WAIT = 5;
/** Of giving up ownership, when the object changes between reading and writing. */
const DISOWN_TRIES = 5;
/** Of finding the least that a namespace admits: each of its LimitRanges may say another one. */
const LEAST_TRIES = 4;
const manager = `fieldManager=${FIELD_MANAGER}`;
const JSON_PATCH = "application/json-patch+json";

/** The writes of the `Cluster` port; each first makes sure that this replica leads until it is over. */
export function clusterWrites(connection: KubeConnection, fence: Fence, placeholderImage: string): Writes {
  async function send(
    what: string,
    method: "POST" | "PATCH" | "DELETE",
    path: string,
    options: CallOptions,
  ): Promise<Written> {
    const answer = await attempt(method, path, options);
    if ("code" in answer) return failed(answer);
    const waits = answer.status === 429 || answer.status === 503;
    const last = waits ? await afterWaiting(answer, () => attempt(method, path, options)) : answer;
    if ("code" in last) return failed(last);
    return last.status < 300 ? success(undefined) : failed(failureOfAnswer(last.status, what, last.body));
  }

  async function attempt(
    method: "GET" | "POST" | "PATCH" | "DELETE",
    path: string,
    options: CallOptions = {},
  ): Promise<Answer | WriteFailure> {
    const certain = fence.remaining();
    if (method !== "GET" && certain < SHORTEST)
      return writeFailure("NotLeading", `${method} ${path}: this replica does not lead`);
    try {
      return await connection.call(method, path, { ...options, timeout: Math.min(TIMEOUT, certain) });
    } catch (cause) {
      return writeFailure("Unavailable", `${method} ${path}: ${String(cause)}`, cause);
    }
  }

  async function afterWaiting<T>(answer: Answer, again: () => Promise<T>): Promise<T> {
    const seconds = Math.min(answer.retryAfter ?? 1, LONGEST_WAIT);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    return again();
  }

  /** What has the name now; a failure where it is somebody else's. */
  async function standing({ kind, key, owner }: OwnedObject): Promise<Result<Json | undefined, WriteFailure>> {
    const answer = await attempt("GET", objectPath(kind, key));
    if ("code" in answer) return failed(answer);
    if (answer.status === 404) return success(undefined);
    if (answer.status !== 200) return failed(failureOfAnswer(answer.status, `read ${kind} ${key.name}`, answer.body));
    const owners = ((answer.body as Json).metadata.ownerReferences ?? []) as { uid: string }[];
    if (owners.some(({ uid }) => uid === owner.uid)) return success(answer.body as Json);
    const message = `${kind} ${key.namespace}/${key.name} exists and belongs to somebody else`;
    return failed(writeFailure("Conflict", message));
  }

  return {
    async apply(object) {
      const { kind, key, owner, spec } = object;
      const before = await standing(object);
      if (!before.ok) return before;
      if (editedByOthers(before.value)) {
        // An apply takes away only what is our own: a schedule that somebody added would stay in force.
        return send(`replace ${kind} ${key.name}`, "PATCH", `${objectPath(kind, key)}?${manager}`, {
          contentType: JSON_PATCH,
          body: [
            { op: "test", path: "/metadata/resourceVersion", value: before.value.metadata.resourceVersion },
            { op: "replace", path: "/spec", value: spec },
          ],
        });
      }
      const ownerReferences = [{ apiVersion: API_VERSION, ...owner, controller: true }];
      return send(`apply ${kind} ${key.name}`, "PATCH", `${objectPath(kind, key)}?${manager}&force=true`, {
        contentType: "application/apply-patch+yaml",
        body: { apiVersion: API_VERSION, kind, metadata: { ...key, ownerReferences }, spec },
      });
    },

    patch: (kind, key, body) =>
      send(`patch ${kind} ${key.name}`, "PATCH", `${objectPath(kind, key)}?${manager}`, {
        contentType: JSON_PATCH,
        body,
      }),

    scale: (kind, key, { expected, to }) =>
      send(`scale ${kind} ${key.name}`, "PATCH", `${objectPath(kind, key, "scale")}?${manager}`, {
        contentType: JSON_PATCH,
        body: [
          { op: "test", path: "/spec/replicas", value: expected },
          { op: "replace", path: "/spec/replicas", value: to },
        ],
      }),

    async disown(kind, key) {
      // A workload whose replicas were just given back has its status written meanwhile: read again, and again.
      for (let more = DISOWN_TRIES; ; more--) {
        const written = await disownOnce(kind, key);
        if (written.ok || written.failure.code !== "Conflict" || more <= 1) return written;
      }
    },

    async createPlaceholder(placeholder) {
      const { kind, key } = placeholder.shapeOf;
      const answer = await attempt("GET", objectPath(kind, key));
      if ("code" in answer) return failed(answer);
      if (answer.status !== 200) return failed(failureOfAnswer(answer.status, `read ${kind} ${key.name}`, answer.body));
      const template = (answer.body as Json).spec.template as TemplateJson;
      const what = `create a ${placeholder.role.toLowerCase()} of ${placeholder.pool}`;
      const path = collectionPath(RESOURCES.Pod, placeholder.namespace);
      const pod = (least: Least) => ({ body: placeholderPod(placeholder, template, placeholderImage, least) });
      if (placeholder.role === "Waker") return withTheLeast((least) => send(what, "POST", path, pod(least)));
      return send(what, "POST", path, pod({}));
    },

    deletePod: (key, uid) => remove("Pod", key, { gracePeriodSeconds: 0, preconditions: { uid } }),
    deleteOwned: (kind, key, uid) => remove(kind, key, { preconditions: { uid } }),

    async writeStatus(kind, key, status) {
      const answer = await attempt("GET", objectPath(kind, key));
      if ("code" in answer) return failed(answer);
      if (answer.status !== 200) return failed(failureOfAnswer(answer.status, `read ${kind} ${key.name}`, answer.body));
      const before = ((answer.body as Json).status ?? {}) as Json;
      const change = mergeChange(before, status);
      if (change === undefined) return success(undefined);
      return send(`status of ${kind} ${key.name}`, "PATCH", `${objectPath(kind, key, "status")}?${manager}`, {
        contentType: "application/merge-patch+json",
        body: { status: change },
      });
    },
  };

  /** Asks for nothing, and where that is refused for what the refusal says is the least. */
  async function withTheLeast(create: (least: Least) => Promise<Written>): Promise<Written> {
    let least: Least = {};
    for (let more = LEAST_TRIES; ; more--) {
      const written = await create(least);
      if (written.ok || written.failure.code !== "Refused" || more <= 1) return written;
      const wanted = leastAdmitted(written.failure.message, least);
      if (wanted === undefined) return written;
      least = wanted;
    }
  }

  async function disownOnce(kind: ObservedKind, key: ObjectKey): Promise<Written> {
    const answer = await attempt("GET", objectPath(kind, key));
    if ("code" in answer) return failed(answer);
    if (answer.status !== 200) return failed(failureOfAnswer(answer.status, `read ${kind} ${key.name}`, answer.body));
    const { managedFields = [], resourceVersion } = (answer.body as Json).metadata;
    const others = managedFields.filter((entry: Json) => entry.manager !== FIELD_MANAGER);
    if (others.length === managedFields.length) return success(undefined);
    // An empty list would reset all ownership; a single empty entry is the API's way to say "nobody".
    const value = others.length === 0 ? [{}] : others;
    return send(`disown ${kind} ${key.name}`, "PATCH", `${objectPath(kind, key)}?${manager}`, {
      contentType: JSON_PATCH,
      body: [
        { op: "test", path: "/metadata/resourceVersion", value: resourceVersion },
        { op: "replace", path: "/metadata/managedFields", value },
      ],
    });
  }

  async function remove(kind: "Pod" | "CronHPA" | "WarmPool", key: ObjectKey, options: unknown): Promise<Written> {
    const removed = await send(`delete ${kind} ${key.name}`, "DELETE", objectPath(kind, key), { body: options });
    // It is gone, which is what was wanted.
    return !removed.ok && removed.failure.code === "NotFound" ? success(undefined) : removed;
  }
}

/** Whether anybody else owns a field of the spec. */
function editedByOthers(object: Json | undefined): boolean {
  const entries = (object?.metadata.managedFields ?? []) as readonly ManagedFieldsEntry[];
  return entries.some(
    ({ manager: writer, fieldsV1 }) => writer !== FIELD_MANAGER && fieldsV1?.["f:spec"] !== undefined,
  );
}

/**
 * The JSON merge patch that turns `before` into `after`; undefined when nothing differs. A merge patch leaves what it
 * does not name, within objects too: what is not wanted any more has to be named there as well.
 */
export function mergeChange(before: Readonly<Record<string, unknown>>, after: object): Json | undefined {
  const change: Record<string, unknown> = {};
  const wanted = after as Readonly<Record<string, unknown>>;
  for (const [field, value] of Object.entries(wanted)) {
    const stands = before[field];
    if (JSON.stringify(sorted(stands)) === JSON.stringify(sorted(value))) continue;
    change[field] = isObject(stands) && isObject(value) ? mergeChange(stands, value) : value;
  }
  for (const field of Object.keys(before)) if (wanted[field] === undefined) change[field] = null;
  return Object.keys(change).length === 0 ? undefined : change;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The API server does not keep the order of an object's fields. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]));
}
