import { describe, expect, it } from "vitest";
import { replicasFor } from "../../../src/plan/demand/replicasFor.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { planScaling } from "../../../src/plan/planScaling.ts";
import { milliseconds, MINUTE } from "../../../src/units/duration.ts";
import { formatInstant, type Instant } from "../../../src/units/instant.ts";
import { contains } from "../../../src/units/window.ts";
import { after, at, campaign, flat, forecastOf, NO_FORECAST, snapshot, T0, type World } from "../snapshots.ts";

const NOW = at("2026-11-11T14:00:00Z");

/** The floor that a plan has at a moment; lead time is zero here unless a test says so, so that needs show plainly. */
function floorAt(plan: Plan, moment: Instant): number {
  return plan.floors.find((window) => contains(window, moment))?.minReplicas ?? 0;
}

function planned(world: World): Plan {
  const spec = { forecast: { headroomPercent: 0 }, ...world.spec };
  const leadTime = { kind: "fixed", duration: milliseconds(0) } as const;
  return planScaling(snapshot({ now: NOW, leadTime, ...world, spec }));
}

describe("replicas for a demand", () => {
  it.each([
    {
      demand: 1000,
      headroomPercent: 10,
      perReplica: 100,
      replicas: 11,
      why: "whole percent: 11 is exact, not 11.000000000000002",
    },
    { demand: 1000.01, headroomPercent: 10, perReplica: 100, replicas: 12, why: "a little more is one more" },
    { demand: 3900, headroomPercent: 10, perReplica: 100, replicas: 43, why: "42.9 rounds up" },
    {
      demand: 0.1 + 0.2,
      headroomPercent: 0,
      perReplica: 0.1,
      replicas: 3,
      why: "0.30000000000000004 is rounding noise",
    },
    { demand: 0, headroomPercent: 10, perReplica: 25, replicas: 0, why: "no demand, no replicas" },
    { demand: 0.001, headroomPercent: 0, perReplica: 25, replicas: 1, why: "any demand needs one" },
  ])("$why", ({ replicas, demand, ...capacity }) => expect(replicasFor(demand, capacity)).toBe(replicas));
});

describe("what campaigns need on top of a baseline of 1,000", () => {
  const forecast = flat(1000, { from: NOW, busiestHour: 1500 });
  const units = (name: string, demand: number, combine: "Max" | "Add") =>
    campaign({ name, peak: { demand }, spec: { combine } });

  it.each([
    { campaigns: [], floor: 10, why: "none: the baseline" },
    { campaigns: [units("a", 3000, "Max")], floor: 30, why: "one: what it declares" },
    { campaigns: [units("a", 3000, "Max"), units("b", 2000, "Max")], floor: 30, why: "S19: the larger of two" },
    { campaigns: [units("a", 3000, "Add"), units("b", 2000, "Add")], floor: 40, why: "added: 1,000 + 2,000 + 1,000" },
    {
      campaigns: [units("a", 3000, "Add"), units("b", 2000, "Max")],
      floor: 40,
      why: "one adds to the largest of the others",
    },
    {
      campaigns: [units("a", 3000, "Add"), units("b", 2000, "Max"), units("c", 1500, "Max")],
      floor: 40,
      why: "of those that do not add only the largest counts",
    },
    { campaigns: [units("a", 500, "Max")], floor: 10, why: "below the baseline: it takes nothing away" },
    { campaigns: [units("a", 500, "Add")], floor: 10, why: "below the baseline: it adds nothing" },
    { campaigns: [campaign({ peak: { multiplier: 3, of: "SameTime" } })], floor: 30, why: "three times the baseline" },
    {
      campaigns: [campaign({ peak: { multiplier: 3, of: "BusiestHour" } })],
      floor: 45,
      why: "three times the busiest hour",
    },
    {
      campaigns: [campaign({ peak: { replicas: 20 } })],
      floor: 20,
      why: "replicas are what they are, without headroom",
    },
    {
      campaigns: [campaign({ peak: { replicas: 20 } }), units("b", 2500, "Max")],
      floor: 25,
      why: "replicas beside units: the larger",
    },
  ])("$why: $floor", ({ campaigns, floor }) => {
    const plan = planned({ forecast, campaigns });
    expect(floorAt(plan, T0)).toBe(floor);
    expect(floorAt(plan, after(T0, "1h59m59s"))).toBe(floor);
    expect(floorAt(plan, at("2026-11-11T19:50:00Z"))).toBe(10);
  });

  it.each([
    { minute: 60, last: "20:49:00", first: "20:49:30", why: "in its middle, 5 min 30 s before the sample that is low" },
    { minute: 120, last: "21:49:00", first: "21:59:59", why: "at its end, though only the next sample is high" },
  ])("a rise between two samples is multiplied as a whole: $why", ({ minute, last, first }) => {
    const values = Array.from({ length: 288 }, (_, i) => (NOW + i * 5 * MINUTE < T0 + minute * MINUTE ? 1000 : 1500));
    const sale = campaign({ peak: { multiplier: 3, of: "SameTime" } });
    const plan = planned({ forecast: forecastOf(values, { from: NOW }), campaigns: [sale] });
    expect([last, first].map((time) => floorAt(plan, at(`2026-11-11T${time}Z`)))).toEqual([30, 45]);
  });

  it("headroom is put on the whole once, not on each part", () => {
    const plan = planned({
      forecast,
      campaigns: [units("a", 3000, "Add"), units("b", 2000, "Add")],
      spec: { forecast: { headroomPercent: 10 } },
    });
    expect(floorAt(plan, T0)).toBe(44);
  });
});

