import type { WriteFailure } from "../../ports/cluster.ts";
import { SECOND } from "../../units/duration.ts";
import type { Instant } from "../../units/instant.ts";

/** Our view may be a moment older than the object, whose HPA writes to it every 15 s; a second try knows better. */
const PASSES_WITHIN = 10 * SECOND;

/** Tells a write that came between two others, and is decided again at once, from one that fails for long. */
export interface Patience {
  /** True while it is too early to report the failure. */
  isPassing(target: string, failure: WriteFailure | undefined, now: Instant): boolean;
}

/** Losing it on a restart costs one late report. */
export function patience(): Patience {
  /** Of each target whose writes meet others', since when without a break. */
  const since = new Map<string, Instant>();
  return {
    isPassing(target, failure, now) {
      if (failure?.code !== "Conflict") {
        since.delete(target);
        return false;
      }
      const began = since.get(target) ?? now;
      since.set(target, began);
      return now - began < PASSES_WITHIN;
    },
  };
}
