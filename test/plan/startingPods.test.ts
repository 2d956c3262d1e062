import { describe, expect, it } from "vitest";
import { decideFloor } from "../../src/plan/actions/decideFloor.ts";
import { planScaling } from "../../src/plan/planScaling.ts";
import { play } from "./play.ts";
import { after, at, campaign, flat, snapshot } from "./snapshots.ts";

const sale = campaign({ peak: { replicas: 80 } });
const END = at("2026-11-11T22:00:00Z");

describe("the floor does not depend on how far the pods are", () => {
  it("H6: for every N from 1 to 200 the floor is N itself: no tolerance stops it short", () => {
    const now = at("2026-11-11T20:30:00Z");
    for (let n = 1; n <= 200; n++) {
      const campaigns = [campaign({ peak: { replicas: n } })];
      // Nine tenths run already: a rule of 10 % would leave it at that.
      const scale = { found: 1, replicas: Math.ceil(0.9 * n), ready: Math.ceil(0.9 * n) };
      const plan = planScaling(snapshot({ now, campaigns, scale }));
      expect(plan.floor).toBe(n);
      const seen = { value: Math.max(1, n - 1), ceiling: undefined, record: undefined };
      const action = decideFloor(seen, { kind: "floor", floor: plan.floor, reason: "" }, now);
      expect(action.kind === "apply" ? action.to : seen.value).toBe(n);
    }
  });

  it.each([
    { ready: 40, why: "half of the pods are Pending" },
    { ready: 0, why: "none ever became Ready" },
  ])("H12, W12: it comes down in its steps all the same: $why", ({ ready }) => {
    const { changes, record } = play({
      from: at("2026-11-11T19:30:00Z"),
      until: after(END, "1h"),
      world: () => ({ campaigns: [sale], demand: 100, scale: { replicas: 80, ready, starting: 80 - ready } }),
    });
    expect(changes).toEqual(["19:42:30 4 → 80", "22:00:00 80 → 54", "22:05:00 54 → 28", "22:10:00 28 → 4"]);
    expect(record).toBeUndefined();
  });

  it("W13: while pods load, before the start and without any traffic, nothing takes them away", () => {
    const { valueAt } = play({
      from: at("2026-11-11T19:30:00Z"),
      until: END,
      world: () => ({ campaigns: [sale], demand: 0, forecast: flat(0), scale: { replicas: 80, ready: 0 } }),
    });
    for (let minute = 13; minute < 150; minute++) {
      expect(valueAt(after(at("2026-11-11T19:30:00Z"), `${minute}m`))).toBe(80);
    }
  });

  it("W12: a promise whose pods do not start is Short, by phase and for everyone to see", () => {
    const now = at("2026-11-11T20:30:00Z");
    const plan = planScaling(snapshot({ now, campaigns: [sale], scale: { replicas: 80, ready: 79, starting: 1 } }));
    expect(plan.campaigns[0]?.phase).toBe("Short");
  });
});
