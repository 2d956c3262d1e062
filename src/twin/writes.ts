import {
  API_VERSION,
  FIELD_MANAGER,
  type ManagedFieldsEntry,
  type ExactKey,
  type ObjectKey,
  type OwnerReference,
  POOL_LABEL,
  WAKER_LABEL,
} from "../api/metadata.ts";
import { parseObject } from "../api/parse.ts";
import { SECOND } from "../units/duration.ts";
import { describeFailure } from "../units/failure.ts";
import { formatInstant, instant } from "../units/instant.ts";
import { failed, type Result, success } from "../units/result.ts";
import { type PatchOperation, patchedBy } from "./jsonPatch.ts";
import { conflictsWith, withoutManager, withOwnership } from "./managedFields.ts";
import { put, removed, stored, textOf } from "./objects.ts";
import { isAdmitted, withQuotaUse } from "./quota.ts";
import type { OwnObject, TwinKind, TwinObjects, TwinPod, TwinState } from "./state.ts";

/** What an API server would answer instead of doing it. */
export interface Refusal {
  readonly code: "Conflict" | "NotFound" | "Refused";
  readonly message: string;
}
export type Change = Result<TwinState, Refusal>;

/** Kinds in which several people write. */
export type SharedKind = "HorizontalPodAutoscaler" | "Deployment" | "StatefulSet";

export interface PatchBy {
  readonly manager: string;
  readonly patch: readonly PatchOperation[];
}

export function patch(
  state: TwinState,
  kind: SharedKind,
  key: ObjectKey,
  { manager, patch: operations }: PatchBy,
): Change {
  const before = stored(state, kind, key);
  if (before === undefined) return notFound(kind, key);
  const after = patchedBy<TwinObjects[SharedKind]>(before, operations);
  if (after === undefined) return refuse("Conflict", `${kind} ${textOf(key)} is not as it was read`);
  return replaced(state, before, { after, manager, operation: "Update" });
}

/** A server-side apply of these fields, not forced. */
export function serverSideApply(
  state: TwinState,
  wished: Pick<TwinObjects[SharedKind], "metadata"> & { readonly kind: SharedKind; readonly spec: object },
  manager: string,
): Change {
  const { kind, metadata, spec } = wished;
  const before = stored(state, kind, metadata);
  if (before === undefined) return notFound(kind, metadata);
  const [other] = conflictsWith(before, { metadata, spec }, manager);
  if (other !== undefined) return refuse("Conflict", `${kind} ${textOf(metadata)}: conflict with "${other}"`);
  const annotations = { ...before.metadata.annotations, ...metadata.annotations };
  const after = { ...before, metadata: { ...before.metadata, annotations }, spec: { ...before.spec, ...spec } };
  return replaced(state, before, {
    ...{ after: after as typeof before, manager, operation: "Apply" as const },
    wished: { metadata, spec },
  });
}

interface Replacement {
  readonly after: TwinObjects[SharedKind];
  readonly manager: string;
  readonly operation: "Update" | "Apply";
  /** Of an apply. */
  readonly wished?: Pick<TwinObjects[SharedKind], "metadata"> & { readonly spec: object };
}

function replaced(state: TwinState, before: TwinObjects[SharedKind], replacement: Replacement): Change {
  const { after, ...by } = replacement;
  const wrong = invalid(after);
  if (wrong !== undefined) return refuse("Refused", wrong);
  const owned = withOwnership(before, after, { ...by, now: state.now });
  return success(put(state, owned.kind, owned));
}

