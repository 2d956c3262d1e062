import type { Clock } from "../../ports/clock.ts";
import { type Instant, instant } from "../../units/instant.ts";

/**
 * Timers run on a clock that nobody sets, and that stands still while a machine is suspended: after this long the wall
 * clock is asked again, so that a step of it delays nothing by more.
 */
const LONGEST_TIMER = 10_000;

/** The machine's clock: callbacks wait for the wall clock, however it steps. */
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
