import type { Branded } from "./branded.ts";

/** A length of elapsed time in whole milliseconds, ≥ 0. */
export type Milliseconds = Branded<"milliseconds">;

export const SECOND = 1_000 as Milliseconds;
export const MINUTE = 60_000 as Milliseconds;
export const HOUR = 3_600_000 as Milliseconds;
export const DAY = 86_400_000 as Milliseconds;
export const WEEK = 604_800_000 as Milliseconds;

/** @throws RangeError when it is negative, fractional or beyond the safe integers */
export function milliseconds(n: number): Milliseconds {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`a duration is whole milliseconds ≥ 0, got ${n}`);
  return n as Milliseconds;
}

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** As `parseDuration` reads it, for a schema's `pattern`. */
export const DURATION_PATTERN = "^([0-9]+(\\.[0-9]+)?(ms|s|m|h|d))+$";

/**
 * Reads a duration as Go writes it, and days: `90s`, `1h30m`, `28d`, `1.5h`.
 * @returns undefined when it is not one, or longer than 100 years
 */
export function parseDuration(text: string): Milliseconds | undefined {
  if (text.length > 64 || !new RegExp(DURATION_PATTERN).test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/([0-9.]+)(ms|s|m|h|d)/g)) {
    total += Number(amount) * UNITS[unit as keyof typeof UNITS];
  }
  const rounded = Math.round(total);
  return rounded <= 36_525 * DAY ? (rounded as Milliseconds) : undefined;
}

/** The shortest Go-style text: `1h30m`, `45s`, `2d` is written `48h` so that CEL's `duration()` reads it too. */
export function formatDuration(duration: Milliseconds): string {
  if (duration === 0) return "0s";
  const parts: string[] = [];
  let rest: number = duration;
  for (const unit of ["h", "m", "s", "ms"] as const) {
    const count = Math.floor(rest / UNITS[unit]);
    if (count > 0) parts.push(`${count}${unit}`);
    rest -= count * UNITS[unit];
  }
  return parts.join("");
}

/** The same to the second, as people read it: what is shorter than half of one is `0s`. */
export function formatSeconds(duration: Milliseconds): string {
  return formatDuration(milliseconds(Math.round(duration / SECOND) * SECOND));
}
