import { expect, it } from "vitest";
import { largestShare, type Profile, shareAt } from "../../../src/plan/declared/profiles.ts";
import { planScaling } from "../../../src/plan/planScaling.ts";
import { MINUTE, SECOND } from "../../../src/units/duration.ts";
import { after, campaign, flat, snapshot, T0 } from "../snapshots.ts";

const PROFILES: readonly Profile[] = [
  { kind: "Step" },
  { kind: "Ramp", rampUp: 10 * MINUTE },
  { kind: "FlashSale", halfLife: 5 * MINUTE },
];

it.each(PROFILES)("$kind: a piece promises no less than any moment of it needs", (profile) => {
  for (let from = 0; from < 20 * MINUTE; from += 7 * SECOND) {
    const to = Math.ceil((from + 1) / MINUTE) * MINUTE;
    for (let at = from; at < to; at += SECOND) {
      expect(largestShare(profile, from, to)).toBeGreaterThanOrEqual(shareAt(profile, at));
    }
  }
});

it("a sale that fades needs the same for the rest of a minute, whenever in it the plan is made", () => {
  const sale = campaign({ peak: { demand: 5000 }, spec: { profile: "FlashSale", halfLife: "5m" } });
  const levels = ["1m", "1m10s", "1m30s", "1m59s"].map((later) => {
    const plan = planScaling(snapshot({ now: after(T0, later), forecast: flat(300), campaigns: [sale] }));
    return plan.floors[0]?.minReplicas;
  });
  expect(new Set(levels).size).toBe(1);
});
