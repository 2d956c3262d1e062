import { describe, expect, it } from "vitest";
import type { Turn } from "../../../src/controllers/runtime/keyedQueue.ts";
import { instant } from "../../../src/units/instant.ts";
import { heldQueue, START, tick } from "./heldQueue.ts";

const DONE: Turn = { kind: "done" };

describe("keys that are only looked at", () => {
  it("stand behind those of which something changed, and leave those a place to run in", async () => {
    const { queue, log, end } = heldQueue(4);
    for (const key of ["a", "b", "c", "d", "e"]) queue.look(key);
    expect(log, "one of four places is kept free").toEqual(["a", "b", "c"]);
    queue.add("e");
    expect(log.slice(3), "although it is looked at already, and last").toEqual(["e"]);
    queue.add("f");
    await end("a", DONE);
    expect(log.slice(4)).toEqual(["f"]);
    for (const key of ["b", "c", "e", "f", "d"]) await end(key, DONE);
    expect(log, "one that stood in both lines ran once").toEqual(["a", "b", "c", "e", "f", "d"]);
    expect(queue.busy()).toBe(false);
  });

  it("are not put off for ever by what goes on changing", async () => {
    const { queue, log, end } = heldQueue(4);
    const busy = ["a", "b", "c", "d"];
    for (const key of busy) queue.add(key);
    queue.look("quiet");
    for (const key of busy) queue.add(key);
    for (const key of busy) await end(key, DONE);
    expect(log).toEqual(["a", "b", "c", "d", "a", "b", "c", "quiet"]);
  });

  it("run in all places where there are too few to keep one free", () => {
    const { queue, log } = heldQueue(3);
    for (const key of ["a", "b", "c"]) queue.look(key);
    expect(log).toEqual(["a", "b", "c"]);
  });

  it("are looked at once more when that is asked for during their run", async () => {
    const { queue, log, end } = heldQueue(1);
    queue.look("a");
    queue.look("a");
    await end("a", DONE);
    await end("a", DONE);
    expect(log).toEqual(["a", "a"]);
    expect(queue.busy()).toBe(false);
  });

  it.each([
    { appointed: "add", log: ["first", "appointed", "changed"], why: "in the order of their calls" },
    { appointed: "look", log: ["first", "changed", "appointed"], why: "behind what changed" },
  ] as const)("an appointment that has come stands $why", async ({ appointed, log: expected }) => {
    const { queue, log, end, advanceTo } = heldQueue(1, appointed);
    queue.addAt("appointed", instant(START + 5));
    queue.add("first");
    await advanceTo(instant(START + 5), tick);
    queue.add("changed");
    for (const key of expected) await end(key, DONE);
    expect(log).toEqual(expected);
  });

  it("are forgotten by a stop", async () => {
    const { queue, log, end } = heldQueue(1);
    queue.look("a");
    queue.look("b");
    const stopping = queue.stop();
    await end("a", DONE);
    await stopping;
    expect(log).toEqual(["a"]);
    expect(queue.busy()).toBe(false);
  });
});