describe("profiles", () => {
  const forecast = flat(1000, { from: NOW });
  const at20 = (minutes: number): Instant => (T0 + minutes * MINUTE) as Instant;

  it("a ramp rises from the baseline by one minute's upper bound at a time", () => {
    const plan = planned({
      forecast,
      campaigns: [campaign({ peak: { demand: 3000 }, spec: { profile: "Ramp", rampUp: "20m", readyBefore: "0s" } })],
    });
    // Over 20 minutes 2,000 units are added, 100 a minute; each need stands 30 s (the reaction) before its minute.
    expect([0, 1, 10, 19, 20, 60].map((minute) => floorAt(plan, at20(minute)))).toEqual([11, 12, 21, 30, 30, 30]);
  });

  it("a flash sale is at its peak when it starts, and halves", () => {
    const plan = planned({
      forecast,
      campaigns: [
        campaign({ peak: { demand: 5000 }, spec: { profile: "FlashSale", halfLife: "10m", readyBefore: "0s" } }),
      ],
      spec: { scaleIn: { stepPercent: 100 } },
    });
    // Extra 4,000 at the start, 2,000 after ten minutes, 1,000 after twenty.
    expect([0, 10, 20].map((minute) => floorAt(plan, at20(minute)))).toEqual([50, 30, 20]);
    expect(floorAt(plan, at20(100))).toBe(11);
  });
});

