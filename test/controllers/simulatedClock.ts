import type { Clock } from "../../src/ports/clock.ts";
import { type Instant, instant } from "../../src/units/instant.ts";

/** A clock that moves only when told, for tests of the runtime alone. */
export function simulatedClock(start: Instant) {
  let now = start;
  const appointments = new Set<{ at: Instant; callback: () => void }>();
  const clock: Clock = {
    now: () => now,
    at(at, callback) {
      const appointment = { at, callback };
      appointments.add(appointment);
      return () => appointments.delete(appointment);
    },
  };
  /** Keeps the appointments up to and including the instant, in order, letting what they start run in between. */
  async function advanceTo(end: Instant, idle: () => Promise<void>): Promise<void> {
    await idle();
    for (;;) {
      const next = [...appointments].sort((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      appointments.delete(next);
      now = instant(Math.max(now, next.at));
      next.callback();
      await idle();
    }
    now = end;
  }
  return { clock, advanceTo, waiting: () => appointments.size };
}
