import type { Instant } from "../../units/instant.ts";
import type { Replicas } from "../../units/replicas.ts";

/** What a declared peak came to at the time it was resolved: kept in the campaign's status, read again next turn. */
export interface ResolvedPeak {
  /** Largest baseline within the window, units per second; undefined while no forecast was there. */
  readonly baseline: number | undefined;
  /** Units per second at the peak; undefined for a peak declared in replicas. */
  readonly units: number | undefined;
  readonly replicas: Replicas;
  readonly resolvedAt: Instant;
}
