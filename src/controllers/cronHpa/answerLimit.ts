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
  let lastApply: { readonly to: number; readonly over: string | undefined } | undefined;
  let lastReset: { readonly by: string; readonly at: Instant } | undefined;

  /** `kubectl replace` takes our record away with our value: then only the same write again tells of a reset. */
  function isAnswer(action: FloorAction): boolean {
    return action.kind === "apply" && (action.foreignReset || lastApply?.to === action.to);
  }

  return {
    /**
     * Answers are kept apart from each other, not from our own steps: with a floor that was lowered a moment ago the
     * HPA looks every 15 s, and falls to what somebody's manifest says at its next look.
     */
    mayAct(action, seen, now) {
      if (!isAnswer(action)) return now;
      // It is what we wrote over: the view is behind, and when it is not any more that calls for a turn.
      const isBehind = lastApply?.over !== undefined && lastApply.over === seen.metadata.resourceVersion;
      if (isBehind) return instant(now + ANSWER_EVERY);
      const answered = lastReset?.at ?? (lastApply === undefined ? writtenBefore(seen) : undefined);
      // What lies ahead is of a clock that was set back meanwhile, or of another machine's.
      if (answered === undefined || answered > now) return now;
      return instant(Math.max(now, answered + ANSWER_EVERY));
    },
    acted(action, seen, now) {
      if (action.kind === "none") return;
      if (isAnswer(action)) lastReset = { by: seen.otherWriter ?? "another writer", at: now };
      lastApply = action.kind === "apply" ? { to: action.to, over: seen.metadata.resourceVersion } : undefined;
    },
    foughtBy: (now) => (lastReset !== undefined && now - lastReset.at < REMEMBERED ? lastReset.by : undefined),
  };
}

/** After a restart only the record tells when a floor was written last: it may have been an answer. */
function writtenBefore({ floor }: Carrier): Instant | undefined {
  return floor.record === undefined ? undefined : parseInstant(floor.record.since);
}
