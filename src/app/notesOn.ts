import { type Pause, pausedWords } from "../controllers/pause.ts";
import { leadTimeOf } from "../plan/leadTime/leadTime.ts";
import type { Snapshot } from "../plan/snapshot.ts";
import { formatSeconds } from "../units/duration.ts";
import type { Failure } from "../units/failure.ts";

export interface Circumstances {
  /** Why the demand is unknown. */
  readonly inputFailure: Failure | undefined;
  /** Somebody's wish for the whole namespace. */
  readonly pause?: Pause;
}

/** What a reader of the plan has to know of its inputs, and of what a controller would do instead. */
export function notesOn(
  { target, spec, forecast: inHand, demand, leadTime }: Snapshot,
  { inputFailure, pause }: Circumstances,
): readonly string[] {
  const name = `${target.namespace}/${target.name}`;
  const notes: string[] = [];
  if (pause !== undefined) {
    const instead = pause === "freeze" ? "keeps the last floor instead" : "gives the floor back in steps instead";
    const remedy = `headstart pause --namespaces ${target.namespace} --off ends it`;
    notes.push(`${name}: ${pausedWords(pause)}, so a controller ${instead}; ${remedy}`);
  }
  if (spec.mode === "Recommend") notes.push(`${name}: its mode is Recommend, so a controller writes no floor`);
  if (inHand.kind === "none") {
    const { message, remedy } = inHand.because;
    notes.push(`${name}: no forecast, so only declared peaks are planned: ${message}; ${remedy}`);
  }
  if (demand.kind === "unknown") {
    notes.push(`${name}: the demand at this moment is unknown: ${inputFailure?.message ?? demand.state}`);
  }
  if (leadTime.kind === "learned" && leadTime.pods.length === 0) {
    const assumed = formatSeconds(leadTimeOf(leadTime)(1));
    notes.push(`${name}: no start was observed, so the lead time is taken as ${assumed}; startup.leadTime fixes it`);
  }
  if (spec.suspend) notes.push(`${name}: spec.suspend is true, so a controller would keep the last floor instead`);
  return notes;
}
