import type { Clock } from "../../ports/clock.ts";
import { type Instant, instant } from "../../units/instant.ts";

/** Node's timers hold 32 bits of milliseconds: a longer wait is cut into pieces of a day. */
const LONGEST_TIMER = 86_400_000;

/** The machine's clock. A step of it (±2 min) is noticed when a timer fires: callbacks wait for the wall clock. */
export function systemClock(): Clock {
  const now = () => instant(Date.now());
  return {
    now,
    at(when: Instant, callback: () => void): () => void {
      let timer: NodeJS.Timeout;
      const wait = () => {
        const left = when - now();
        if (left <= 0 && timer !== undefined) return callback();
        timer = setTimeout(left <= 0 ? callback : wait, Math.min(Math.max(left, 0), LONGEST_TIMER));
      };
      wait();
      return () => clearTimeout(timer);
    },
  };
}