describe("what a peak is a multiple of, when less is known", () => {
  const sameTime = { multiplier: 3, of: "SameTime" } as const;
  const before = { baseline: 1300, units: 3900, replicas: 39 as never, resolvedAt: at("2026-11-11T12:00:00Z") };

  it("M7: the last value it came to holds while there is no forecast", () => {
    const plan = planned({ campaigns: [campaign({ peak: sameTime, resolved: before })], demand: "unknown" });
    expect(floorAt(plan, T0)).toBe(39);
    expect(plan.campaigns[0]).toMatchObject({ declared: before, peakUnknown: false });
  });

  it("M7: a peak in units or replicas needs no metrics at all", () => {
    for (const peak of [{ demand: 3900 }, { replicas: 39 }]) {
      expect(floorAt(planned({ campaigns: [campaign({ peak })], demand: "unknown" }), T0)).toBe(39);
    }
  });

  it("never known: the multiple of what runs, said aloud, and not multiplied again once it stands", () => {
    const campaigns = [campaign({ peak: sameTime })];
    const first = planned({ campaigns, demand: "unknown", scale: { replicas: 5 } });
    expect(first.campaigns[0]).toMatchObject({ peakUnknown: true, promised: 15 });
    expect(first.campaigns[0]?.warnings[0]).toBe(
      "the baseline that the multiplier is of is not known: 15 replicas, the multiple of what runs, stand in for it",
    );
    const later = planned({
      now: at("2026-11-11T19:58:00Z"),
      demand: "unknown",
      campaigns: [campaign({ peak: sameTime, resolved: first.campaigns[0]?.declared })],
      scale: { replicas: 15, applied: { floor: 15, since: at("2026-11-11T19:42:30Z") } },
    });
    expect(later.campaigns[0]).toMatchObject({ peakUnknown: true, promised: 15 });
  });

  it("never known, the target idle: the floor is at least what was found", () => {
    const plan = planned({ campaigns: [campaign({ peak: { multiplier: "1.1", of: "SameTime" } })], demand: 0 });
    expect(plan.campaigns[0]?.promised).toBe(4);
  });

  it("a resolved value is kept word for word while it comes to the same replicas", () => {
    const steady = planned({
      forecast: flat(1299, { from: NOW }),
      campaigns: [campaign({ peak: sameTime, resolved: before })],
    });
    expect(steady.campaigns[0]?.declared).toEqual(before);
    const grown = planned({
      forecast: flat(1400, { from: NOW }),
      campaigns: [campaign({ peak: sameTime, resolved: before })],
    });
    expect(grown.campaigns[0]?.declared).toMatchObject({ units: 4200, replicas: 42, resolvedAt: NOW });
  });

  it("a start beyond the forecast is measured by the same time of day", () => {
    const daily = Array.from({ length: 576 }, (_, i) => (i % 288 >= 72 && i % 288 < 96 ? 2000 : 500));
    const far = campaign({ peak: sameTime, spec: { start: "2026-11-15T20:30:00Z", end: "2026-11-15T21:00:00Z" } });
    const plan = planned({ forecast: forecastOf(daily, { from: NOW }), campaigns: [far] });
    expect(plan.campaigns[0]).toMatchObject({ phase: "Scheduled", promised: 60, declared: { baseline: 2000 } });
  });

  it("a peak that every day surpasses is warned about", () => {
    const plan = planned({ forecast: flat(1000, { from: NOW }), campaigns: [campaign({ peak: { demand: 900 } })] });
    expect(plan.campaigns[0]?.warnings).toEqual(["the declared peak of 900 is below the usual peak of that day, 1000"]);
  });
});

describe("what is not believed", () => {
  it.each([NaN, Infinity, -1])(
    "F5: a forecast with a value of %s is refused as a whole, and nothing is invented",
    (wrong) => {
      const values = [2000, 2000, wrong, 2000];
      const plan = planned({ forecast: forecastOf(values, { from: NOW, largestSeen: 2000 }) });
      expect(plan.floors).toEqual([]);
      expect(plan.floor).toBe(4);
    },
  );

  it("M9: a forecast that is over is not used; what it led to stands until it ends", () => {
    const old = at("2026-11-09T13:59:00Z");
    const previous = planScaling(
      snapshot({ now: at("2026-11-11T13:00:00Z"), forecast: flat(1500, { from: at("2026-11-11T13:00:00Z") }) }),
    );
    const plan = planned({
      forecast: flat(3000, { from: old }),
      previous: { at: previous.at, floors: previous.floors },
    });
    expect(plan.floor).toBe(17);
    expect(plan.because[0]?.text).toBe("forecast written before is kept at 17 while there is no new one");
    const end = previous.floors.at(-1)?.end ?? NOW;
    const after48h = planned({
      now: end,
      forecast: flat(3000, { from: old }),
      previous: { at: previous.at, floors: previous.floors },
    });
    expect(after48h.floors).toEqual([]);
    expect(formatInstant(end)).toBe("2026-11-13T13:00:00Z");
  });

  it("a forecast never asks for more than 1.5 × the largest demand seen; a declared peak may", () => {
    const forecast = flat(10_000, { from: NOW, largestSeen: 2000 });
    const plan = planned({ forecast });
    expect(plan.floor).toBe(30);
    expect(plan.limitedBy).toMatchObject([{ kind: "ForecastCap", asked: 100, given: 30 }]);
    expect(floorAt(planned({ forecast, campaigns: [campaign({ peak: { demand: 9000 } })] }), T0)).toBe(90);
  });

  it("F12: no history at all leaves the floor as found, and says so", () => {
    const plan = planned({ forecast: NO_FORECAST });
    expect([plan.floor, plan.floors.length, plan.because[0]?.text]).toEqual([4, 0, "found minimum of 4"]);
  });
});
