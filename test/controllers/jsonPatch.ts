import type { JsonPatch } from "../../src/ports/cluster.ts";

type Doc = Record<string, unknown>;

/**
 * RFC 6902 as Kubernetes' library does it: a test for null holds where the field is absent. Undefined: a test
 * failed.
 */
export function patched<T>(object: T, patch: JsonPatch): T | undefined {
  const doc = structuredClone(object) as Doc;
  for (const operation of patch) {
    const path = operation.path
      .slice(1)
      .split("/")
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = path.pop() ?? "";
    const parent = path.reduce<Doc | undefined>((at, part) => at?.[part] as Doc | undefined, doc);
    if (parent === undefined) return undefined;
    if (operation.op === "remove") {
      if (!(last in parent)) return undefined;
      delete parent[last];
    } else if (operation.op === "test") {
      if (JSON.stringify(parent[last] ?? null) !== JSON.stringify(operation.value)) return undefined;
    } else {
      parent[last] = operation.value;
    }
  }
  return doc as T;
}
