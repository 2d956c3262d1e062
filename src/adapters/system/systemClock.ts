import type { Clock } from "../../ports/clock.ts";
import { type Instant, instant } from "../../units/instant.ts";

/**
 * Timers run on a clock that nobody sets, and that stands still while a machine is suspended: after this long the wall
 * clock is asked again, so that a step of it delays nothing by more.
 */
const LONGEST_TIMER = 10_000;

/** The machine's clock, which may be stepped in either direction at any time. */
export function systemClock(): Clock {
  const now = () => instant(Date.now());
  return {
    now,
    at(when: Instant, callback: () => void): () => void {
      const due = performance.now() + (when - now());
      const left = () => Math.min(when - now(), due - performance.now());
      let timer: NodeJS.Timeout;
      // Never within the call, also where the instant has passed.
      const wait = () => {
        const piece = Math.min(Math.max(left(), 0), LONGEST_TIMER);
        timer = setTimeout(() => (left() <= 0 ? callback() : wait()), piece);
      };
      wait();
      return () => clearTimeout(timer);
    },
  };
}
