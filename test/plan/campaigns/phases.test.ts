import { describe, expect, it } from "vitest";
import type { Plan } from "../../../src/plan/plan.ts";
import { planScaling } from "../../../src/plan/planScaling.ts";
import { formatInstant, type Instant } from "../../../src/units/instant.ts";
import { at, campaign, snapshot, type World } from "../snapshots.ts";

/** 80 from 20:00 to 22:00; room from 19:00, ordered at 19:42:30, Ready by 19:55. */
const sale = campaign({ peak: { replicas: 80 } });

function planAt(clock: string, world: World = {}): Plan {
  return planScaling(snapshot({ now: at(`2026-11-11T${clock}Z`), campaigns: [sale], ...world }));
}

const ready = (count: number): World => ({ scale: { replicas: 80, ready: count } });

describe("the phase of a campaign", () => {
  it.each([
    { clock: "18:59:59", phase: "Scheduled", why: "a second before room is taken" },
    { clock: "19:00:00", phase: "Reserving", why: "room is taken" },
    { clock: "19:42:29", phase: "Reserving", why: "a second before the order" },
    { clock: "19:42:30", phase: "PreScaling", why: "replicas are ordered" },
    { clock: "19:54:00", world: ready(79), phase: "PreScaling", why: "one is missing yet" },
    { clock: "19:54:00", world: ready(80), phase: "Ready", why: "all are Ready" },
    { clock: "19:59:59", world: ready(80), phase: "Ready", why: "a second before the start" },
    { clock: "20:00:00", world: ready(80), phase: "Active", why: "it runs" },
    { clock: "20:00:00", world: ready(79), phase: "Short", why: "it runs, one short" },
    { clock: "21:59:59", world: ready(80), phase: "Active", why: "its last second" },
    {
      clock: "22:00:00",
      world: { scale: { replicas: 80, applied: { floor: 80, since: at("2026-11-11T19:42:30Z") } } },
      phase: "ScalingIn",
      why: "the end is not part of the peak",
    },
    { clock: "22:30:00", phase: "Completed", why: "the floor is back" },
  ])("S8: at $clock it is $phase: $why", ({ clock, world, phase }) => {
    expect(planAt(clock, world).campaigns[0]?.phase).toBe(phase);
  });

  it.each([
    {
      what: campaign({ peak: { replicas: 80 }, spec: { suspend: true } }),
      phase: "Suspended",
      why: "somebody withdrew it",
    },
    {
      what: campaign({ peak: { replicas: 80 }, createdAt: at("2026-11-11T22:00:00Z") }),
      phase: "Expired",
      why: "S5: created when it was over",
    },
    {
      what: campaign({ peak: { replicas: 80, demand: 100 } }),
      phase: "Invalid",
      why: "S18: two kinds of peak",
    },
    { what: campaign({ peak: {} }), phase: "Invalid", why: "S18: no peak" },
    { what: campaign({ peak: { multiplier: 3 } }), phase: "Invalid", why: "S18: a multiplier of nothing" },
    {
      what: campaign({ peak: { replicas: 80 }, spec: { start: "2026-11-11T22:00:00Z", end: "2026-11-11T20:00:00Z" } }),
      phase: "Invalid",
      why: "S18: an end before the start",
    },
  ])("$phase: $why; it asks for nothing", ({ what, phase }) => {
    const plan = planAt("21:00:00", { campaigns: [what] });
    expect(plan.campaigns[0]?.phase).toBe(phase);
    expect([plan.floor, plan.floors, plan.reservations]).toEqual([4, [], []]);
  });

  it("S4: a year later it is Completed for ever, and asks for nothing", () => {
    const plan = planScaling(snapshot({ now: at("2027-11-11T19:50:00Z"), campaigns: [sale] }));
    expect(plan.campaigns[0]).toMatchObject({ phase: "Completed", next: [] });
    expect(plan.floors).toEqual([]);
  });

  it("S17: a recurring one ends on time, and then tells of its next start", () => {
    const weekly = campaign({ peak: { replicas: 80 }, spec: { schedule: "0 20 * * WED", duration: "2h" } });
    const during = planAt("21:59:59", { campaigns: [weekly], scale: { replicas: 80 } });
    expect(during.campaigns[0]?.phase).toBe("Active");
    const over = planAt("22:30:00", { campaigns: [weekly] });
    expect(over.campaigns[0]?.phase).toBe("Scheduled");
    expect(formatInstant(over.campaigns[0]?.occurrence?.start ?? at("2026-01-01T00:00:00Z"))).toBe(
      "2026-11-18T20:00:00Z",
    );
    expect(over.floors).toEqual([]);
  });

  it("S8: the floor does not flap around the order, the start or the end", () => {
    for (const edge of ["19:42:30", "20:00:00", "22:00:00"]) {
      const floors = [-2, -1, 0, 1, 2].map(
        (s) => planScaling(snapshot({ now: (at(`2026-11-11T${edge}Z`) + s * 1000) as never, campaigns: [sale] })).floor,
      );
      const turns = floors.filter((floor, i) => i > 0 && floor !== floors[i - 1]).length;
      expect(turns).toBeLessThanOrEqual(1);
    }
  });

  it("S9: a campaign that follows another one at once leaves no dip, though it is larger", () => {
    const second = campaign({
      name: "second",
      peak: { replicas: 90 },
      spec: { start: "2026-11-11T22:00:00Z", end: "2026-11-11T23:00:00Z" },
    });
    const plan = planAt("14:00:00", { campaigns: [sale, second] });
    expect(plan.floors.map(({ minReplicas }) => minReplicas).slice(0, 2)).toEqual([80, 90]);
    plan.floors.slice(1).forEach(({ start }, i) => expect(start).toBe(plan.floors[i]?.end));
    expect(plan.campaigns.map(({ promised }) => promised)).toEqual([90, 80].toSorted());
  });

  it("one that was created too late to be Ready in time says so", () => {
    const late = campaign({ peak: { replicas: 80 }, createdAt: at("2026-11-11T19:52:30Z") });
    expect(planAt("19:53:00", { campaigns: [late] }).campaigns[0]?.warnings).toEqual([
      "created 10m after its replicas had to be ordered: not all may be Ready at the start",
    ]);
  });

  it("one that is weeks ahead says already what a ceiling cuts off, and nothing of the room of today", () => {
    const spec = { start: "2026-12-24T20:00:00Z", end: "2026-12-24T22:00:00Z" };
    const world = (more: object = {}): World => ({
      scale: { ceiling: 60 },
      room: { kind: "known", more: 3 as never, limit: "the nodes" },
      campaigns: [campaign({ peak: { replicas: 80 }, spec: { ...spec, ...more } })],
    });
    const [far] = planAt("14:00:00", world()).campaigns;
    expect(far).toMatchObject({ phase: "Scheduled", promised: 60, shortBy: 20, beyondCeiling: 20 });
    expect(far?.shortBecause).toBe("the HPA's maxReplicas allows 60");
    const { limitedBy, shortBy } = planAt("14:00:00", world());
    expect({ limitedBy, shortBy }).toEqual({ limitedBy: [], shortBy: 20 });
    expect(planAt("14:00:00", world({ suspend: true })).campaigns[0]?.shortBy, "it promises nothing").toBe(0);
    const over = world({ start: "2026-10-24T20:00:00Z", end: "2026-10-24T22:00:00Z" });
    expect(planAt("14:00:00", over).campaigns[0]?.shortBy, "nothing is short any more").toBe(0);
  });

  it.each([
    { why: "it was over by then", spec: { until: "2026-10-30" }, phase: "Expired" },
    {
      why: "its one date is excluded",
      spec: { from: "2026-11-20", until: "2026-11-20", excludeDates: ["2026-11-20"] },
    },
    { why: "it ran since, and no start is left", spec: { until: "2026-11-05" }, phase: "Completed" },
    {
      why: "in a file nothing says when it was created",
      spec: { from: "2026-11-01", until: "2026-11-05" },
      createdAt: at("1970-01-01T00:00:00Z"),
      phase: "Completed",
    },
    { why: "it ran when it was created", spec: { until: "2026-10-31", duration: "5h" }, phase: "Completed" },
  ])("a recurring one without any start to come is Expired when it never ran: $why", (row) => {
    const { spec, createdAt, phase = "Expired" } = row as { spec: object; createdAt?: Instant; phase?: string };
    const schedule = { schedule: "0 20 * * *", duration: "2h", ...spec };
    const filed = campaign({ peak: { replicas: 80 }, spec: schedule, ...(createdAt && { createdAt }) });
    const [plan] = planAt("14:00:00", { campaigns: [filed] }).campaigns;
    expect(plan?.phase).toBe(phase);
    const warnings = phase === "Expired" ? [expect.stringMatching(/^it never starts: .*; correct these$/)] : [];
    expect(plan?.warnings).toEqual(warnings);
  });

  it("one whose ramp outlasts it says how much of the declared peak is reached; one that reaches it does not", () => {
    const said = (rampUp: string) => {
      const ramp = campaign({ peak: { demand: 5000 }, spec: { profile: "Ramp", rampUp } });
      return planAt("14:00:00", { campaigns: [ramp] }).campaigns[0]?.warnings;
    };
    expect(said("3h")).toEqual(["its ramp of 3h outlasts it: 66% of what the peak adds is reached at most"]);
    expect(said("2h")).toEqual([]);
  });

  it("one that is covered is neither short nor late for another one that is larger, or for the forecast", () => {
    const larger = campaign({
      name: "larger",
      peak: { replicas: 150 },
      spec: { start: "2026-11-11T19:00:00Z", end: "2026-11-11T22:00:00Z" },
    });
    const small = campaign({ name: "small", peak: { replicas: 40 }, createdAt: at("2026-11-11T19:10:00Z") });
    const both = planAt("19:15:00", { scale: { ceiling: 120 }, campaigns: [larger, small] }).campaigns;
    expect(both.map(({ key, shortBy }) => `${key.name} ${shortBy}`)).toEqual(["larger 30", "small 0"]);
    expect(both.map(({ warnings }) => warnings)).toEqual([[], []]);
  });

  it("two that come on top of each other are both short of what they come to together", () => {
    const spec = { combine: "Add" } as const;
    const [one, other] = ["one", "other"].map((name) => campaign({ name, peak: { demand: 9000 }, spec }));
    const plan = planAt("19:15:00", { scale: { ceiling: 120 }, campaigns: [one!, other!] });
    // 9000 units with a tenth on top are 99 replicas, twice that 198.
    expect(plan.campaigns.map(({ shortBy }) => shortBy)).toEqual([78, 78]);
  });
});