function invalid(object: TwinObjects[SharedKind]): string | undefined {
  if (object.kind !== "HorizontalPodAutoscaler") {
    return isCount(object.spec.replicas) ? undefined : "spec.replicas must be a whole number ≥ 0";
  }
  const { minReplicas = 1, maxReplicas } = object.spec;
  if (!isCount(minReplicas) || minReplicas < 1) return "spec.minReplicas must be a whole number ≥ 1";
  return minReplicas > maxReplicas ? "spec.maxReplicas must be ≥ minReplicas" : undefined;
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

export function scaled(
  state: TwinState,
  kind: "Deployment" | "StatefulSet",
  key: ObjectKey,
  { manager, expected, to }: { readonly manager: string; readonly expected: number; readonly to: number },
): Change {
  return patch(state, kind, key, {
    manager,
    patch: [
      { op: "test", path: "/spec/replicas", value: expected },
      { op: "replace", path: "/spec/replicas", value: to },
    ],
  });
}

export function disowned(state: TwinState, kind: SharedKind, key: ObjectKey, manager: string): Change {
  const before = stored(state, kind, key);
  if (before === undefined) return notFound(kind, key);
  const has = before.metadata.managedFields?.some((entry) => entry.manager === manager) ?? false;
  return success(has ? put(state, kind, withoutManager(before, manager)) : state);
}

/** An object of ours as somebody applies it; what the schema refuses is refused. */
export function filed(state: TwinState, object: Omit<OwnObject, "apiVersion">): Change {
  const whole = { apiVersion: API_VERSION, ...object };
  const parsed = parseObject(whole);
  if (!parsed.ok) return refuse("Refused", parsed.failure.map(describeFailure).join("; "));
  const before = stored(state, object.kind, object.metadata);
  const isChanged = JSON.stringify(object.spec) !== JSON.stringify(before?.spec);
  const written = isChanged ? { managedFields: [writtenNow(state, "kubectl")] } : {};
  const metadata = { ...before?.metadata, ...written, ...object.metadata };
  return success(put(state, object.kind, { ...whole, metadata, status: before?.status }));
}

/** As a planner applies what it owns: `Conflict` when somebody else's object has the name. */
export function ownedApply(
  state: TwinState,
  { kind, key, owner, spec }: { kind: OwnObject["kind"]; key: ObjectKey; owner: Owner; spec: unknown },
): Change {
  const before = stored(state, kind, key);
  const isTheirs = before !== undefined && !before.metadata.ownerReferences?.some(({ uid }) => uid === owner.uid);
  if (isTheirs) return refuse("Conflict", `${kind} ${textOf(key)} exists and belongs to somebody else`);
  const { namespace, name } = key;
  const metadata = { namespace, name, ownerReferences: [reference(owner)] };
  const changes = JSON.stringify(spec) !== JSON.stringify(before?.spec);
  const managedFields = changes ? [writtenNow(state, FIELD_MANAGER)] : before?.metadata.managedFields;
  return filed(state, {
    kind,
    metadata: managedFields === undefined ? metadata : { ...metadata, managedFields },
    spec,
  });
}

/** Whose the fields are, and since when; as in Kubernetes to the second. */
function writtenNow({ now }: TwinState, manager: string): ManagedFieldsEntry {
  const second = instant(Math.floor(now / SECOND) * SECOND);
  return { manager, operation: "Apply", time: formatInstant(second), fieldsV1: { "f:spec": {} } };
}

export interface Owner {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

function reference(owner: Owner): OwnerReference {
  return { apiVersion: API_VERSION, kind: owner.kind, name: owner.name, uid: owner.uid, controller: true };
}

/** As the chart's PriorityClass has it. */
const PLACEHOLDER_PRIORITY = -10;

export function placeholderCreated(state: TwinState, order: PlaceholderOrder): Change {
  const { role, namespace, pool, owner, shapeOf } = order;
  const workload = stored(state, shapeOf.kind, shapeOf.key);
  if (workload === undefined) return notFound(shapeOf.kind, shapeOf.key);
  const pod: TwinPod = {
    kind: "Pod",
    metadata: {
      ...{ namespace, name: `${pool}-${state.version + 1}` },
      labels: { [role === "Waker" ? WAKER_LABEL : POOL_LABEL]: pool },
      ownerReferences: [reference(owner)],
    },
    spec: { requests: role === "Waker" ? {} : workload.spec.template.requests, priority: PLACEHOLDER_PRIORITY },
    status: { phase: "Pending", restarts: 0 },
    life: { startup: SECOND, preempts: false },
  };
  if (!isAdmitted(state, pod)) return refuse("Refused", `pods of ${namespace}: exceeded quota`);
  return success(withQuotaUse(put(state, "Pod", pod)));
}

export interface PlaceholderOrder {
  readonly role: "Placeholder" | "Waker";
  readonly namespace: string;
  readonly pool: string;
  readonly owner: Owner;
  readonly shapeOf: { readonly kind: "Deployment" | "StatefulSet"; readonly key: ObjectKey };
}

/** Deletes exactly this object; one that is gone already is what was wanted. */
export function deleted(state: TwinState, kind: TwinKind, key: ObjectKey, uid: string): Change {
  const before = stored(state, kind, key);
  if (before === undefined) return success(state);
  if (before.metadata.uid !== uid) return refuse("Conflict", `${kind} ${textOf(key)} is another one by now`);
  const after = removed(state, kind, key);
  return success(kind === "Pod" ? withQuotaUse(after) : after);
}

export function statusWritten(state: TwinState, kind: OwnObject["kind"], key: ExactKey, status: unknown): Change {
  const before = stored(state, kind, key);
  if (before === undefined || before.metadata.uid !== key.uid) return notFound(kind, key);
  const text = JSON.stringify(status);
  if (text === JSON.stringify(before.status)) return success(state);
  return success(put(state, kind, { ...before, status: JSON.parse(text) as unknown }));
}

function notFound(kind: TwinKind, key: ObjectKey): Change {
  return refuse("NotFound", `there is no ${kind} ${textOf(key)}`);
}

function refuse(code: Refusal["code"], message: string): Change {
  return failed({ code, message });
}
