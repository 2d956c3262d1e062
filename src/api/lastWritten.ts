import { type Instant, parseInstant } from "../units/instant.ts";
import type { ManagedFieldsEntry, ObjectMeta } from "./metadata.ts";

/** The entries of who wrote the spec, and when; who wrote the status, or labels alone, is not among them. */
export function writersOfSpec(entries: readonly ManagedFieldsEntry[] = []): readonly ManagedFieldsEntry[] {
  return entries.filter(({ subresource, fieldsV1 }) => subresource === undefined && fieldsV1?.["f:spec"] !== undefined);
}

/**
 * When the spec became what it is, as its managed fields tell: exact for one that was never changed, else not before
 * the change. An entry has one time for all that its manager owns: labels that the same manager changes afterwards, or
 * a field that it takes over, move it.
 * @returns undefined when nothing says so, as in a file
 */
export function specWrittenAt({ generation, creationTimestamp, managedFields }: ObjectMeta): Instant | undefined {
  const created = parseInstant(creationTimestamp ?? "");
  if (generation === 1) return created;
  const times = writersOfSpec(managedFields).flatMap(({ time }) => parseInstant(time ?? "") ?? []);
  return times.toSorted((a, b) => a - b).at(-1) ?? created;
}
