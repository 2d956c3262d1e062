import type { ObjectKey } from "../../api/metadata.ts";
import { SECOND } from "../../units/duration.ts";
import type { Instant } from "../../units/instant.ts";

/** One turn of a namespace: every autoscaler in it looks once in that time. */
const TURN = 30 * SECOND;

/** One target as it is looked at: `standing` is the floor that is applied, or what was found without one. */
export interface BudgetedLook {
  readonly target: ObjectKey;
  readonly standing: number;
  readonly now: Instant;
}

/**
 * Replicas that forecasts may still add in one namespace's turn, so that one wrong query cannot raise every target.
 * A target may be looked at more than once in that time, also before what was planned for it is applied: what it was
 * given stays given to it, and is not spent twice.
 */
export interface TurnBudget {
  /** What may be added to the floor that stands, of the policy's limit. */
  left(look: BudgetedLook, limit: number): number;
  /** @param floor that a forecast has led to */
  spend(look: BudgetedLook, floor: number): void;
}

/** For one look that nothing comes of. */
export const NO_LIMIT: TurnBudget = { left: (_, limit) => limit, spend: () => {} };

/** Of one target in one turn: the floor that stood at its first look, and the highest that it was given since. */
interface Rise {
  readonly from: number;
  readonly to: number;
}

interface NamespaceTurn {
  readonly since: Instant;
  readonly rises: Map<string, Rise>;
}

export function turnBudget(): TurnBudget {
  const turns = new Map<string, NamespaceTurn>();

  function turnOf({ target, now }: BudgetedLook): NamespaceTurn | undefined {
    const turn = turns.get(target.namespace);
    if (turn === undefined || now - turn.since < TURN) return turn;
    turns.delete(target.namespace);
    return undefined;
  }

  return {
    left(look, limit) {
      const rises = turnOf(look)?.rises;
      if (rises === undefined) return limit;
      const own = rises.get(look.target.name);
      const others = [...rises].filter(([name]) => name !== look.target.name);
      const given = others.reduce((sum, [, { from, to }]) => sum + to - from, 0);
      const taken = own === undefined ? 0 : Math.max(0, look.standing - own.from);
      return Math.max(0, limit - given - taken);
    },
    spend(look, floor) {
      if (floor <= look.standing) return;
      const turn = turnOf(look) ?? { since: look.now, rises: new Map<string, Rise>() };
      turns.set(look.target.namespace, turn);
      const own = turn.rises.get(look.target.name) ?? { from: look.standing, to: look.standing };
      turn.rises.set(look.target.name, { from: own.from, to: Math.max(own.to, floor) });
    },
  };
}
