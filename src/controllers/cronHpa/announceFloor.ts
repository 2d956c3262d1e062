import type { FloorAction } from "../../plan/actions/floorAction.ts";
import type { EventNote } from "../../ports/cluster.ts";
import type { Instant } from "../../units/instant.ts";
import type { Board } from "../board.ts";
import { fitted } from "../conditions.ts";
import type { Surroundings } from "../runtime/controller.ts";
import type { Target } from "../targets.ts";
import type { Carrier } from "./carrier.ts";

export interface Deed {
  readonly action: FloorAction;
  readonly carrier: Carrier;
  readonly target: Target;
  readonly now: Instant;
}

/** Says what was done to a floor, in the same words everywhere: Event on the object itself, log line, board. */
export function announceFloor(
  { cluster, log }: Surroundings,
  board: Board,
  { action, carrier, target, now }: Deed,
): void {
  const said = wordsFor(action, carrier);
  if (said === undefined) return;
  const { kind, key, metadata } = carrier;
  const note = fitted(said.note, 1024);
  const uid = metadata.uid === undefined ? {} : { uid: metadata.uid };
  cluster.record({ regarding: { kind, key, ...uid }, action: "Enforce", ...said, note });
  log.info(note, { target: `${target.key.namespace}/${target.key.name}`, reason: said.reason });
  board.did({ at: now, target: target.key, text: note });
}

function wordsFor(
  action: FloorAction,
  { floor, field, otherWriter }: Carrier,
): Pick<EventNote, "type" | "reason" | "note"> | undefined {
  const was = String(floor.value ?? "unset");
  switch (action.kind) {
    case "none":
      return undefined;
    case "apply": {
      if (action.foreignReset) {
        const who = otherWriter ?? "another writer";
        const found = `${who} set ${field} to ${was} while a floor is in force`;
        const note = `${found}; raised to ${action.to} again: ${action.because}`;
        return { type: "Warning", reason: "ForeignReset", note };
      }
      // Somebody else asks for it now: nobody sees a difference.
      if (action.to === floor.value) return undefined;
      const reason = action.to > (floor.value ?? 0) ? "FloorRaised" : "FloorLowered";
      return { type: "Normal", reason, note: `${field} ${was} → ${action.to}: ${action.because}` };
    }
    case "giveBack":
      return {
        type: "Normal",
        reason: "FloorGivenBack",
        note: `${field} ${was} → ${action.to ?? "unset"}, as found: ${action.because}`,
      };
    case "forget":
      return { type: "Normal", reason: "FloorForgotten", note: `${field} stays ${was}: ${action.because}` };
  }
}
