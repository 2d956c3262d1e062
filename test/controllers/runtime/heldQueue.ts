import { type Turn, keyedQueue } from "../../../src/controllers/runtime/keyedQueue.ts";
import { instant } from "../../../src/units/instant.ts";
import { simulatedClock } from "../simulatedClock.ts";

export const START = instant(Date.UTC(2026, 10, 11));

/** A queue whose runs end only when the test says so. */
export function heldQueue(concurrency: number, appointed?: "add" | "look") {
  const { clock, advanceTo } = simulatedClock(START);
  const log: string[] = [];
  const open = new Map<string, (turn: Turn) => void>();
  const bugs: unknown[] = [];
  const queue = keyedQueue({
    clock,
    concurrency,
    appointed,
    run: (key) => {
      log.push(key);
      if (open.has(key)) throw new Error(`two runs of ${key} at once`);
      return new Promise((resolve) => open.set(key, resolve));
    },
    onBug: (_, error) => bugs.push(error),
  });
  async function end(key: string, turn: Turn): Promise<void> {
    const resolve = open.get(key);
    open.delete(key);
    resolve?.(turn);
    await tick();
  }
  return { queue, log, end, bugs, advanceTo, clock };
}

export async function tick(): Promise<void> {
  for (let i = 0; i < 5; i++) await Promise.resolve();
}
