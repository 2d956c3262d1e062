import { HOUR, MINUTE } from "../../units/duration.ts";
import type { Declaration } from "../declared/declarations.ts";
import type { Snapshot } from "../snapshot.ts";
import { SOON } from "./descentUnderWay.ts";

/** When the peak ended that the floor now comes down from: as written before, or as a campaign's times tell. */
export function peakEnd(
  { now, previous, scale, spec }: Snapshot,
  declarations: readonly Declaration[],
): number | undefined {
  const earliest = earliestEnd(scale.applied, spec.scaleIn);
  const written = (previous?.floors ?? [])
    .filter(({ start, end }) => start <= now + SOON && end > now - MINUTE)
    .map((window) => window.endedAt);
  const declared = declarations.map((declaration) => declaration.endedAt).filter((at) => at !== undefined);
  const ends = [...written, ...declared.filter((at) => at >= earliest)].filter((at) => at !== undefined && at <= now);
  return ends.length === 0 ? undefined : Math.max(...ends.map((at) => at ?? 0));
}

/**
 * A floor that was raised after a campaign's end does not come down from it: it would have no hold left. One that is
 * on its way down was lowered at most a longest hold, and the steps after it, past the end.
 */
function earliestEnd(applied: Snapshot["scale"]["applied"], { maxHold }: Snapshot["spec"]["scaleIn"]): number {
  if (applied === undefined) return -Infinity;
  return applied.from === undefined ? applied.since : applied.since - maxHold - HOUR;
}
