import { describe, expect, it } from "vitest";
import type { FloorWindow } from "../../../src/plan/plan.ts";
import { planScaling } from "../../../src/plan/planScaling.ts";
import { planDiffers } from "../../../src/plan/renewal/planDiffers.ts";
import type { Snapshot } from "../../../src/plan/snapshot.ts";
import { replicas } from "../../../src/units/replicas.ts";
import { after, at, campaign, snapshot, T0 } from "../snapshots.ts";

const WRITTEN = at("2026-11-11T19:59:58Z");
const EARLIER = at("2026-11-11T19:00:00Z");
const steppingAt = (minReplicas: number): FloorWindow => ({
  ...{ start: WRITTEN, end: after(T0, "5m"), minReplicas: replicas(minReplicas) },
  ...{ source: "ScaleIn", reason: "scale-in since 2026-11-11T19:45:00Z: in steps from 13 to 4" },
});

/** Planner and enforcement each see late what the other did; found 4, two seconds after a plan was written. */
describe("a plan on its way to who enforces it", () => {
  it.each([
    { stands: 6, asked: [], floor: 4, why: "a floor that the plan has left is not held because it is still seen" },
    { stands: undefined, asked: [6], floor: 6, why: "a step held is not given up because it is not seen yet" },
    { stands: 9, asked: [6], floor: 6, why: "a step taken is not taken back because the floor is seen above it" },
    { stands: 6, asked: [6], floor: 6, why: "what stands as planned goes on" },
  ])("$why", ({ stands, asked, floor }) => {
    const applied = stands === undefined ? {} : { applied: { floor: stands, since: WRITTEN, from: 13 } };
    const previous = { at: WRITTEN, floors: asked.map(steppingAt) };
    expect(planScaling(snapshot({ scale: { found: 4, ...applied }, previous })).floor).toBe(floor);
  });

  it("the next step is due when it was, however often it is planned anew", () => {
    const previous = { at: WRITTEN, floors: [steppingAt(9)] };
    const applied = { floor: 13, since: WRITTEN };
    const changes = ["0s", "30s", "50s"].map((later) => {
      const plan = planScaling(snapshot({ now: after(T0, later), scale: { found: 4, applied }, previous }));
      return plan.floors.map(({ end, minReplicas }) => [minReplicas, end]);
    });
    expect(changes[0]?.[0]).toEqual([9, after(T0, "5m")]);
    expect(new Set(changes.map((each) => JSON.stringify(each))).size).toBe(1);
  });

  it.each([
    { mode: "Recommend" as const, advisory: false, why: "who only recommends" },
    { mode: "Automatic" as const, advisory: true, why: "who only recommended until now" },
  ])("$why raises nothing by it, for nobody enforced it", ({ mode, advisory }) => {
    const previous = { at: WRITTEN, floors: [steppingAt(9)], advisory };
    expect(planScaling(snapshot({ spec: { mode }, scale: { found: 4 }, previous })).floor).toBe(4);
  });

  it("a campaign that shrinks before its replicas were ordered needs no way down", () => {
    const asked = { ...steppingAt(80), source: "Campaign" as const, reason: "campaign vision/sale asks for 80" };
    const plan = planScaling(snapshot({ scale: { found: 4 }, previous: { at: WRITTEN, floors: [asked] } }));
    expect(plan.floor).toBe(4);
  });

  it("a maximum that was lowered to what was found changes nothing once it is planned", () => {
    const scale = { found: 20, ceiling: 20, applied: { floor: 21, since: T0 } };
    const first = planScaling(snapshot({ scale }));
    const again = planScaling(snapshot({ scale, previous: { at: T0, floors: first.floors } }));
    expect([first.floor, again.floor]).toEqual([21, 21]);
  });

  it("a step that was enforced late does not put off the next one", () => {
    const previous = { at: WRITTEN, floors: [steppingAt(9)] };
    const applied = { floor: 9, since: after(T0, "20s"), from: 13 };
    for (const later of ["25s", "50s", "4m"]) {
      const plan = planScaling(snapshot({ now: after(T0, later), scale: { found: 4, applied }, previous }));
      expect([plan.floors[0]?.minReplicas, plan.floors[0]?.end]).toEqual([9, after(T0, "5m")]);
    }
  });

  it("whoever raised the floor otherwise is believed after a minute: it comes down in steps", () => {
    const applied = { floor: 9, since: WRITTEN };
    const now = after(WRITTEN, "1m");
    const plan = planScaling(snapshot({ now, scale: { found: 4, applied }, previous: { at: WRITTEN, floors: [] } }));
    expect(plan.floor).toBe(9);
  });
});

describe("a floor that others ask for", () => {
  const others = { floor: replicas(30), until: after(T0, "2h") };
  const applied = { floor: 30, since: EARLIER };
  const planAt = (later: string, scale: object) =>
    planScaling(snapshot({ now: after(T0, later), scale: { found: 4, applied, ...scale } }));

  it("is not ours to bring down: the plan says nothing of it, turn after turn, but its steps once it ends", () => {
    for (const later of ["0s", "90s", "1h"]) {
      const { floor, floors } = planAt(later, { others });
      expect(floor).toBe(4);
      expect(floors.map(({ start, minReplicas }) => [start, minReplicas])).toEqual([
        [after(T0, "2h"), 21],
        [after(T0, "2h5m"), 12],
      ]);
    }
  });

  it("is held when it ends while load is high, and comes down in steps from then on", () => {
    const now = after(T0, "1h59m50s");
    const scale = { found: 4, applied, others };
    const busy = planScaling(snapshot({ now, scale, demand: 2900 }));
    expect(busy.floors[0]).toMatchObject({ start: after(T0, "2h"), minReplicas: 30, source: "Held" });
    expect(planAt("2h5s", {}).floor, "while it is seen to stand").toBe(21);
  });

  it("ends at once where the autoscaler is off, which leads nothing", () => {
    const plan = planScaling(snapshot({ spec: { mode: "Off" }, scale: { found: 4, applied, others } }));
    expect(plan.floors).toEqual([]);
  });

  it("holds nothing of ours above it", () => {
    const ours = { applied: { floor: 60, since: EARLIER, from: 60 } };
    expect(planAt("0s", { others, ...ours }).floor).toBe(49);
  });
});

describe("a recommendation, which nobody enforces", () => {
  it("comes down from the one before as a plan would, and is written once a step", () => {
    const sale = campaign({
      peak: { replicas: 40 },
      spec: { profile: "FlashSale", halfLife: "5m", start: "2026-11-11T20:00:00Z", end: "2026-11-11T22:00:00Z" },
    });
    let written: Snapshot["previous"];
    let writes = 0;
    const levels: number[] = [];
    for (let seconds = 0; seconds < 2400; seconds += 30) {
      const now = after(T0, `${seconds}s`);
      const world = { now, spec: { mode: "Recommend" as const }, campaigns: [sale] };
      const plan = planScaling(snapshot({ ...world, ...(written === undefined ? {} : { previous: written }) }));
      levels.push(plan.floor);
      if (!planDiffers(written?.floors ?? [], plan, { now, until: after(now, "48h") })) continue;
      written = { at: now, floors: plan.floors, advisory: true };
      writes++;
    }
    expect(levels.toSorted((a, b) => b - a)).toEqual(levels);
    expect(levels.at(-1)).toBe(4);
    expect(writes).toBeLessThanOrEqual(9);
  });
});
