import { describe, expect, it } from "vitest";
import { readOwn } from "../../../src/controllers/ownObjects.ts";
import { autoscalerMemory } from "../../../src/controllers/predictiveAutoscaler/autoscalerMemory.ts";
import { BUILT_IN } from "../../../src/controllers/predictiveAutoscaler/choosePolicy.ts";
import { refreshInputs } from "../../../src/controllers/predictiveAutoscaler/refreshInputs.ts";
import { forecast } from "../../../src/forecast/forecast.ts";
import type { Reading } from "../../../src/ports/history.ts";
import { MINUTE, milliseconds, SECOND } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";
import { fakeCluster } from "../fakeCluster.ts";
import { historyOf } from "../history.ts";
import { simulatedClock } from "../simulatedClock.ts";
import { at, NAME, ownObject, TARGET } from "../world.ts";

const PATIENCE = milliseconds(5 * SECOND);
const DEMAND = 100;

/** One autoscaler, and a Prometheus that answers only when it is let. */
function slow() {
  const { clock, advanceTo } = simulatedClock(at("2026-11-11T12:00:00Z"));
  const { cluster, put } = fakeCluster(clock);
  const memory = autoscalerMemory();
  const answers = historyOf(() => DEMAND);
  const asked: string[] = [];
  let waiting: (() => void)[] = [];
  let isSlow = true;
  const history = {
    read: (query: Parameters<typeof answers.read>[0]) => {
      asked.push(query.query);
      if (!isSlow) return answers.read(query);
      return new Promise<Reading>((resolve) => waiting.push(() => resolve(answers.read(query))));
    },
  };
  const forecaster = { forecast: (request: Parameters<typeof forecast>[0]) => Promise.resolve(forecast(request)) };
  const ticks = async () => {
    for (let i = 0; i < 100; i++) await Promise.resolve();
  };
  return {
    ...{ put, memory, asked, ticks, history },
    after: (seconds: number) => advanceTo(instant(clock.now() + seconds * SECOND), ticks),
    slow: (is: boolean) => (isSlow = is),
    let: async () => {
      for (; waiting.length > 0; await ticks()) for (const answer of waiting.splice(0)) answer();
      waiting = [];
    },
    /** Begins a reading; says whether the turn may go on. */
    begin: (query = "x", patience: typeof PATIENCE | "none" = PATIENCE) => {
      const spec = { scaleTargetRef: TARGET, demand: { perReplica: 25, signals: [{ name: "all", query }] } };
      const read = readOwn("PredictiveAutoscaler", ownObject("PredictiveAutoscaler", NAME, spec));
      if (!read.ok) throw new Error("the test's own autoscaler cannot be read");
      const state = { isDone: false, thrown: undefined as unknown };
      const input = { autoscaler: read.value, policy: BUILT_IN, memory };
      void refreshInputs(
        { cluster, clock, history, forecaster },
        input,
        ...(patience === "none" ? [] : [patience]),
      ).then(
        () => (state.isDone = true),
        (thrown: unknown) => (state.thrown = thrown),
      );
      return state;
    },
  };
}

const campaign = ownObject("Campaign", "sale", {
  ...{ owner: { team: "growth" }, timeZone: "UTC", start: "2026-11-11T12:05:00Z", end: "2026-11-11T13:00:00Z" },
  targets: [{ name: NAME, peak: { replicas: 30 } }],
});

describe("a Prometheus that is slow", () => {
  it("M7: does not hold up a declared campaign; what it answers in the end is there for a later turn", async () => {
    const world = slow();
    world.put(campaign);
    const turn = world.begin();
    await world.after(4);
    expect(turn.isDone).toBe(false);
    await world.after(1);
    expect(turn.isDone).toBe(true);
    expect(world.memory.inputs).toMatchObject({ live: undefined, inHand: undefined });
    await world.let();
    expect(world.memory.inputs.live?.demand).toMatchObject({ kind: "known", value: DEMAND });
    expect(world.memory.inputs).toMatchObject({ inHand: { kind: "made" }, refreshing: undefined });
  });

  it("is waited for before the first plan where no campaign is declared, and where no patience is given", async () => {
    for (const patience of [PATIENCE, "none"] as const) {
      const world = slow();
      if (patience === "none") world.put(campaign);
      const turn = world.begin("x", patience);
      await world.after(600);
      expect(turn.isDone).toBe(false);
      await world.let();
      expect(turn.isDone).toBe(true);
    }
  });

  it("is asked once at a time; meanwhile the plan goes on with the forecast in hand", async () => {
    const world = slow();
    world.slow(false);
    world.begin();
    await world.ticks();
    const { inHand } = world.memory.inputs;
    expect(inHand).toMatchObject({ kind: "made" });
    world.slow(true);
    await world.after(20 * (MINUTE / SECOND));
    const before = world.asked.length;
    const [first, second] = [world.begin(), world.begin()];
    await world.after(5);
    expect([first.isDone, second.isDone]).toEqual([true, true]);
    expect(world.asked.length - before, "live demand and training history").toBe(2);
    expect(world.memory.inputs.inHand).toBe(inHand);
    await world.let();
    expect(world.memory.inputs.inHand).not.toBe(inHand);
  });

  it("answers a question that is not asked any more in vain", async () => {
    const world = slow();
    world.put(campaign);
    world.begin("old");
    await world.ticks();
    world.begin("new");
    await world.ticks();
    expect(world.asked).toContain("new");
    const { inputs } = world.memory;
    await world.let();
    expect(world.memory.inputs).toBe(inputs);
    expect(inputs.question).toContain("new");
  });

  it("what is thrown while nobody waits is thrown at the next turn, and not at the process", async () => {
    const world = slow();
    world.put(campaign);
    const bug = new Error("a mistake of ours");
    const failures: (() => void)[] = [];
    world.history.read = () => new Promise((_, reject) => failures.push(() => reject(bug)));
    const turn = world.begin();
    await world.after(5);
    expect(turn).toEqual({ isDone: true, thrown: undefined });
    for (const fail of failures.splice(0)) fail();
    await world.ticks();
    const next = world.begin();
    await world.after(5);
    expect(next.thrown).toBe(bug);
  });
});
