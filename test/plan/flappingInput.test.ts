import { describe, expect, it } from "vitest";
import { planScaling } from "../../src/plan/planScaling.ts";
import type { Instant } from "../../src/units/instant.ts";
import { play } from "./play.ts";
import { after, at, campaign, flat, snapshot } from "./snapshots.ts";

const FROM = at("2026-11-11T19:30:00Z");
const END = at("2026-11-11T22:00:00Z");
const sale = campaign({ peak: { replicas: 80 } });

/** Every other answer is an error. */
function flapping(value: number): (now: Instant) => number | "unknown" {
  return (now) => (Math.floor(now / 60_000) % 2 === 0 ? "unknown" : value);
}

describe("an input of which half the answers are errors", () => {
  it("M6: changes the floor at most once in five minutes, and never up and down again", () => {
    const demand = flapping(300);
    const { changes } = play({
      from: FROM,
      until: after(END, "2h"),
      world: (now) => ({ campaigns: [sale], demand: demand(now) }),
    });
    const falls = changes.slice(1).map((change) => change.split(" ").map(String));
    expect(changes[0]).toBe("19:42:30 4 → 80");
    expect(falls.map(([, from = "", , to = ""]) => Number(from) > Number(to))).not.toContain(false);
    const minutes = falls.map(([clock = ""]) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5)));
    expect(minutes.slice(1).every((minute, i) => minute - (minutes[i] ?? 0) >= 5)).toBe(true);
    expect(falls.at(-1)?.[3]).toBe("4");
  });

  it("M6: a forecast floor is the same, whether this turn's demand is known or not", () => {
    const floorWith = (demand: number | "unknown") =>
      planScaling(snapshot({ now: FROM, demand, forecast: flat(1000, { from: FROM }) })).floor;
    expect(floorWith("unknown")).toBe(floorWith(900));
    expect(floorWith("unknown")).toBe(11);
  });

  it("M2: a live zero is demand like any other: the floor comes down in its steps", () => {
    const { changes } = play({
      from: FROM,
      until: after(END, "1h"),
      world: (now) => ({ campaigns: [sale], demand: now < END ? 7000 : 0 }),
    });
    expect(changes.slice(1)).toEqual(["22:00:00 80 → 54", "22:05:00 54 → 28", "22:10:00 28 → 4"]);
  });
});
