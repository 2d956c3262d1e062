/** For a slow, shared machine: generous, because only a failure waits this long. */
export const PATIENCE = 60_000;
const INTERVAL = 200;

/** Thrown by a probe when waiting longer is in vain. */
export class InVain extends Error {}

/**
 * Waits for a state.
 * @param probe gives the state once it is reached; undefined, false or an exception means not yet
 * @throws when the deadline (milliseconds) passes; the message shows what was seen last
 */
export async function waitFor<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  deadline = PATIENCE,
): Promise<T> {
  const end = performance.now() + deadline;
  let seen: unknown = "nothing";
  for (;;) {
    try {
      const value = await probe();
      if (value !== undefined && value !== false) return value;
      seen = value;
    } catch (error) {
      if (error instanceof InVain) throw error;
      seen = error instanceof Error ? error.message : error;
    }
    if (performance.now() > end)
      throw new Error(`${what}: not within ${deadline / 1000} s; last seen: ${String(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
  }
}
