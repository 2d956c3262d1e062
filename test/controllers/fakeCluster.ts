import {
  API_VERSION,
  FIELD_MANAGER,
  type ObjectKey,
  type ObjectMeta,
  POOL_LABEL,
  WAKER_LABEL,
} from "../../src/api/metadata.ts";
import type { Pod, Workload } from "../../src/api/observed.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { Cluster, EventNote, Observed, ObservedKind, WriteFailure, Written } from "../../src/ports/cluster.ts";
import { formatInstant } from "../../src/units/instant.ts";
import { failed, success } from "../../src/units/result.ts";
import { patched } from "./jsonPatch.ts";

type AnyObject = Observed[ObservedKind];
type Listener = (key: ObjectKey, before: AnyObject | undefined, after: AnyObject | undefined) => void;

/**
 * An API server in memory, and nothing behind it: no HPA, no scheduler. What controllers write is all that happens,
 * so a test sees their deeds alone. `outage` refuses writes, `lag` keeps new pods out of the view.
 */
export function fakeCluster(clock: Clock) {
  const store = new Map<string, AnyObject>();
  const hidden = new Set<string>();
  const listeners = new Map<ObservedKind, Set<Listener>>();
  const writes: string[] = [];
  const events: EventNote[] = [];
  const world = {
    synced: true,
    outage: undefined as WriteFailure["code"] | undefined,
    lag: false,
    beforeWrite: () => {},
  };
  let version = 1;

  const idOf = (kind: ObservedKind, { namespace, name }: ObjectKey) => `${kind} ${namespace}/${name}`;

  /** Puts an object as a user or another controller would. */
  function put(object: AnyObject): void {
    const { kind, metadata } = object;
    const id = idOf(kind, metadata);
    const before = store.get(id);
    const specChanged = JSON.stringify(specOf(before)) !== JSON.stringify(specOf(object));
    const after = {
      ...object,
      metadata: {
        creationTimestamp: formatInstant(clock.now()),
        ...metadata,
        uid: before?.metadata.uid ?? metadata.uid ?? `uid-${++version}`,
        resourceVersion: String(++version),
        generation: (before?.metadata.generation ?? 0) + (specChanged ? 1 : 0),
      },
    } as AnyObject;
    store.set(id, Object.freeze(after));
    if (!hidden.has(id)) tell(kind, metadata, before, after);
  }

  function remove(kind: ObservedKind, key: ObjectKey): void {
    const before = store.get(idOf(kind, key));
    if (before === undefined) return;
    store.delete(idOf(kind, key));
    hidden.delete(idOf(kind, key));
    tell(kind, key, before, undefined);
    for (const other of [...store.values()]) {
      if (other.metadata.ownerReferences?.some(({ uid }) => uid === before.metadata.uid))
        remove(other.kind, other.metadata);
    }
  }

  function tell(kind: ObservedKind, key: ObjectKey, before: AnyObject | undefined, after: AnyObject | undefined): void {
    for (const listener of listeners.get(kind) ?? [])
      listener({ namespace: key.namespace, name: key.name }, before, after);
  }

  /** Ends the lag: what was created meanwhile appears. */
  function catchUp(): void {
    world.lag = false;
    for (const id of [...hidden]) {
      hidden.delete(id);
      const object = store.get(id);
      if (object !== undefined) tell(object.kind, object.metadata, undefined, object);
    }
  }

  async function write(what: string, effect: () => WriteFailure["code"] | undefined): Promise<Written> {
    await Promise.resolve();
    world.beforeWrite();
    if (world.outage !== undefined) return refusal(world.outage, what);
    const code = effect();
    if (code !== undefined) return refusal(code, what);
    writes.push(what);
    await Promise.resolve();
    return success(undefined);
  }

  function stored<K extends ObservedKind>(kind: K, key: ObjectKey): Observed[K] | undefined {
    return store.get(idOf(kind, key)) as Observed[K] | undefined;
  }

  const cluster: Cluster = {
    synced: () => world.synced,
    list: (kind, namespace) =>
      [...store.entries()]
        .filter(([id, object]) => object.kind === kind && !hidden.has(id))
        .map(([, object]) => object as Observed[typeof kind])
        .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace),
    get: (kind, key) => (hidden.has(idOf(kind, key)) ? undefined : stored(kind, key)),
    subscribe(kind, listener) {
      const all = listeners.get(kind) ?? new Set();
      listeners.set(kind, all.add(listener as unknown as Listener));
      return () => all.delete(listener as unknown as Listener);
    },
    read: async (kind, key) => success(stored(kind, key)),
    apply: ({ kind, key, owner, spec }) =>
      write(`apply ${kind} ${key.name}`, () => {
        const before = stored(kind, key);
        const own = before?.metadata.ownerReferences?.some(({ uid }) => uid === owner.uid) ?? true;
        if (!own) return "Conflict";
        const ownerReferences = [{ apiVersion: API_VERSION, ...owner, controller: true }];
        put({
          ...before,
          apiVersion: API_VERSION,
          kind,
          metadata: { ...before?.metadata, ...key, ownerReferences },
          spec,
        });
        return undefined;
      }),
    patch: (kind, key, patch) =>
      write(`patch ${kind} ${key.name}`, () => {
        const before = stored(kind, key);
        if (before === undefined) return "NotFound";
        const after = patched(before, patch);
        if (after === undefined) return "Conflict";
        put({ ...after, metadata: { ...after.metadata, managedFields: ours(after.metadata) } } as never);
        return undefined;
      }),
    scale: (kind, key, { expected, to }) =>
      write(`scale ${kind} ${key.name}`, () => {
        const before = stored(kind, key) as Workload | undefined;
        if (before?.spec.replicas !== expected) return "Conflict";
        put({ ...before, spec: { ...before.spec, replicas: to } } as never);
        return undefined;
      }),
    disown: (kind, key) =>
      write(`disown ${kind} ${key.name}`, () => {
        const before = stored(kind, key);
        if (before === undefined) return "NotFound";
        const managedFields = (before.metadata.managedFields ?? []).filter(({ manager }) => manager !== FIELD_MANAGER);
        put({ ...before, metadata: { ...before.metadata, managedFields } } as never);
        return undefined;
      }),
    createPlaceholder: ({ role, namespace, pool, owner, shapeOf }) =>
      write(`create ${role.toLowerCase()} ${pool}`, () => {
        const workload = stored(shapeOf.kind, shapeOf.key) as Workload | undefined;
        if (workload === undefined) return "NotFound";
        const name = `${pool}-${++version}`;
        const ownerReferences = [{ apiVersion: API_VERSION, ...owner, controller: true }];
        if (world.lag) hidden.add(idOf("Pod", { namespace, name }));
        put(
          podOf(
            { namespace, name, ownerReferences, labels: { [role === "Waker" ? WAKER_LABEL : POOL_LABEL]: pool } },
            workload,
          ),
        );
        return undefined;
      }),
    deletePod: (key, uid) => write(`delete pod ${key.name}`, () => removeExact("Pod", key, uid)),
    deleteOwned: (kind, key, uid) => write(`delete ${kind} ${key.name}`, () => removeExact(kind, key, uid)),
    writeStatus: (kind, key, status) =>
      write(`status ${kind} ${key.name}`, () => {
        const before = stored(kind, key);
        if (before === undefined || before.metadata.uid !== key.uid) return "NotFound";
        put({ ...before, kind, status: JSON.parse(JSON.stringify(status)) as unknown } as never);
        return undefined;
      }),
    record: (event) => void events.push(event),
  };

  function removeExact(kind: ObservedKind, key: ObjectKey, uid: string): WriteFailure["code"] | undefined {
    if (stored(kind, key)?.metadata.uid !== uid) return "NotFound";
    remove(kind, key);
    return undefined;
  }

  /** Writes that are not of a status: in a steady state there are none. */
  const deeds = () => writes.filter((what) => !what.startsWith("status"));
  return { cluster, world, put, remove, catchUp, writes, deeds, events, stored };
}

/** A pod that has a node and was Ready at once. */
export function podOf(metadata: ObjectMeta, { spec }: Workload): Pod & { readonly kind: "Pod" } {
  return {
    kind: "Pod",
    metadata,
    spec: { nodeName: "node-1", requests: spec.template.requests, priority: 0 },
    status: { phase: "Running", restarts: 0 },
  };
}

function ours({ managedFields = [] }: ObjectMeta) {
  const others = managedFields.filter(({ manager }) => manager !== FIELD_MANAGER);
  return [...others, { manager: FIELD_MANAGER, operation: "Update", fieldsV1: { "f:spec": { "f:minReplicas": {} } } }];
}

function specOf(object: AnyObject | undefined): unknown {
  return (object as { readonly spec?: unknown } | undefined)?.spec;
}

function refusal(code: WriteFailure["code"], what: string): Written {
  return failed({ code, message: `${what} failed: ${code}`, remedy: "it is tried again" });
}
