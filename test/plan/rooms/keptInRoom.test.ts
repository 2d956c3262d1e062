import { describe, expect, it } from "vitest";
import { planScaling } from "../../../src/plan/planScaling.ts";
import { MINUTE } from "../../../src/units/duration.ts";
import { play } from "../play.ts";
import { after, at, campaign, forecastOf, snapshot } from "../snapshots.ts";

const FROM = at("2026-11-11T18:00:00Z");
/** Of 80 from 20:00 on: ordered at 19:42:30. */
const ORDER = at("2026-11-11T19:42:30Z");

/** The usual evening: 3,000 units until so many minutes after 18:00, which need 33 replicas; then 100. */
function evening(minutes: number) {
  const values = Array.from({ length: 576 }, (_, i) => (i * 5 < minutes ? 3000 : 100));
  return { forecast: forecastOf(values, { from: FROM }), end: after(FROM, `${minutes}m`) };
}

/** What the floor does from 18:30 until the campaign is about to begin. */
function changesOf(minutes: number, spec: object = {}, { replicas = 80, scaleIn = {} } = {}): readonly string[] {
  const { forecast, end } = evening(minutes);
  const sale = campaign({ peak: { replicas }, spec });
  const { changes } = play({
    from: after(FROM, "30m"),
    until: after(ORDER, "10m"),
    world: (now) => ({ campaigns: [sale], forecast, demand: now < end ? 3000 : 100, spec: { scaleIn } }),
  });
  return changes;
}

describe("a floor while room is reserved for a campaign", () => {
  it.each([
    {
      why: "the evening ends as room is held for 80 from 19:00: nothing steps down before they are ordered",
      changes: changesOf(60),
      are: ["18:30:00 4 → 33", "19:42:30 33 → 80"],
    },
    {
      why: "room is reserved from 19:30 only: before that it comes down as ever",
      changes: changesOf(60, { reserveBefore: "30m" }),
      are: ["18:30:00 4 → 33", "19:00:00 33 → 23", "19:05:00 23 → 13", "19:10:00 13 → 4", "19:42:30 4 → 80"],
    },
    {
      why: "it is held for `maxHold` at most: the step before 19:22:30 is taken, the others are not",
      changes: changesOf(80, {}, { scaleIn: { maxHold: "20m" } }),
      are: ["18:30:00 4 → 33", "19:20:00 33 → 23", "19:42:30 23 → 80"],
    },
    {
      why: "what is above the promise is given back: its room is reserved for nobody",
      changes: changesOf(60, {}, { replicas: 20 }),
      are: ["18:30:00 4 → 33", "19:00:00 33 → 23", "19:05:00 23 → 20"],
    },
    {
      why: "a campaign that is suspended holds nothing",
      changes: changesOf(60, { suspend: true }),
      are: ["18:30:00 4 → 33", "19:00:00 33 → 23", "19:05:00 23 → 13", "19:10:00 13 → 4"],
    },
  ])("$why", ({ changes, are }) => expect(changes).toEqual(are));

  it("takes as much less room: floor and placeholders together stay what is promised, minute by minute", () => {
    const now = at("2026-11-11T19:10:00Z");
    const applied = { floor: 33, since: at("2026-11-11T18:00:00Z") };
    const { floors, reservations, because } = planScaling(
      snapshot({
        ...{ now, demand: 100, forecast: evening(60).forecast, campaigns: [campaign({ peak: { replicas: 80 } })] },
        scale: { replicas: 33, applied },
      }),
    );
    const text = "held at 33: campaign vision/sale reserves room for up to 80, so fewer would free nothing";
    expect(because[0]).toEqual({ source: "Held", replicas: 33, text });
    for (let moment: number = now; moment < ORDER; moment += MINUTE) {
      const covers = (window: { readonly start: number; readonly end: number }) =>
        window.start <= moment && moment < window.end;
      expect((floors.find(covers)?.minReplicas ?? 4) + (reservations.find(covers)?.replicas ?? 0)).toBe(80);
    }
  });
});
