import { describe, expect, it } from "vitest";
import { planScaling } from "../../src/plan/planScaling.ts";
import { formatInstant } from "../../src/units/instant.ts";
import { after, at, campaign, flat, snapshot } from "./snapshots.ts";

/**
 * DESIGN §5, row 5, by hand. Demand at 20:00 is 3,900 units; with 10 % headroom 4,290; at 100 a replica 42.9, so 43.
 * Lead time 12 min + reaction 30 s + readyBefore 5 min = 17 min 30 s: the floor rises at 19:42:30, which a clock that
 * shows minutes reads as 19:42.
 */
describe("3,900 units at 20:00, headroom 10 %, 100 a replica, lead time 12 minutes, Ready 5 minutes ahead", () => {
  const now = at("2026-11-11T14:00:00Z");
  const declared = { demand: 3900, multiplierOf1300: { multiplier: 3, of: "SameTime" } } as const;

  it.each([
    { peak: { demand: declared.demand }, why: "declared in units" },
    { peak: declared.multiplierOf1300, why: "declared as three times the usual 1,300" },
  ])("43 replicas from 19:42:30 until 22:00, then back in steps, $why", ({ peak }) => {
    const plan = planScaling(snapshot({ now, forecast: flat(1300, { from: now }), campaigns: [campaign({ peak })] }));

    expect(plan.floors.map((w) => `${clock(w.start)}–${clock(w.end)} ${w.minReplicas} ${w.source}`)).toEqual([
      "14:00:00–19:42:30 15 Forecast",
      "19:42:30–22:00:00 43 Campaign",
      "22:00:00–22:05:00 33 ScaleIn",
      "22:05:00–22:10:00 23 ScaleIn",
      "22:10:00–14:00:00 15 Forecast",
    ]);
    expect(plan.reservations.map((w) => `${clock(w.start)}–${clock(w.end)} ${w.replicas} up to ${w.upTo}`)).toEqual([
      "19:00:00–19:42:30 28 up to 43",
    ]);
    expect(plan.campaigns[0]).toMatchObject({
      phase: "Scheduled",
      promised: 43,
      shortBy: 0,
      declared: { baseline: 1300, units: 3900, replicas: 43 },
      orderAt: at("2026-11-11T19:42:30Z"),
      readyBy: at("2026-11-11T19:55:00Z"),
    });
  });

  it("the whole floor stands at T-0 less lead time and readyBefore, one second after 19:42:29 and not before", () => {
    const floorAt = (text: string): number =>
      planScaling(
        snapshot({
          now: at(text),
          forecast: flat(1300, { from: now }),
          campaigns: [campaign({ peak: { demand: 3900 } })],
        }),
      ).floor;
    expect(floorAt("2026-11-11T19:42:29Z")).toBe(15);
    expect(floorAt("2026-11-11T19:42:30Z")).toBe(43);
    expect(floorAt("2026-11-11T21:59:59Z")).toBe(43);
    expect(floorAt("2026-11-11T22:00:00Z")).toBe(15);
    expect(clock(after(at("2026-11-11T19:42:30Z"), "17m30s"))).toBe("20:00:00");
  });
});

function clock(moment: Parameters<typeof formatInstant>[0]): string {
  return formatInstant(moment).slice(11, 19);
}
