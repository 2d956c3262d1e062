import { describe, expect, it } from "vitest";
import type { FloorSource, FloorWindow } from "../../../src/plan/plan.ts";
import { planScaling } from "../../../src/plan/planScaling.ts";
import { planDiffers } from "../../../src/plan/renewal/planDiffers.ts";
import { MINUTE } from "../../../src/units/duration.ts";
import { type Instant, instant } from "../../../src/units/instant.ts";
import { replicas } from "../../../src/units/replicas.ts";
import { after, at, campaign, flat, snapshot } from "../snapshots.ts";

const NOW = at("2026-11-11T14:00:00Z");
const UNTIL = after(NOW, "48h");

function window(from: number, to: number, minReplicas: number, source: FloorSource = "Forecast"): FloorWindow {
  const minutes = (n: number): Instant => instant(NOW + n * MINUTE);
  return { start: minutes(from), end: minutes(to), minReplicas: replicas(minReplicas), source, reason: source };
}

describe("a plan is written again only when it matters", () => {
  it.each([
    { written: [], wanted: [], differs: false, why: "nothing stands, nothing is wanted" },
    { written: [], wanted: [window(0, 60, 10)], differs: true, why: "a floor is wanted now" },
    {
      written: [window(-60, 60, 10)],
      wanted: [window(0, 60, 10)],
      differs: false,
      why: "what is past is no difference",
    },
    {
      written: [window(0, 60, 10)],
      wanted: [window(0, 60, 11)],
      differs: true,
      why: "one replica within half an hour",
    },
    { written: [window(0, 60, 10)], wanted: [window(0, 60, 9)], differs: true, why: "one fewer within half an hour" },
    {
      written: [window(0, 30, 10), window(30, 600, 20)],
      wanted: [window(0, 30, 10), window(30, 600, 21)],
      differs: false,
      why: "one replica, later",
    },
    {
      written: [window(0, 30, 10), window(30, 600, 20)],
      wanted: [window(0, 30, 10), window(30, 600, 22)],
      differs: true,
      why: "two of 22 too low, later",
    },
    {
      written: [window(0, 30, 10), window(30, 600, 25)],
      wanted: [window(0, 30, 10), window(30, 600, 20)],
      differs: false,
      why: "a quarter too high, later: merged windows are",
    },
    {
      written: [window(0, 30, 10), window(30, 600, 26)],
      wanted: [window(0, 30, 10), window(30, 600, 20)],
      differs: true,
      why: "more than a quarter too high, later",
    },
    {
      written: [window(0, 20, 10), window(20, 600, 20)],
      wanted: [window(0, 20.05, 10), window(20.05, 600, 20)],
      differs: false,
      why: "an edge moved by three seconds",
    },
    {
      written: [window(0, 20, 10), window(20, 600, 20)],
      wanted: [window(0, 20.1, 10), window(20.1, 600, 20)],
      differs: true,
      why: "an edge nearby moved by six seconds",
    },
    {
      written: [window(0, 2880, 10)],
      wanted: [window(0, 2885, 10)],
      differs: false,
      why: "the horizon moved on",
    },
    {
      written: [window(0, 1400, 10)],
      wanted: [window(0, 2880, 10)],
      differs: true,
      why: "half of the horizon is used up",
    },
    {
      written: [window(0, 2000, 10)],
      wanted: [window(0, 2000, 10), window(2600, 2700, 80, "Campaign")],
      differs: true,
      why: "a campaign at the far end is never waited with",
    },
  ])("$why", ({ written, wanted, differs }) => {
    expect(planDiffers(written, { floors: wanted, exact: wanted }, { now: NOW, until: UNTIL })).toBe(differs);
  });

  it.each([
    { stands: 32, differs: false, why: "other neighbours would be merged now" },
    { stands: 24, differs: true, why: "a merged window has become too low" },
    { stands: 41, differs: true, why: "a merged window is more than a quarter above all within it" },
  ])("further ahead it is measured by what is wanted before merging: $why", ({ stands, differs }) => {
    const exact = [window(0, 200, 10), window(200, 210, 20), window(210, 220, 26), window(220, 230, 32)];
    const floors = [window(0, 200, 10), window(200, 220, 26), window(220, 230, 32)];
    const written = [window(0, 200, 10), window(200, 210, 20), window(210, 230, stands)];
    expect(planDiffers(written, { floors, exact }, { now: NOW, until: UNTIL })).toBe(differs);
  });

  it.each([
    { end: 2894, differs: false, why: "the next few minutes of a ramp at the end of the horizon" },
    { end: 2895, differs: true, why: "a quarter of an hour of it" },
  ])("is written in pieces of a quarter of an hour: $why", ({ end, differs }) => {
    const written = [window(0, 2870, 10), window(2870, 2880, 40, "Campaign")];
    const wanted = [...written, window(2880, end, 80, "Campaign")];
    const until = instant(NOW + (end - 0.5) * MINUTE);
    expect(planDiffers(written, { floors: wanted, exact: wanted }, { now: NOW, until })).toBe(differs);
  });

  it("in a steady state nothing is written for hours", () => {
    const world = { forecast: flat(1300, { from: NOW }), campaigns: [campaign({ peak: { demand: 3900 } })] };
    const written = planScaling(snapshot({ now: NOW, ...world })).floors;
    for (const later of ["30s", "5m", "1h", "5h"]) {
      const now = after(NOW, later);
      const plan = planScaling(snapshot({ now, ...world, scale: { applied: { floor: 15, since: NOW } } }));
      expect(planDiffers(written, plan, { now, until: after(now, "48h") })).toBe(false);
    }
  });
});
