import { describe, expect, it } from "vitest";
import type { CampaignInput } from "../../../src/api/campaign.ts";
import { planScaling } from "../../../src/plan/planScaling.ts";
import { MINUTE, milliseconds } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";
import { campaign, flat, snapshot, T0, type World } from "../snapshots.ts";

const FORECAST = flat(1000, { from: T0, busiestHour: 1000 });

/** The floor so many minutes after the start of a campaign from 20:00 to 22:00; a replica serves 100 units. */
function planAt(minute: number, demand: World["demand"], spec: Partial<CampaignInput> = {}) {
  const sale = campaign({ peak: { multiplier: 3, of: "SameTime" }, spec });
  return planScaling(
    snapshot({
      now: instant(T0 + minute * MINUTE),
      forecast: FORECAST,
      campaigns: [sale],
      leadTime: { kind: "fixed", duration: milliseconds(0) },
      spec: { forecast: { headroomPercent: 0 } },
      ...(demand === undefined ? {} : { demand }),
    }),
  );
}

describe("a running campaign that comes to more than was declared", () => {
  it.each([
    { demand: 3000, floor: 30, why: "what was declared, and no more" },
    { demand: 2000, floor: 30, why: "less than was declared: the promise stands" },
    { demand: 3001, floor: 32, why: "a hair more: the 2,000 on top of the usual are raised by a tenth" },
    { demand: 3800, floor: 38, why: "1.4 times the 2,000 that it was to bring" },
    { demand: 9000, floor: 50, why: "four times as much: twice is the most that a reading may order" },
    { demand: "unknown", floor: 30, why: "unknown demand raises nothing" },
  ] as const)("a demand of $demand gets $floor: $why", ({ demand, floor }) => {
    expect(planAt(30, demand).floor).toBe(floor);
  });

  it("says so, and keeps what it promised at the start apart", () => {
    const { because, campaigns } = planAt(30, 3800);
    expect(because[0]!.text).toBe(
      "campaign vision/sale asks for 38: live demand is 1.4 × what was declared on top of the usual",
    );
    expect(campaigns[0]).toMatchObject({ promised: 30, shortBy: 0 });
  });

  it("is raised to its end and not beyond", () => {
    const levels = planAt(30, 3800).floors.map(({ end, minReplicas }) => [(end - T0) / MINUTE, minReplicas]);
    expect(levels[0]).toEqual([120, 38]);
    expect(levels.slice(1).every(([, level]) => level! < 38)).toBe(true);
  });

  it("is raised along its ramp: half way up, 1,500 on top of the usual foretell 3,000", () => {
    const ramp = { profile: "Ramp", rampUp: "60m" } as const;
    const { floors } = planAt(30, 2500, ramp);
    expect(floors.find(({ end }) => end === T0 + 120 * MINUTE)?.minReplicas).toBe(40);
    // Five minutes up, a twelfth of the peak is no measure of it.
    expect(planAt(5, 1500, ramp).floors.find(({ end }) => end === T0 + 120 * MINUTE)?.minReplicas).toBe(30);
  });

  it("a peak in replicas is what it is", () => {
    const sale = campaign({ peak: { replicas: 30 } });
    const now = instant(T0 + 30 * MINUTE);
    expect(planScaling(snapshot({ now, forecast: FORECAST, campaigns: [sale], demand: 9000 })).floor).toBe(30);
  });

  it("of campaigns that add up the whole is measured: 2,000 and 1,000 on top come to 4,500", () => {
    const peaks = [
      campaign({ name: "a", peak: { demand: 3000 }, spec: { combine: "Add" } }),
      campaign({ name: "b", peak: { demand: 2000 } }),
    ];
    const now = instant(T0 + 30 * MINUTE);
    const spec = { forecast: { headroomPercent: 0 } };
    expect(planScaling(snapshot({ now, forecast: FORECAST, campaigns: peaks, demand: 5500, spec })).floor).toBe(55);
  });
});

describe("a campaign that is about to begin while live demand is above the forecast", () => {
  const multiple = { multiplier: 3, of: "SameTime" } as const;

  /** The floor at the start of a sale of three times 1,000, planned so many minutes before it. */
  function floorAtStart(minutesBefore: number, demand: World["demand"], peak: CampaignInput["targets"][0]["peak"]) {
    const plan = planScaling(
      snapshot({
        now: instant(T0 - minutesBefore * MINUTE),
        forecast: flat(1000, { from: instant(T0 - 60 * MINUTE), busiestHour: 1000 }),
        campaigns: [campaign({ peak })],
        leadTime: { kind: "fixed", duration: milliseconds(12 * MINUTE) },
        spec: { forecast: { headroomPercent: 0 } },
        ...(demand === undefined ? {} : { demand }),
      }),
    );
    return plan.floors.find(({ start, end }) => start <= T0 && T0 < end)?.minReplicas;
  }

  it.each([
    { demand: 1000, floor: 30, why: "as forecast: what was declared" },
    { demand: 500, floor: 30, why: "below the forecast: the promise stands" },
    { demand: 1100, floor: 34, why: "a tenth above: three times that are 3,300, in tenths of what it adds" },
    { demand: 9000, floor: 50, why: "nine times as much: twice what it adds is the most that a reading may order" },
    { demand: "unknown", floor: 30, why: "unknown demand raises nothing" },
  ] as const)("a demand of $demand gets $floor: $why", ({ demand, floor }) => {
    expect(floorAtStart(15, demand, multiple)).toBe(floor);
  });

  it("is raised from when its replicas are due, 12 min and 30 s and readyBefore ahead, and not before", () => {
    expect(floorAtStart(17, 1100, multiple)).toBe(34);
    expect(floorAtStart(18, 1100, multiple)).toBe(30);
  });

  it.each([
    { peak: { demand: 3000 }, why: "units" },
    { peak: { replicas: 30 }, why: "replicas" },
    { peak: { multiplier: 3, of: "BusiestHour" }, why: "a multiple of what is known already" },
  ] as const)("a peak in $why is what it is", ({ peak }) => expect(floorAtStart(15, 1100, peak)).toBe(30));

  it.each([{ demand: 2000 }, { replicas: 20 }])(
    "while another one runs, %o, live demand says nothing of it",
    (peak) => {
      const spec = { start: "2026-11-11T19:30:00", end: "2026-11-11T19:59:00" };
      const running = campaign({ name: "a", peak, spec });
      const sale = campaign({ name: "b", peak: multiple });
      const { floors } = planScaling(
        snapshot({
          now: instant(T0 - 15 * MINUTE),
          forecast: flat(1000, { from: instant(T0 - 60 * MINUTE), busiestHour: 1000 }),
          campaigns: [running, sale],
          demand: 2000,
          spec: { forecast: { headroomPercent: 0 } },
        }),
      );
      expect(floors.find(({ start, end }) => start <= T0 && T0 < end)?.minReplicas).toBe(30);
    },
  );

  it("says why", () => {
    const { because } = planScaling(
      snapshot({
        now: instant(T0 - 10 * MINUTE),
        forecast: flat(1000, { from: instant(T0 - 60 * MINUTE), busiestHour: 1000 }),
        campaigns: [campaign({ peak: multiple })],
        demand: 1100,
        spec: { forecast: { headroomPercent: 0 } },
      }),
    );
    expect(because[0]!.text).toBe(
      "campaign vision/sale asks for 34: live demand is above the forecast that it is a multiple of, " +
        "which adds 1.2 × what it was to add",
    );
  });
});
