import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Turn, backOff, keyedQueue } from "../../../src/controllers/runtime/keyedQueue.ts";
import { instant } from "../../../src/units/instant.ts";
import { simulatedClock } from "../simulatedClock.ts";
import { heldQueue, START, tick } from "./heldQueue.ts";

const DONE: Turn = { kind: "done" };

/** A queue whose runs end at once, and when each of them was, milliseconds after the start. */
function timedQueue(end: (run: number) => Turn) {
  const { clock, advanceTo } = simulatedClock(START);
  const runs: number[] = [];
  const run = () => Promise.resolve(end(runs.push(clock.now() - START)));
  return { queue: keyedQueue({ clock, concurrency: 1, run, onBug: () => undefined }), runs, advanceTo };
}

describe("keyedQueue", () => {
  it("many calls before a run are one run", async () => {
    const { queue, log, end } = heldQueue(1);
    queue.add("other");
    for (let i = 0; i < 5; i++) queue.add("a");
    await end("other", DONE);
    await end("a", DONE);
    expect(log).toEqual(["other", "a"]);
    expect(queue.busy()).toBe(false);
  });

  it("a hint is as good as a call, but not while its key is retried: then the back-off holds", async () => {
    const { queue, log, end, advanceTo } = heldQueue(4);
    queue.hint("a");
    expect(log).toEqual(["a"]);
    queue.hint("a");
    await end("a", { kind: "retry", because: "not yet" });
    queue.hint("a");
    await tick();
    expect(log, "neither of the hints undid it").toEqual(["a"]);
    await advanceTo(instant(START + 5), tick);
    expect(log).toEqual(["a", "a"]);
    queue.hint("a");
    await end("a", DONE);
    expect(log, "what was hinted at during a run that came to its end is looked at").toEqual(["a", "a", "a"]);
    await end("a", DONE);
    expect(queue.busy()).toBe(false);
  });

  it("a call during a run is one more run, after it", async () => {
    const { queue, log, end, bugs } = heldQueue(4);
    queue.add("a");
    queue.add("a");
    queue.add("a");
    expect(log).toEqual(["a"]);
    await end("a", DONE);
    expect(log).toEqual(["a", "a"]);
    await end("a", DONE);
    expect(queue.busy()).toBe(false);
    expect(bugs).toEqual([]);
  });

  it("no more keys run at once than allowed", async () => {
    const { queue, log, end } = heldQueue(2);
    for (const key of ["a", "b", "c", "d"]) queue.add(key);
    expect(log).toEqual(["a", "b"]);
    await end("a", DONE);
    expect(log).toEqual(["a", "b", "c"]);
  });

  it.each([
    { failures: 1, delay: 5, why: "the first retry is almost at once" },
    { failures: 2, delay: 10, why: "each doubles" },
    { failures: 18, delay: 655_360, why: "up to the last power below the limit" },
    { failures: 19, delay: 1_000_000, why: "never more than 1000 s" },
    { failures: 5_000, delay: 1_000_000, why: "however long it goes on" },
  ])("back-off after $failures failures is $delay ms: $why", ({ failures, delay }) => {
    expect(backOff(failures)).toBe(delay);
  });

  it("a key that fails is tried again after its back-off, and success forgets the failures", async () => {
    const { queue, runs, advanceTo } = timedQueue((run) =>
      [1, 2, 3, 5].includes(run) ? { kind: "retry", because: "not yet" } : DONE,
    );
    queue.add("a");
    await advanceTo(instant(START + 1_000), queue.settled);
    expect(runs).toEqual([0, 5, 15, 35]);
    queue.add("a");
    await advanceTo(instant(START + 2_000), queue.settled);
    expect(runs.slice(4)).toEqual([1_000, 1_005]);
  });

  it("a bug in a run is reported and the key tried again", async () => {
    const { clock, advanceTo } = simulatedClock(START);
    const bugs: unknown[] = [];
    let runs = 0;
    const queue = keyedQueue({
      clock,
      concurrency: 1,
      run: () => (++runs === 1 ? Promise.reject(new Error("a mistake of ours")) : Promise.resolve(DONE)),
      onBug: (_, error) => bugs.push(error),
    });
    queue.add("a");
    await advanceTo(instant(START + 100), queue.settled);
    expect(bugs).toHaveLength(1);
    expect(runs).toBe(2);
  });

  it("of several appointments of a key the earliest holds", async () => {
    const { queue, runs, advanceTo } = timedQueue(() => DONE);
    queue.addAt("a", instant(START + 500));
    queue.addAt("a", instant(START + 200));
    queue.addAt("a", instant(START + 900));
    expect(queue.busy()).toBe(false);
    await advanceTo(instant(START + 2_000), queue.settled);
    expect(runs).toEqual([200]);
  });

  it("stop waits for the run under way and starts no other", async () => {
    const { queue, log, end, advanceTo } = heldQueue(1);
    queue.add("a");
    queue.add("b");
    queue.add("a");
    queue.addAt("c", instant(START + 10));
    let stopped = false;
    const stopping = queue.stop().then(() => (stopped = true));
    await tick();
    expect(stopped).toBe(false);
    await end("a", { kind: "retry", because: "stopped in the middle" });
    await stopping;
    queue.add("d");
    await advanceTo(instant(START + 1_000), () => Promise.resolve());
    expect(log).toEqual(["a"]);
  });

  it("property: whatever is added when, every key runs after its last call, and never twice at once", async () => {
    const step = fc.record({ key: fc.constantFrom("a", "b", "c"), pause: fc.integer({ min: 0, max: 3 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40 }),
        fc.integer({ min: 1, max: 3 }),
        async (steps, concurrency) => {
          const { clock } = simulatedClock(START);
          let version = 0;
          const wanted = new Map<string, number>();
          const seen = new Map<string, number>();
          const running = new Set<string>();
          const queue = keyedQueue({
            clock,
            concurrency,
            run: async (key) => {
              expect(running.has(key)).toBe(false);
              expect(running.size).toBeLessThan(concurrency);
              running.add(key);
              const now = wanted.get(key) ?? 0;
              await tick();
              seen.set(key, now);
              running.delete(key);
              return DONE;
            },
            onBug: (_, error) => {
              throw error;
            },
          });
          for (const { key, pause } of steps) {
            wanted.set(key, ++version);
            queue.add(key);
            for (let i = 0; i < pause; i++) await Promise.resolve();
          }
          await queue.settled();
          expect(seen).toEqual(wanted);
        },
      ),
      { seed: 7, numRuns: 200 },
    );
  });
});
