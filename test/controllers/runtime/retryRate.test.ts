import { describe, expect, it } from "vitest";
import { keyedQueue, type Turn } from "../../../src/controllers/runtime/keyedQueue.ts";
import { retryRate } from "../../../src/controllers/runtime/retryRate.ts";
import { instant } from "../../../src/units/instant.ts";
import { simulatedClock } from "../simulatedClock.ts";
import { START } from "./heldQueue.ts";

const KEYS = 2_000;

/** So many keys whose runs fail until the API server is back; when each ran, in milliseconds from the start. */
async function outage(until: number, end: number) {
  const { clock, advanceTo } = simulatedClock(START);
  const runs: number[] = [];
  const wellAgain = new Map<string, number>();
  const queue = keyedQueue({
    clock,
    concurrency: 8,
    longestDelay: 30_000,
    run: (key) => {
      const at = clock.now() - START;
      runs.push(at);
      const turn: Turn = at < until ? { kind: "retry", because: "the API server is away" } : { kind: "done" };
      if (turn.kind === "done") wellAgain.set(key, at);
      return Promise.resolve(turn);
    },
    onBug: () => undefined,
  });
  for (let i = 0; i < KEYS; i++) queue.add(`key-${i}`);
  await advanceTo(instant(START + end), queue.settled);
  await queue.stop();
  return { runs, wellAgain };
}

describe("the retries of all keys together", () => {
  it("a refusal of thousands of keys is not asked for again by all of them at once", async () => {
    const { runs } = await outage(10_000, 9_999);
    const again = runs.length - KEYS;
    expect(again, "a hundred, and ten a second").toBeLessThan(1_000);
  });

  it("when the API server is back all are put right within the longest delay", async () => {
    const { wellAgain } = await outage(60_000, 90_000);
    expect(wellAgain.size).toBe(KEYS);
    const busiest = new Map<number, number>();
    for (const at of wellAgain.values()) busiest.set(at, (busiest.get(at) ?? 0) + 1);
    expect(Math.max(...busiest.values()), "and not all at the same moment").toBeLessThan(KEYS / 10);
  });

  it("few of them do not wait for each other, and a quiet time gives the hundred back", () => {
    const wait = retryRate(30_000);
    const batch = (now: number) => Array.from({ length: 101 }, () => wait(instant(START + now)));
    expect(batch(0)).toEqual([...Array<number>(100).fill(0), 100]);
    expect(batch(10_100)).toEqual([...Array<number>(100).fill(0), 100]);
  });
});
