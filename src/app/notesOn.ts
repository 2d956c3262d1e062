import { leadTimeOf } from "../plan/leadTime/leadTime.ts";
import type { Snapshot } from "../plan/snapshot.ts";
import { formatDuration } from "../units/duration.ts";
import type { Failure } from "../units/failure.ts";

/** What a reader of the plan has to know of its inputs. */
export function notesOn(
  { target, spec, forecast: inHand, demand, leadTime }: Snapshot,
  inputFailure: Failure | undefined,
): readonly string[] {
  const name = `${target.namespace}/${target.name}`;
  const notes: string[] = [];
  if (inHand.kind === "none") {
    notes.push(`${name}: no forecast, so only declared peaks are planned: ${inHand.because.message}`);
  }
  if (demand.kind === "unknown") {
    notes.push(`${name}: the demand at this moment is unknown: ${inputFailure?.message ?? demand.state}`);
  }
  if (leadTime.kind === "learned" && leadTime.pods.length === 0) {
    const assumed = formatDuration(leadTimeOf(leadTime)(1));
    notes.push(`${name}: no start was observed, so the lead time is taken as ${assumed}; startup.leadTime fixes it`);
  }
  if (spec.suspend) notes.push(`${name}: spec.suspend is true, so a controller would keep the last floor instead`);
  return notes;
}
