import type { ManagedFieldsEntry, ObjectMeta } from "../api/metadata.ts";
import { formatInstant, type Instant } from "../units/instant.ts";

/** A field, as the path of names that lead to it; lists are one field. */
type Path = string;

interface Managed {
  readonly metadata: ObjectMeta;
  readonly spec?: unknown;
}

export interface Writer {
  readonly manager: string;
  readonly operation: "Update" | "Apply";
  readonly now: Instant;
  /** What an apply wishes: all of it becomes the applier's, whether it changes anything or not. */
  readonly wished?: Managed;
}

/**
 * Who owns what after a write: what changed is the writer's, and nobody else's; what is gone is nobody's. What an apply
 * wishes as it stands already is the applier's too, beside whoever wrote it.
 */
export function withOwnership<T extends Managed>(before: T | undefined, after: T, writer: Writer): T {
  const was = leavesOf(before);
  const is = leavesOf(after);
  const changed = [...is].filter(([path, text]) => was.get(path) !== text).map(([path]) => path);
  const gone = [...was.keys()].filter((path) => !is.has(path));
  const claimed = writer.wished === undefined ? changed : [...leavesOf(writer.wished).keys()];
  if (changed.length === 0 && gone.length === 0 && claimed.length === 0) return after;
  return withEntries(after, entriesAfter(after.metadata.managedFields ?? [], { changed, gone, claimed, writer }));
}

/** Those whose fields the wish would change, and who are not the one who wishes. */
export function conflictsWith(object: Managed, wished: Managed, manager: string): readonly string[] {
  const is = leavesOf(object);
  const changed = [...leavesOf(wished)].filter(([path, text]) => is.get(path) !== text).map(([path]) => path);
  return (object.metadata.managedFields ?? [])
    .filter((entry) => entry.manager !== manager && entry.subresource === undefined)
    .filter((entry) => pathsIn(entry).some((path) => changed.includes(path)))
    .map((entry) => entry.manager ?? "");
}

/** The object without any entry of the manager. */
export function withoutManager<T extends Managed>(object: T, manager: string): T {
  return withEntries(
    object,
    (object.metadata.managedFields ?? []).filter((entry) => entry.manager !== manager),
  );
}

interface Change {
  readonly changed: readonly Path[];
  readonly gone: readonly Path[];
  readonly claimed: readonly Path[];
  readonly writer: Writer;
}

function entriesAfter(
  entries: readonly ManagedFieldsEntry[],
  { changed, gone, claimed, writer }: Change,
): readonly ManagedFieldsEntry[] {
  const { manager, operation, now } = writer;
  const isOwn = (entry: ManagedFieldsEntry) => entry.manager === manager && entry.operation === operation;
  const lost = new Set([...changed, ...gone]);
  const others = entries
    .filter((entry) => !isOwn(entry))
    .map((entry) =>
      entryOf(
        entry,
        pathsIn(entry).filter((path) => !lost.has(path)),
      ),
    );
  const kept = entries
    .filter(isOwn)
    .flatMap(pathsIn)
    .filter((path) => !lost.has(path));
  const own = entryOf({ manager, operation, time: formatInstant(now) }, [...new Set([...kept, ...claimed])]);
  return [...others, own].filter((entry) => pathsIn(entry).length > 0);
}

function entryOf(entry: ManagedFieldsEntry, paths: readonly Path[]): ManagedFieldsEntry {
  const fieldsV1: Record<string, unknown> = {};
  for (const path of paths) {
    let at = fieldsV1;
    for (const name of path.split(SEPARATOR)) at = (at[`f:${name}`] ??= {}) as Record<string, unknown>;
  }
  return { ...entry, fieldsV1 };
}

const SEPARATOR = "\u0000";

function pathsIn({ fieldsV1 = {} }: ManagedFieldsEntry): readonly Path[] {
  return leafPaths(fieldsV1, []).map((names) => names.map((name) => name.replace(/^f:/, "")).join(SEPARATOR));
}

function leafPaths(fields: object, path: readonly string[]): readonly (readonly string[])[] {
  return Object.entries(fields).flatMap(([name, inner]) => {
    const here = [...path, name];
    const isLeaf = typeof inner !== "object" || inner === null || Object.keys(inner).length === 0;
    return isLeaf ? [here] : leafPaths(inner as object, here);
  });
}

/** Every field of the spec and every annotation, with its value as text. */
function leavesOf(object: Managed | undefined): ReadonlyMap<Path, string> {
  const managed = { spec: object?.spec, metadata: { annotations: object?.metadata.annotations } };
  return new Map(valuesIn(managed, []));
}

function valuesIn(value: unknown, path: readonly string[]): readonly (readonly [Path, string])[] {
  if (value === undefined) return [];
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([name, inner]) => valuesIn(inner, [...path, name]));
  }
  return [[path.join(SEPARATOR), JSON.stringify(value)]];
}

function withEntries<T extends Managed>(object: T, managedFields: readonly ManagedFieldsEntry[]): T {
  return { ...object, metadata: { ...object.metadata, managedFields } };
}
