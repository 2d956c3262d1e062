import { describe, expect, it } from "vitest";
import type { InputState } from "../../../src/plan/snapshot.ts";
import { brokenHistory, dailyPeak, historyOf } from "../history.ts";
import { autoscalerOf, saleOf } from "../sale.ts";
import { condition, KEY, NAMESPACE, ownObject, worldAt } from "../world.ts";

const T0 = "2026-11-11T12:00:00Z";

/** An autoscaler leads the target, and a sale is declared; Prometheus is away. */
function saleAhead() {
  const world = worldAt(T0);
  world.put(autoscalerOf());
  world.put(saleOf());
  world.begin();
  return world;
}

describe("predictiveAutoscaler controller", () => {
  it("a learned daily peak raises the floor ahead of time, and it comes down again", async () => {
    const world = worldAt(T0);
    world.use(historyOf(dailyPeak(1000)));
    world.put(autoscalerOf());
    world.begin();
    await world.until("2026-11-11T12:05:00Z");
    expect(world.floor(), "100 units need 5 at 25 each, with headroom").toBeLessThanOrEqual(6);
    await world.until("2026-11-11T19:50:00Z");
    expect(world.floor(), "1000 units need 44").toBeGreaterThanOrEqual(40);
    await world.until("2026-11-12T04:00:00Z");
    expect(world.floor()).toBeLessThanOrEqual(6);
    expect(world.bugs).toEqual([]);
  });

  it("M7: Prometheus away from the start, a declared campaign is applied on time all the same", async () => {
    const world = saleAhead();
    await world.until("2026-11-11T15:44:00Z");
    expect(world.floor()).toBe(4);
    await world.until("2026-11-11T15:45:00Z");
    expect(world.floor(), "lead 10 min + readyBefore 5 min + reaction 30 s before 16:00").toBe(80);
    const pa = world.own("PredictiveAutoscaler", "face-fusion");
    expect(condition(pa, "InputsLive")).toMatchObject({ status: "False", reason: "TimedOut" });
  });

  const bad: readonly Exclude<InputState, "Live" | "LiveZero">[] = [
    ...(["NoSuchSeries", "Stale", "Empty", "NotANumber", "Negative"] as const),
    ...(["HttpError", "TimedOut", "Partial", "SeveralSeries"] as const),
  ];
  it.each(bad)(
    "M1: an answer that is %s at the peak lowers nothing, and the status says which it is",
    async (state) => {
      const world = worldAt(T0);
      world.use(historyOf(dailyPeak(1000)));
      world.put(autoscalerOf());
      world.begin();
      await world.until("2026-11-11T19:55:00Z");
      const peak = world.floor();
      expect(peak).toBeGreaterThanOrEqual(40);
      world.use(brokenHistory(state));
      await world.until("2026-11-11T20:05:00Z");
      expect(world.floor()).toBe(peak);
      const inputs = condition(world.own("PredictiveAutoscaler", "face-fusion"), "InputsLive");
      expect(inputs).toMatchObject({ status: "False", reason: state });
      expect(world.figures.at(-1)?.inputState).toBe(state);
    },
  );

  it("M3: a query that never had a series says so within one turn", async () => {
    const world = worldAt(T0);
    world.use(brokenHistory("NoSuchSeries"));
    world.put(autoscalerOf());
    world.begin();
    await world.after(30);
    const inputs = condition(world.own("PredictiveAutoscaler", "face-fusion"), "InputsLive");
    expect(inputs).toMatchObject({ status: "False", reason: "NoSuchSeries" });
    expect(inputs?.message).toContain("spec.demand.signals[0].query");
  });

  it("Recommend writes the plan suspended and touches nothing", async () => {
    const world = worldAt(T0);
    world.put(autoscalerOf("face-fusion", { mode: "Recommend" }));
    world.put(saleOf());
    world.begin();
    await world.until("2026-11-11T16:30:00Z");
    expect(world.floor()).toBe(4);
    expect(world.own("CronHPA", "face-fusion-plan")?.spec).toMatchObject({ suspend: true });
    expect(world.cluster.list("Pod")).toEqual([]);
  });

  it("Recommend amid a campaign gives back in steps what was raised, and touches nothing from then on", async () => {
    const world = saleAhead();
    await world.until("2026-11-11T16:10:00Z");
    expect(world.floor()).toBe(80);
    world.put(autoscalerOf("face-fusion", { mode: "Recommend" }));
    await world.after(1);
    expect(world.floor(), "not at once").toBeGreaterThan(4);
    await world.until("2026-11-11T16:50:00Z");
    expect(world.floor()).toBe(4);
    expect(world.record()).toBeUndefined();
    expect(condition(world.own("CronHPA", "face-fusion-plan"), "Ready")?.message).toContain("only recommends");
  });

  it("Recommend and suspended at once, it stays: suspend goes before all else", async () => {
    const world = saleAhead();
    await world.until("2026-11-11T16:10:00Z");
    world.put(autoscalerOf("face-fusion", { mode: "Recommend", suspend: true }));
    await world.until("2026-11-11T22:00:00Z");
    expect(world.floor()).toBe(80);
  });

  it("suspend freezes the last floor, also past the windows that were written", async () => {
    const world = saleAhead();
    await world.until("2026-11-11T16:10:00Z");
    world.put(autoscalerOf("face-fusion", { suspend: true }));
    await world.until("2026-11-11T22:00:00Z");
    expect(world.floor()).toBe(80);
    expect(condition(world.own("PredictiveAutoscaler", "face-fusion"), "Ready")).toMatchObject({ reason: "Paused" });
  });

  it("an edit that cannot be read keeps the plan in force, and says so", async () => {
    const world = saleAhead();
    await world.until("2026-11-11T15:00:00Z");
    world.put(autoscalerOf("face-fusion", { demand: { perReplica: -1, signals: [] } }));
    await world.until("2026-11-11T16:10:00Z");
    expect(world.floor()).toBe(80);
    expect(condition(world.own("PredictiveAutoscaler", "face-fusion"), "Stalled")).toMatchObject({
      status: "True",
      reason: "InvalidSpec",
    });
  });

  it("a foreign object with the plan's name is left alone: Stalled", async () => {
    const world = worldAt(T0);
    const foreign = ownObject("CronHPA", "face-fusion-plan", { scaleTargetRef: { name: "other" } });
    world.put(foreign);
    world.put(autoscalerOf());
    world.put(saleOf());
    world.begin();
    await world.until("2026-11-11T16:10:00Z");
    expect(world.own("CronHPA", "face-fusion-plan")?.spec).toEqual(foreign.spec);
    expect(condition(world.own("PredictiveAutoscaler", "face-fusion"), "Stalled")).toMatchObject({
      reason: "NameTaken",
    });
  });

  it("a person's edit of the plan is overwritten", async () => {
    const world = saleAhead();
    await world.until("2026-11-11T16:10:00Z");
    const plan = world.own("CronHPA", "face-fusion-plan");
    if (plan === undefined) throw new Error("there is no plan");
    world.put({ ...plan, spec: { ...(plan.spec as object), windows: [] } });
    await world.after(40);
    expect(world.floor()).toBe(80);
  });

  it("two autoscalers of one target: the first plans, the other says so", async () => {
    const world = worldAt(T0);
    world.put(autoscalerOf());
    world.put(autoscalerOf("second"));
    world.begin();
    await world.after(60);
    expect(condition(world.own("PredictiveAutoscaler", "face-fusion"), "Ready")?.status).toBe("True");
    expect(condition(world.own("PredictiveAutoscaler", "second"), "Conflict")).toMatchObject({
      status: "True",
      reason: "TwoPlanners",
    });
  });

  it("a steady state writes nothing for hours", async () => {
    const world = worldAt(T0);
    world.use(historyOf(() => 100));
    world.put(autoscalerOf());
    world.begin();
    await world.until("2026-11-11T13:00:00Z");
    const before = world.writes.length;
    await world.until("2026-11-11T18:00:00Z");
    expect(world.writes.slice(before)).toEqual([]);
  });

  it("deletion of the autoscaler gives the floor back in steps and its metrics are forgotten", async () => {
    const world = saleAhead();
    await world.until("2026-11-11T16:10:00Z");
    world.remove("PredictiveAutoscaler", KEY);
    await world.after(2);
    expect(world.own("CronHPA", "face-fusion-plan")).toBeUndefined();
    await world.until("2026-11-11T17:00:00Z");
    expect(world.floor()).toBe(4);
    expect(world.running()?.board.latest({ namespace: NAMESPACE, name: "face-fusion" })).toBeUndefined();
  });
});
