import { expect, it } from "vitest";
import { play } from "../play.ts";
import { after, at, campaign } from "../snapshots.ts";

const END = at("2026-11-11T22:00:00Z");

it("a hold of the largest age ends with the step that load allows, also before the planner looks again", () => {
  const last = after(END, "2h");
  const { changes } = play({
    from: at("2026-11-11T19:30:00Z"),
    until: after(last, "1m"),
    world: () => ({ campaigns: [campaign({ peak: { replicas: 80 } })], demand: 5000 }),
    planning: (now) => now < last,
  });
  // 5,000 units with the margin of a tenth need 55 replicas; a step alone would lead to 54.
  expect(changes).toEqual(["19:42:30 4 → 80", "00:00:00 80 → 55"]);
});
