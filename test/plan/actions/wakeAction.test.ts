import { describe, expect, it } from "vitest";
import { type StandingWaker, wakeAction, type WakeState } from "../../../src/plan/actions/wakeAction.ts";
import { after, frozen, T0 } from "../snapshots.ts";

const at = (text: string) => after(T0, text);
const waker = (scheduled: boolean, made = "3s"): StandingWaker => ({ uid: "w1", scheduled, createdAt: at(made) });

function state(parts: Partial<WakeState>): WakeState {
  return frozen({ now: at("3s"), nominated: [T0], wakers: [], woken: undefined, ...parts });
}

describe("W19: whether the scheduler is woken, for pods that were made at T0", () => {
  it.each<{ why: string; given: Partial<WakeState>; create?: boolean; remove?: number; look?: string }>([
    { why: "nobody waits: nothing to do", given: { nominated: [] } },
    { why: "a preemption takes its time: not yet", given: { now: at("2s") }, look: "3s" },
    { why: "whoever waits for three seconds is stuck", given: {}, create: true, look: "8s" },
    { why: "the longest wait counts", given: { nominated: [at("2s"), T0] }, create: true, look: "8s" },
    { why: "one waker at a time", given: { now: at("4s"), wakers: [waker(false)] }, look: "33s" },
    { why: "with a node it has done its part", given: { now: at("4s"), wakers: [waker(true)] }, remove: 1 },
    { why: "without one it ends, too", given: { now: at("33s"), wakers: [waker(false)] }, remove: 1 },
    {
      why: "it is removed also when nobody waits any more",
      given: { now: at("5s"), nominated: [], wakers: [waker(true)] },
      remove: 1,
    },
    {
      why: "the second comes five seconds behind",
      given: { now: at("7s"), woken: { at: at("3s"), count: 1 } },
      look: "8s",
    },
    {
      why: "then ten",
      given: { now: at("8s"), woken: { at: at("3s"), count: 1 } },
      create: true,
      look: "18s",
    },
    {
      why: "and never more often than once a minute in a long row",
      given: { now: at("10m"), woken: { at: at("9m1s"), count: 40 } },
      look: "10m1s",
    },
  ])("$why", ({ given, create = false, remove = 0, look }) => {
    const action = wakeAction(state(given));
    expect(action).toMatchObject({ create, lookAgainAt: look === undefined ? undefined : at(look) });
    expect(action.remove).toHaveLength(remove);
  });

  it("forgets the row of wakers once nobody waits", () => {
    expect(wakeAction(state({ nominated: [], woken: { at: T0, count: 7 } })).woken).toBeUndefined();
  });
});
