import { describe, expect, it } from "vitest";
import { planScaling } from "../../../src/plan/planScaling.ts";
import { replicas } from "../../../src/units/replicas.ts";
import { after, at, campaign, flat, forecastOf, snapshot, type World } from "../snapshots.ts";

const NOW = at("2026-11-11T14:00:00Z");
const big = campaign({ peak: { replicas: 80 } });
const planned = (world: World) => planScaling(snapshot({ now: NOW, ...world }));

describe("guard rails name themselves when they act", () => {
  it.each([
    { world: { scale: { ceiling: 60 } }, kind: "Ceiling", given: 60, who: "the HPA's maxReplicas" },
    {
      world: { spec: { maxReplicas: 50 }, scale: { ceiling: 60 } },
      kind: "Maximum",
      given: 50,
      who: "spec.maxReplicas",
    },
    {
      world: { policy: { limits: { maxReplicas: 40 } }, spec: { maxReplicas: 50 }, scale: { ceiling: 60 } },
      kind: "PolicyMaximum",
      given: 40,
      who: "policy standard",
    },
  ])("H7: $who allows $given of 80, short by the rest", ({ world, kind, given, who }) => {
    const plan = planned({ ...(world as World), campaigns: [big] });
    expect(plan.limitedBy).toEqual([
      { kind, asked: 80, given, text: `${who} allows ${given} of 80: campaign vision/sale asks for 80` },
    ]);
    expect(plan.shortBy).toBe(80 - given);
    expect(plan.campaigns[0]).toMatchObject({ promised: given, shortBy: 80 - given });
    expect(Math.max(...plan.floors.map(({ minReplicas }) => minReplicas))).toBe(given);
  });

  it("the ceiling itself fits: no limit is named at 80 of 80", () => {
    const plan = planned({ scale: { ceiling: 80 }, campaigns: [big] });
    expect([plan.limitedBy, plan.shortBy]).toEqual([[], 0]);
  });

  it.each([
    { more: 76, short: 0, why: "four run, and there is room for the other 76" },
    { more: 75, short: 1, why: "one fewer, and it is short by one, days before" },
  ])("room: $why", ({ more, short }) => {
    const room = { kind: "known", more: replicas(more), limit: "quota gpu in vision" } as const;
    const plan = planned({ room, campaigns: [big] });
    expect([plan.shortBy, plan.campaigns[0]?.shortBy]).toEqual([short, short]);
    expect(plan.limitedBy.map(({ text }) => text)).toEqual(
      short === 0 ? [] : ["there is room for 79 of 80 now: quota gpu in vision"],
    );
    // It is asked for all the same: room may come.
    expect(plan.campaigns[0]?.promised).toBe(80);
  });

  it("F9: pods on their way are supply: they need no room of their own", () => {
    const room = { kind: "known", more: replicas(0), limit: "nodes" } as const;
    const scale = { replicas: 80, ready: 10, starting: 70 };
    expect(planned({ room, scale, campaigns: [big] }).shortBy).toBe(0);
  });

  it("a turn's share for forecasts holds back what is near, and is tried again soon", () => {
    const plan = planned({ forecast: flat(5000, { from: NOW }), addable: 10, scale: { found: 4 } });
    expect(plan.floor).toBe(14);
    expect(plan.limitedBy).toMatchObject([{ kind: "AddedPerTurn", asked: 55, given: 14 }]);
    expect(plan.lookAgainAt).toBe(after(NOW, "30s"));
    const next = planned({
      now: after(NOW, "30s"),
      forecast: flat(5000, { from: NOW }),
      addable: 10,
      scale: { found: 4, applied: { floor: 14, since: NOW } },
    });
    expect(next.floor).toBe(24);
  });

  it("declared peaks are not held back by a turn's share", () => {
    const plan = planned({ now: at("2026-11-11T19:50:00Z"), campaigns: [big], addable: 0 });
    expect([plan.floor, plan.limitedBy]).toEqual([80, []]);
  });

  it("more than 64 windows are merged upward, and near now they stay exact", () => {
    const ragged = Array.from({ length: 576 }, (_, i) => 1000 + 1900 * Math.abs(Math.sin(i)));
    const plan = planned({
      forecast: forecastOf(ragged, { from: NOW }),
      leadTime: { kind: "fixed", duration: 0 as never },
    });
    expect(plan.floors.length).toBe(64);
    expect(plan.limitedBy.map(({ kind }) => kind)).toEqual(["WindowCount"]);
  });

  it("spec.minReplicas stands over the whole horizon, and only narrows", () => {
    const plan = planned({ spec: { minReplicas: 6 } });
    expect(plan.floors).toMatchObject([{ start: NOW, minReplicas: 6, source: "Found" }]);
    expect(plan.because.map(({ text }) => text)).toEqual([
      "found below spec.minReplicas, which asks for 6",
      "found minimum of 4",
    ]);
    expect(planned({ spec: { minReplicas: 3 } }).floors).toEqual([]);
    expect(planned({ spec: { minReplicas: 9 }, scale: { ceiling: 8 } }).floor).toBe(8);
  });
});

describe("reservations", () => {
  it("room is reserved for what the floor does not hold yet, and never above the promise", () => {
    const values = Array.from({ length: 576 }, (_, i) => (i < 66 ? 1000 : 2000));
    const plan = planned({ forecast: forecastOf(values, { from: NOW }), campaigns: [big] });
    // From 19:17:30 the forecast's own floor is 22 instead of 11.
    expect(plan.reservations.map(({ replicas: count, upTo }) => [count, upTo])).toEqual([
      [69, 80],
      [58, 80],
    ]);
    expect(plan.reservations[0]?.start).toBe(at("2026-11-11T19:00:00Z"));
    expect(plan.reservations.at(-1)?.end).toBe(plan.campaigns[0]?.orderAt);
  });

  it("of two campaigns that overlap, the larger promise is reserved, not the sum", () => {
    const second = campaign({ name: "second", peak: { replicas: 60 } });
    expect(planned({ campaigns: [big, second] }).reservations).toMatchObject([{ replicas: 76, upTo: 80 }]);
  });

  it("W15: nothing is reserved for a campaign that is suspended, or for a target that is Off", () => {
    const suspended = campaign({ peak: { replicas: 80 }, spec: { suspend: true } });
    expect(planned({ campaigns: [suspended] }).reservations).toEqual([]);
    expect(planned({ campaigns: [big], spec: { mode: "Off" } }).reservations).toEqual([]);
  });
});
