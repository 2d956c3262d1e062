/** RFC 6902, as far as it is used. */
export type PatchOperation =
  | { readonly op: "test" | "add" | "replace"; readonly path: string; readonly value: unknown }
  | { readonly op: "remove"; readonly path: string };

type Fields = Readonly<Record<string, unknown>>;

/**
 * The document with all operations done; lists are replaced as a whole, never entered.
 * A test for null holds where the field is absent, as in the library that Kubernetes uses (json-patch v4.13).
 * @returns undefined when a test did not hold, or a path leads nowhere
 */
export function patchedBy<T>(document: T, patch: readonly PatchOperation[]): T | undefined {
  let fields: Fields | undefined = document as Fields;
  for (const operation of patch) {
    if (fields === undefined) return undefined;
    fields = one(fields, partsOf(operation.path), operation);
  }
  return fields as T | undefined;
}

function one(fields: Fields, [name, ...deeper]: readonly string[], operation: PatchOperation): Fields | undefined {
  if (name === undefined) return undefined;
  if (deeper.length === 0) return atEnd(fields, name, operation);
  const inner = fields[name];
  if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return undefined;
  const after = one(inner as Fields, deeper, operation);
  return after === undefined || after === inner ? after && fields : { ...fields, [name]: after };
}

function atEnd(fields: Fields, name: string, operation: PatchOperation): Fields | undefined {
  if (operation.op === "test") {
    return JSON.stringify(fields[name] ?? null) === JSON.stringify(operation.value) ? fields : undefined;
  }
  if (operation.op !== "add" && !(name in fields)) return undefined;
  if (operation.op !== "remove") return { ...fields, [name]: operation.value };
  return Object.fromEntries(Object.entries(fields).filter(([other]) => other !== name));
}

function partsOf(path: string): readonly string[] {
  return path
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}
