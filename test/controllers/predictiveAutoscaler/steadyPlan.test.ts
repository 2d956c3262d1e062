import { describe, expect, it } from "vitest";
import { MOST_WINDOWS } from "../../../src/api/cronHpa.ts";
import { type PredictiveAutoscaler, predictiveAutoscalerSpec } from "../../../src/api/predictiveAutoscaler.ts";
import type { WarmPoolSpec } from "../../../src/api/warmPool.ts";
import { writePlan } from "../../../src/controllers/predictiveAutoscaler/writePlan.ts";
import { planScaling } from "../../../src/plan/planScaling.ts";
import { MINUTE } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";
import { replicas } from "../../../src/units/replicas.ts";
import { snapshot } from "../../plan/snapshots.ts";
import { historyOf } from "../history.ts";
import { autoscalerOf } from "../sale.ts";
import { at, windowed, worldAt } from "../world.ts";

const T0 = "2026-11-11T12:00:00Z";
const PLANS = ["apply CronHPA face-fusion-plan", "apply WarmPool face-fusion-plan"];

/** An autoscaler leads the target, and load needs no more than what was found. */
function calmWorld() {
  const world = worldAt(T0);
  world.use(historyOf(() => 50));
  world.put(autoscalerOf());
  return world;
}

describe("§3.11: a plan is written again only when it matters", () => {
  it("while somebody's CronHPA keeps the floor above it, it is written a few times in hours", async () => {
    const world = calmWorld();
    world.put(windowed("people", [["2026-11-11T12:10:00Z", "2026-11-11T15:00:00Z", 40]]));
    world.begin();
    await world.until("2026-11-11T14:59:00Z");
    expect(world.floor()).toBe(40);
    expect(world.writes.filter((what) => PLANS.includes(what)).length).toBeLessThanOrEqual(3);
    await world.until("2026-11-11T15:00:05Z");
    expect(world.floor(), "§3.9: a step of 34 % of what stands above the 4 found").toBe(27);
    await world.until("2026-11-11T15:11:00Z");
    expect(world.floor()).toBe(4);
  });

  it("while a suspended CronHPA keeps what stands, it is written a few times in hours", async () => {
    const world = calmWorld();
    const windows = [["2026-11-11T12:10:00Z", "2026-11-11T15:00:00Z", 40]] as const;
    world.put(windowed("people", windows));
    world.begin();
    await world.until("2026-11-11T12:20:00Z");
    world.put(windowed("people", windows, { suspend: true }));
    await world.until("2026-11-11T16:00:00Z");
    expect(world.floor(), "a suspended one freezes what stands").toBe(40);
    expect(world.writes.filter((what) => PLANS.includes(what)).length).toBeLessThanOrEqual(4);
    world.remove("CronHPA", { namespace: "vision", name: "people" });
    await world.until("2026-11-11T16:20:00Z");
    expect(world.floor()).toBe(4);
  });

  it("room that fills its object is not written anew while the window before is handed over", async () => {
    const world = worldAt(T0);
    const [now, minutes] = [at(T0), (n: number) => instant(at(T0) + n * MINUTE)];
    const rooms = Array.from({ length: MOST_WINDOWS }, (_, i) => ({
      ...{ start: minutes(i), end: minutes(i + 1), replicas: replicas(9), upTo: replicas(40 + (i % 2)) },
      ...{ level: "Node" as const, reason: "room" },
    }));
    const autoscaler = predictiveAutoscaler("uid-1");
    const plan = { ...planScaling(snapshot({ now })), reservations: rooms };
    await writePlan(
      world.cluster,
      autoscaler,
      { ...plan, reservations: [{ ...rooms[0]!, start: minutes(-9), end: now }] },
      minutes(-9),
    );
    expect(await writePlan(world.cluster, autoscaler, plan, now)).toMatchObject({ value: { wrote: ["WarmPool"] } });
    const { windows } = world.own("WarmPool", "face-fusion-plan")?.spec as WarmPoolSpec;
    expect(windows.length, "the one that is handed over, and as many as fit").toBe(MOST_WINDOWS);
    expect(await writePlan(world.cluster, autoscaler, plan, now)).toMatchObject({ value: { wrote: [] } });
  });
});

function predictiveAutoscaler(uid: string): PredictiveAutoscaler {
  const { spec, metadata } = autoscalerOf();
  return {
    ...({ kind: "PredictiveAutoscaler" } as PredictiveAutoscaler),
    metadata: { ...metadata, uid },
    spec: predictiveAutoscalerSpec.parse(spec),
  };
}
