import type { Instant } from "../../units/instant.ts";

/** As client-go's overall limiter: so many retries at once, and then ten a second. */
const AT_ONCE = 100;
const EVERY = 100;

/**
 * Spaces the retries of all keys together. Each key's own back-off begins at 5 ms: when an API server that struggles
 * refuses thousands of them, they would come back a dozen times each within seconds.
 * @param longest milliseconds that no retry waits longer for; where more are booked than fit, they stand closer in the
 *   second half of it
 * @returns how long the next retry waits at least, milliseconds
 * @see https://pkg.go.dev/k8s.io/client-go/util/workqueue#DefaultControllerRateLimiter
 */
export function retryRate(longest: number): (now: Instant) => number {
  let booked = -Infinity;
  return (now) => {
    booked = Math.max(booked, now - AT_ONCE * EVERY) + EVERY;
    if (booked > now + longest) booked = now + longest / 2;
    return Math.max(0, booked - now);
  };
}
