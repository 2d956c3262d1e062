import type { RawObject } from "../ports/cluster.ts";

/**
 * Whether anything but the status is another. Our own write of a status comes back as an event too, and is no more than
 * a hint: a turn for it would write again where words change with each try, as fast as the API server answers.
 */
export function specChanged(before: RawObject | undefined, after: RawObject | undefined): boolean {
  if (before === undefined || after === undefined) return true;
  if (before.metadata.uid !== after.metadata.uid) return true;
  if (before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp) return true;
  const { generation } = after.metadata;
  if (generation !== undefined && before.metadata.generation !== undefined) {
    return generation !== before.metadata.generation;
  }
  return JSON.stringify(before.spec) !== JSON.stringify(after.spec);
}
