import type { ObjectKey } from "../api/metadata.ts";
import { SECOND } from "../units/duration.ts";
import { formatInstant, type Instant, instant } from "../units/instant.ts";
import type { Shelves, TwinKind, TwinObjects, TwinState } from "./state.ts";

/** How soon workload controllers and scheduler see a change. */
const SEEN_AFTER = SECOND;
/** What the workload controllers and the scheduler act upon. */
const MOVING: readonly TwinKind[] = ["Pod", "Deployment", "StatefulSet", "Node", "ResourceQuota"];
/** Kinds that own nothing, so that nothing has to be looked for when one of them goes. */
const CHILDLESS: readonly TwinKind[] = ["Pod", "Node", "HorizontalPodAutoscaler", "ResourceQuota"];

export function textOf({ namespace, name }: ObjectKey): string {
  return `${namespace}/${name}`;
}

export function stored<K extends TwinKind>(state: TwinState, kind: K, key: ObjectKey): TwinObjects[K] | undefined {
  return state.shelves[kind].get(textOf(key));
}

export function listed<K extends TwinKind>(state: TwinState, kind: K, namespace?: string): readonly TwinObjects[K][] {
  const all = [...state.shelves[kind].values()];
  return namespace === undefined ? all : all.filter(({ metadata }) => metadata.namespace === namespace);
}

/** Creates or replaces, as the API server does: uid, creation time, resource version, and generation of the spec. */
export function put<K extends TwinKind>(state: TwinState, kind: K, object: TwinObjects[K]): TwinState {
  const key = textOf(object.metadata);
  const before = state.shelves[kind].get(key);
  const version = state.version + 1;
  const changed = before === undefined || specChanged(before, object);
  const after = {
    ...object,
    kind,
    metadata: {
      ...object.metadata,
      uid: before?.metadata.uid ?? object.metadata.uid ?? `uid-${version}`,
      creationTimestamp:
        before?.metadata.creationTimestamp ?? object.metadata.creationTimestamp ?? formatInstant(state.now),
      resourceVersion: String(version),
      generation: (before?.metadata.generation ?? 0) + (changed ? 1 : 0),
    },
  };
  const shelf = new Map(state.shelves[kind]).set(key, after as TwinObjects[K]);
  return seen({ ...state, version, shelves: { ...state.shelves, [kind]: shelf } as Shelves }, kind);
}

/** Removes, and with it everything that it owned. */
export function removed(state: TwinState, kind: TwinKind, key: ObjectKey): TwinState {
  const before = stored(state, kind, key);
  if (before === undefined) return state;
  const shelf = new Map<string, unknown>(state.shelves[kind]);
  shelf.delete(textOf(key));
  const without = seen({ ...state, shelves: { ...state.shelves, [kind]: shelf } as Shelves }, kind);
  if (CHILDLESS.includes(kind)) return without;
  return dependentsOf(without, before.metadata.uid).reduce(
    (rest, dependent) => removed(rest, dependent.kind, dependent.key),
    without,
  );
}

function dependentsOf(state: TwinState, owner: string | undefined) {
  return (Object.keys(state.shelves) as TwinKind[]).flatMap((kind) =>
    listed(state, kind)
      .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === owner))
      .map(({ metadata }) => ({ kind, key: metadata })),
  );
}

function seen(state: TwinState, kind: TwinKind): TwinState {
  if (!MOVING.includes(kind) || state.passAt !== undefined) return state;
  return { ...state, passAt: instant(state.now + SEEN_AFTER) };
}

function specChanged(before: TwinObjects[TwinKind], after: TwinObjects[TwinKind]): boolean {
  const [was, is] = [before, after].map((object) => ("spec" in object ? object.spec : undefined));
  return was !== is && JSON.stringify(was) !== JSON.stringify(is);
}

export function movedTo(state: TwinState, now: Instant): TwinState {
  return now === state.now ? state : { ...state, now };
}
