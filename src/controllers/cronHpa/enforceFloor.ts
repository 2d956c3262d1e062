import { FLOOR_ANNOTATION } from "../../api/metadata.ts";
import type { FloorAction } from "../../plan/actions/floorAction.ts";
import type { Cluster, JsonPatch, Written } from "../../ports/cluster.ts";
import { success } from "../../units/result.ts";
import type { Carrier } from "./carrier.ts";
import { floorPatch, withFirstAnnotation } from "./floorPatch.ts";

/** Carries out the action on the object it was decided for; what was read is tested, never assumed. */
export async function enforceFloor(cluster: Cluster, action: FloorAction, seen: Carrier): Promise<Written> {
  const patch = floorPatch(action, seen);
  if (patch !== undefined) {
    const written = await writePatch(cluster, patch, seen);
    if (!written.ok) return written;
  }
  const leaves = action.kind === "giveBack" || action.kind === "forget";
  // Killed between the two writes, we find an object without a record that still names us as a field's owner.
  const left = action.kind === "none" && seen.ownedByUs && seen.metadata.annotations?.[FLOOR_ANNOTATION] === undefined;
  return leaves || left ? cluster.disown(seen.kind, seen.key) : success(undefined);
}

async function writePatch(cluster: Cluster, patch: JsonPatch, { kind, key, metadata }: Carrier): Promise<Written> {
  const written = await cluster.patch(kind, key, patch);
  const mayLackAnnotations = Object.keys(metadata.annotations ?? {}).length === 0;
  const isRejected = !written.ok && (written.failure.code === "Conflict" || written.failure.code === "Refused");
  if (!isRejected || !mayLackAnnotations) return written;
  const again = await cluster.patch(kind, key, withFirstAnnotation(patch));
  // It has annotations after all: then the first answer is the one that says what is wrong.
  return !again.ok && again.failure.code === "Conflict" ? written : again;
}
