import { MINUTE } from "../../units/duration.ts";
import type { Instant } from "../../units/instant.ts";

/** A create or delete whose event never came is given up after this long, as client-go does. */
const GIVEN_UP_AFTER = 5 * MINUTE;

/**
 * What was ordered and is not in the view yet. A view can lag by half a minute: who counts only what it shows creates
 * everything twice.
 */
export interface Expectations {
  /** Said before the order goes out, because its event may be here before the answer. */
  willCreate(pool: string, now: Instant): void;
  /** As `willCreate`. */
  willDelete(pool: string, uid: string, now: Instant): void;
  /** The pod is in the view, or the create was refused for certain. */
  sawCreated(pool: string): void;
  /** The pod left the view, or the delete was refused for certain. */
  sawDeleted(pool: string, uid: string): void;
  /** Creates that are still to be seen. */
  outstanding(pool: string, now: Instant): number;
  isDeleted(pool: string, uid: string, now: Instant): boolean;
  forget(pool: string): void;
}

interface Orders {
  readonly creates: Instant[];
  readonly deletes: Map<string, Instant>;
}

export function expectations(): Expectations {
  const pools = new Map<string, Orders>();

  function ordersOf(pool: string): Orders {
    const orders = pools.get(pool) ?? { creates: [], deletes: new Map<string, Instant>() };
    pools.set(pool, orders);
    return orders;
  }

  return {
    willCreate: (pool, now) => void ordersOf(pool).creates.push(now),
    willDelete: (pool, uid, now) => void ordersOf(pool).deletes.set(uid, now),
    sawCreated: (pool) => void pools.get(pool)?.creates.shift(),
    sawDeleted: (pool, uid) => void pools.get(pool)?.deletes.delete(uid),
    outstanding(pool, now) {
      const creates = pools.get(pool)?.creates ?? [];
      while (creates[0] !== undefined && now - creates[0] >= GIVEN_UP_AFTER) creates.shift();
      return creates.length;
    },
    isDeleted(pool, uid, now) {
      const at = pools.get(pool)?.deletes.get(uid);
      return at !== undefined && now - at < GIVEN_UP_AFTER;
    },
    forget: (pool) => void pools.delete(pool),
  };
}
