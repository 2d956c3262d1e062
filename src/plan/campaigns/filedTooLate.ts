import { formatSeconds, milliseconds, SECOND } from "../../units/duration.ts";

const WORDS = "after its replicas had to be ordered, too late to be Ready at the start";

/**
 * How a verdict begins that nobody could have made better.
 * @param late milliseconds from when its replicas had to be ordered to when it was filed
 */
export function tooLateText(late: number): string {
  return `filed ${formatSeconds(milliseconds(Math.max(SECOND, late)))} ${WORDS}`;
}

/** The verdict has no field for it: of what was kept, only the message says it. */
export function wasFiledTooLate({ ready, message }: { readonly ready: boolean; readonly message: string }): boolean {
  return !ready && message.startsWith("filed ") && message.includes(WORDS);
}
