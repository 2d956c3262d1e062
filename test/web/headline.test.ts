import { describe, expect, it } from "vitest";
import { moneyText, outcomeText, saving, shownHours } from "../../src/web/browser/costWords.ts";
import { headlineOf } from "../../src/web/browser/headline.ts";
import type { Recording } from "../../src/web/recording.ts";
import { plausibleRecording } from "./plausibleRecording.ts";

function read(recording: Recording): string {
  const { state, title, detail } = headlineOf(recording, recording.targets[0]);
  return `${state}: ${title} | ${detail}`;
}

describe("the headline", () => {
  it.each([
    {
      until: "2026-11-10T17:00:30+08:00",
      says: "pending: 18 replicas ready, 6 h 59 min before double-eleven starts | 0 of 5 promises held so far",
      why: "at the beginning nothing is short and nothing was judged",
    },
    {
      until: "2026-11-10T22:00:00+08:00",
      says: "pending: 47 replicas ready, 2 h before double-eleven starts | 1 of 5 promises held so far, none broken.",
      why: "what there is, and how long is left",
    },
    {
      until: "2026-11-10T23:20:00+08:00",
      says: "ready, room held for",
      why: "few replicas shortly before the start are no trouble while their room is held",
    },
    {
      until: "2026-11-10T23:20:00+08:00",
      says: "none broken. To come: double-eleven is ready in time.",
      why: "the promise that the evening is about",
    },
    {
      until: "2026-11-10T23:34:00+08:00",
      says: "pending: 21 of 120 replicas ready, 26 min before double-eleven starts | 2 of 5 promises held so far",
      why: "how many of how many while they start",
    },
    {
      until: "2026-11-10T23:50:00+08:00",
      says:
        "held: 120 of 120 ready at 23:45, 15 min before the start | " +
        "Now 120 replicas ready, 10 min before double-eleven starts. 3 of 5 promises held so far, none broken.",
      why: "the promise itself as soon as it has been judged, and what stands now",
    },
    {
      until: "2026-11-11T00:30:00+08:00",
      says: "replicas ready, 30 min into double-eleven. 3 of 5 promises held so far, none broken.",
      why: "how far into the campaign it is while it runs",
    },
    {
      until: undefined,
      says: "held: 120 of 120 ready at 23:45, 15 min before the start | All 5 promises held. It took 660 replica-hours",
      why: "at the end what it took, too",
    },
  ])("reads at $until: $why", ({ until, says }) => {
    expect(read(plausibleRecording({ seed: 5, ...(until === undefined ? {} : { until }) }))).toContain(says);
  });

  it("puts a broken promise before everything that was held", () => {
    const text = read(plausibleRecording({ seed: 5, late: true }));
    expect(text).toContain("broken: 21 of 120 ready at 23:45");
    expect(text).toContain("2 of 5 promises broken: double-eleven is ready in time; enough all through the campaign.");
    expect(text).not.toContain("less than");
  });

  it("says beside a broken promise how it stands now, as long as the evening lasts", () => {
    const until = "2026-11-11T00:10:00+08:00";
    const text = read(plausibleRecording({ seed: 5, late: true, until }));
    expect(text).toMatch(/^broken: 21 of 120 ready at 23:45.* \| Now .* replicas ready, 10 min into double-eleven\. /);
    expect(read(plausibleRecording({ seed: 5, late: true }))).not.toContain("Now ");
  });

  it("stands without promises, campaigns, targets or rows", () => {
    const empty = { ...plausibleRecording({ seed: 5 }), verdicts: [], campaigns: [], targets: [], costs: [] };
    expect(read(empty)).toBe("held: Waiting for the first numbers … | Nothing was promised.");
  });
});

describe("what was saved", () => {
  const cost = (way: string, replicaHours: number, reservedHours = 0) => ({
    way,
    replicaHours,
    reservedHours,
    minutesShort: 0,
  });

  it("adds up to what is written beside it", () => {
    expect(shownHours(cost("own", 557.4, 43.7))).toBe(557 + 44);
    expect(shownHours(cost("own", 57.44, 4.37))).toBeCloseTo(57.4 + 4.4, 9);
  });

  it.each([
    {
      costs: [cost("own", 40, 10), cost("all day", 100)],
      saved: { percent: 50, than: "all day" },
      why: "room counts, too",
    },
    {
      costs: [cost("own", 50), cost("alone", 40), cost("all day", 100)],
      saved: { percent: 50, than: "all day" },
      why: "the dearest one",
    },
    { costs: [cost("own", 100), cost("alone", 90)], saved: undefined, why: "it was dearer: no boast" },
    { costs: [cost("own", 100)], saved: undefined, why: "nothing to compare with" },
    { costs: [cost("own", 0), cost("alone", 0)], saved: undefined, why: "nothing was used at all" },
  ])("is $saved: $why", ({ costs, saved }) => {
    expect(saving(costs)).toEqual(saved);
  });
});

describe("what a campaign came to, in words", () => {
  const cost = { amount: "871.38", currency: "EUR" };

  it.each([
    {
      outcome: {
        declaredPeak: 3000,
        observedPeak: 2906.73,
        replicaHoursReserved: 348.55,
        replicaHoursUsed: 209.41,
        cost,
      },
      says: "3,000 images/s declared, 2,907 came; 349 replica-hours reserved, 209 used; 871 EUR.",
      why: "all is known",
    },
    {
      outcome: { declaredPeak: 3000, replicaHoursReserved: 348.55 },
      says: "3,000 images/s declared; 349 replica-hours reserved.",
      why: "the history has not answered, and there is no price",
    },
    {
      outcome: { replicaHoursReserved: 12.25, cost },
      says: "12.3 replica-hours reserved; 871 EUR.",
      why: "several targets",
    },
  ])("is $says: $why", ({ outcome, says }) => {
    expect(outcomeText(outcome, "images/s")).toBe(says);
  });

  it("money has thousands, and no price is no money", () => {
    expect(moneyText({ amount: "1651.75", currency: "EUR" })).toBe("1,652 EUR");
    expect(moneyText(undefined)).toBe("");
  });
});
