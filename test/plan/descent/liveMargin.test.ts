import { expect, it } from "vitest";
import { play } from "../play.ts";
import { after, at, campaign, forecastOf } from "../snapshots.ts";

const FROM = at("2026-11-11T19:30:00Z");
const END = at("2026-11-11T22:00:00Z");

it.each([
  { headroomPercent: 10, demand: 2100, stops: 24, why: "a tenth above live need, when floors have a tenth on top" },
  { headroomPercent: 40, demand: 2100, stops: 28, why: "at the floor of the forecast, which lies above that" },
  { headroomPercent: 40, demand: 2700, stops: 30, why: "a tenth above live need at most, whatever floors have on top" },
  { headroomPercent: 0, demand: 2100, stops: 21, why: "at live need, when no headroom was asked for" },
])("the way down from 80 stops $why", ({ headroomPercent, demand, stops }) => {
  const forecast = forecastOf(new Array<number>(288).fill(2000), { from: FROM });
  const { changes } = play({
    from: FROM,
    until: after(END, "20m"),
    world: () => ({
      campaigns: [campaign({ peak: { replicas: 80 } })],
      forecast,
      demand,
      spec: { forecast: { headroomPercent, history: "28d", horizon: "48h" } },
    }),
  });
  expect(changes.at(-1)).toMatch(new RegExp(`^22:10:00 \\d+ → ${stops}$`));
});
