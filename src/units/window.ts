import type { Instant } from "./instant.ts";

/** Half-open: `start` belongs to it, `end` does not. */
export interface Window {
  readonly start: Instant;
  readonly end: Instant;
}

export function contains(window: Window, at: Instant): boolean {
  return window.start <= at && at < window.end;
}

export function overlaps(a: Window, b: Window): boolean {
  return a.start < b.end && b.start < a.end;
}
