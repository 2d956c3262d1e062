import type { Instant } from "../units/instant.ts";

/** The shell's clock. On the twin it is simulated, so a controller never asks another one. */
export interface Clock {
  now(): Instant;
  /**
   * Calls back once, at or soon after the instant, or as long from now as it is away, where the clock was set back
   * meanwhile: who looks too early makes a new appointment. The returned function cancels it.
   */
  at(instant: Instant, callback: () => void): () => void;
}
