import type { RawObject } from "../ports/cluster.ts";

/** As kubectl shows objects: who wrote which field is longer than the rest, and seldom asked for. */
export function withoutManagedFields(object: RawObject): RawObject {
  const { managedFields: _left, ...metadata } = object.metadata;
  return { ...object, metadata };
}
