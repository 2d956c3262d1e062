import { SECOND } from "../../units/duration.ts";
import type { Instant } from "../../units/instant.ts";

/** One turn of a namespace: every autoscaler in it looks once in that time. */
const TURN = 30 * SECOND;

/** Replicas that forecasts may still add in one namespace's turn, so that one wrong query cannot raise every target. */
export interface TurnBudget {
  left(namespace: string, limit: number, now: Instant): number;
  spend(namespace: string, added: number, now: Instant): void;
}

/** For one look that nothing comes of. */
export const NO_LIMIT: TurnBudget = { left: (_, limit) => limit, spend: () => {} };

export function turnBudget(): TurnBudget {
  const spent = new Map<string, { readonly since: Instant; readonly added: number }>();
  return {
    left(namespace, limit, now) {
      const turn = spent.get(namespace);
      return turn === undefined || now - turn.since >= TURN ? limit : Math.max(0, limit - turn.added);
    },
    spend(namespace, added, now) {
      if (added <= 0) return;
      const turn = spent.get(namespace);
      const goesOn = turn !== undefined && now - turn.since < TURN;
      spent.set(namespace, { since: goesOn ? turn.since : now, added: (goesOn ? turn.added : 0) + added });
    },
  };
}
