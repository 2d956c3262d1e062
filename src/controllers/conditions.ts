import type { Condition } from "../api/metadata.ts";
import { type Instant, formatToSecond } from "../units/instant.ts";

/** What a turn found, before it is compared with what the status says. `reason` is CamelCase from a closed set. */
export interface Finding {
  readonly type: string;
  readonly status: boolean | "Unknown";
  readonly reason: string;
  readonly message: string;
}

/** API server's limit for a condition's message. */
const LONGEST_MESSAGE = 32_768;

/**
 * Findings as conditions. The time of the last transition moves only when the status of that type changes,
 * so a steady state gives the same conditions turn after turn and nothing is written.
 */
export function conditionsFrom(
  findings: readonly Finding[],
  previous: readonly Condition[] | undefined,
  { now, generation }: { readonly now: Instant; readonly generation: number | undefined },
): readonly Condition[] {
  // A status of somebody else's writing need not be what the schema says.
  const known: readonly (Condition | null)[] = Array.isArray(previous) ? previous : [];
  return findings.map(({ type, status, reason, message }) => {
    const text = status === "Unknown" ? "Unknown" : status ? "True" : "False";
    const before = known.find((condition) => condition?.type === type);
    return {
      type,
      status: text,
      reason,
      message: message.slice(0, LONGEST_MESSAGE),
      lastTransitionTime: before?.status === text ? before.lastTransitionTime : formatToSecond(now),
      ...(generation === undefined ? {} : { observedGeneration: generation }),
    };
  });
}

/** Text for a status field of limited length, on one line. */
export function fitted(text: string, longest: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}
