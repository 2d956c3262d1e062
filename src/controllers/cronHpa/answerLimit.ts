import { SECOND } from "../../units/duration.ts";
import { type Instant, instant, parseInstant } from "../../units/instant.ts";
import type { FloorAction } from "../../plan/actions/floorAction.ts";
import type { Carrier } from "./carrier.ts";

/** A foreign reset is answered, but two writers must not chase each other. */
const ANSWER_EVERY = 10 * SECOND;
/** How long a reset stays in the condition: most GitOps tools look every three minutes. */
const REMEMBERED = 600 * SECOND;

/** Keeps the answers to one target's resets apart. Losing it on a restart costs one early answer. */
export interface AnswerLimit {
  /** When the action may be carried out; `now` when it may at once. */
  mayAct(action: FloorAction, seen: Carrier, now: Instant): Instant;
  acted(action: FloorAction, seen: Carrier, now: Instant): void;
  /** Who reset the field lately. */
  foughtBy(now: Instant): string | undefined;
}

export function answerLimit(): AnswerLimit {
  let lastApply: { readonly to: number; readonly at: Instant } | undefined;
  let lastReset: { readonly by: string; readonly at: Instant } | undefined;

  /** `kubectl replace` takes our record away with our value: then only the same write again tells of a reset. */
  function isRepeated(action: FloorAction): boolean {
    return action.kind === "apply" && lastApply?.to === action.to;
  }

  return {
    mayAct(action, seen, now) {
      if (action.kind !== "apply" || !(action.foreignReset || isRepeated(action))) return now;
      const written = action.foreignReset ? parseInstant(seen.floor.record?.since ?? "") : undefined;
      const last = Math.max(written ?? -Infinity, lastApply?.at ?? -Infinity);
      return last + ANSWER_EVERY > now ? instant(last + ANSWER_EVERY) : now;
    },
    acted(action, seen, now) {
      if (action.kind === "none") return;
      if (action.kind === "apply" && (action.foreignReset || isRepeated(action))) {
        lastReset = { by: seen.otherWriter ?? "another writer", at: now };
      }
      lastApply = action.kind === "apply" ? { to: action.to, at: now } : undefined;
    },
    foughtBy: (now) => (lastReset !== undefined && now - lastReset.at < REMEMBERED ? lastReset.by : undefined),
  };
}
