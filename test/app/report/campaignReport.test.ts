import { describe, expect, it } from "vitest";
import type { CampaignStatus } from "../../../src/api/campaign.ts";
import type { CampaignFacts, SeenEvent } from "../../../src/app/report/campaignFacts.ts";
import { campaignReport } from "../../../src/app/report/campaignReport.ts";
import { reportText } from "../../../src/cli/campaignReport.ts";
import { parseInstant } from "../../../src/units/instant.ts";

const DAY = "2026-11-11T";

function at(time: string) {
  return parseInstant(`${DAY}${time}Z`)!;
}

function event(time: string, about: readonly [string, string], note: string, reason = "PhaseChanged"): SeenEvent {
  const [kind, name] = about;
  return { kind, name, reason, note, first: at(time), last: at(time) };
}

const CAMPAIGN = ["Campaign", "sale"] as const;
const HPA = ["HorizontalPodAutoscaler", "face-fusion-hpa"] as const;

/** An evening as the controllers tell it. */
const EVENTS: readonly SeenEvent[] = [
  event(
    "18:00:00",
    HPA,
    "minReplicas 4 → 19: forecast at the 95th percentile with 10% headroom asks for 19",
    "FloorRaised",
  ),
  event("18:30:00", CAMPAIGN, "Pending → Scheduled"),
  event("19:00:00", CAMPAIGN, "Scheduled → Reserving"),
  event("19:40:00", HPA, "minReplicas 19 → 80: campaign vision/sale asks for 80", "FloorRaised"),
  event("19:40:05", CAMPAIGN, "Reserving → PreScaling"),
  event("19:50:35", CAMPAIGN, "PreScaling → Ready"),
  event("20:00:00", CAMPAIGN, "Ready → Active"),
  event("22:00:00", CAMPAIGN, "Active → ScalingIn"),
  event(
    "22:00:01",
    HPA,
    "minReplicas 80 → 40: scale-in since 2026-11-11T22:00:00Z: in steps from 80 to 4",
    "FloorLowered",
  ),
  event("22:05:00", HPA, "minReplicas 40 → 4, as found: no window is in force", "FloorGivenBack"),
  event("22:05:02", CAMPAIGN, "ScalingIn → Completed"),
];

/** Of the campaign as a whole, since it has one target, and of that. */
const BROUGHT = {
  declaredPeak: 2000,
  observedPeak: 1710.5,
  replicaHoursReserved: 210,
  replicaHoursUsed: 140.25,
  cost: { amount: "525", currency: "EUR" },
};

const STATUS: CampaignStatus = {
  phase: "Completed",
  occurrence: { start: `${DAY}20:00:00Z`, end: `${DAY}22:00:00Z` },
  targets: [{ name: "face-fusion", promised: 80, reserved: 0, ready: 4, shortBy: 0 }],
  verdict: {
    occurrence: `${DAY}20:00:00Z`,
    at: `${DAY}20:00:00.1Z`,
    ready: true,
    message: "every promised replica was Ready at the start",
  },
  outcome: {
    occurrence: { start: `${DAY}20:00:00Z`, end: `${DAY}22:00:00Z` },
    at: `${DAY}22:05:00Z`,
    ...BROUGHT,
    targets: [
      {
        name: "face-fusion",
        from: `${DAY}19:40:00Z`,
        until: `${DAY}22:05:00Z`,
        ...BROUGHT,
      },
    ],
  },
};

function facts(change: Partial<CampaignFacts> = {}): CampaignFacts {
  const carriers = new Map([["face-fusion", ["face-fusion-hpa", "face-fusion"]]]);
  return { namespace: "vision", name: "sale", spec: {}, status: STATUS, carriers, events: EVENTS, ...change };
}

describe("campaign report", () => {
  it("tells what was promised and got, in order, with how far from start and end", () => {
    expect(reportText(campaignReport(facts()))).toBe(`\
campaign vision/sale is Completed: 2026-11-11T20:00:00Z to 2026-11-11T22:00:00Z
  promised:      face-fusion: 80 replicas
  ordered:       face-fusion: floor 19 → 80 at 2026-11-11T19:40:00Z, 20m before the start
  all Ready:     seen at 2026-11-11T19:50:35Z, 9m25s before the start
  at the start:  every promised replica was Ready at the start
  highest floor: face-fusion: 80 replicas
  lowered:       face-fusion: floor → 4 in 2 steps, 2026-11-11T22:00:01Z to 2026-11-11T22:05:00Z
  given back:    2026-11-11T22:05:02Z, 5m2s after the end
  outcome:       face-fusion: peak declared 2000, observed 1710.5; 210 replica-hours reserved, 140.25 used; cost 525 EUR
`);
  });

  it("tells of each target and of all, what to declare the next time, and what is not known yet", () => {
    const [target] = STATUS.targets ?? [];
    const [line] = STATUS.outcome?.targets ?? [];
    const { cost: _price, observedPeak: _peak, replicaHoursUsed: _used, ...open } = { ...line!, name: "safety-check" };
    const { declaredPeak: _declared, observedPeak: _observed, ...sum } = STATUS.outcome!;
    const status: CampaignStatus = {
      ...STATUS,
      targets: [{ ...target!, suggestedMultiplier: "3.6" }],
      outcome: { ...sum, targets: [line!, open], message: "what came at safety-check (TimedOut) is not known" },
    };
    const text = reportText(campaignReport(facts({ status })));
    expect(text).toContain(`
  outcome:       safety-check: peak declared 2000; 210 replica-hours reserved
  outcome:       in all: 210 replica-hours reserved, 140.25 used; cost 525 EUR
  next time:     face-fusion: past occurrences suggest multiplier 3.6
  not recorded:  what came at safety-check (TimedOut) is not known
`);
  });

  it("the outcome of the occurrence before is not told of this one", () => {
    const before = { start: `${DAY}10:00:00Z`, end: `${DAY}12:00:00Z` };
    const status: CampaignStatus = { ...STATUS, outcome: { ...STATUS.outcome!, occurrence: before } };
    const report = campaignReport(facts({ status }));
    expect(report.outcome).toBeUndefined();
    expect(report.notRecorded).toEqual(["what it brought and cost: nobody looked while it was under way"]);
  });

  it("does not tell of before the start: what was got is not known yet", () => {
    const status: CampaignStatus = { ...STATUS, phase: "Scheduled" };
    const { verdict: _none, ...ahead } = status;
    const report = campaignReport(facts({ status: ahead, events: EVENTS.slice(0, 2) }));
    expect(report.notRecorded).toEqual(["it has not started: what was got is known from its start on"]);
    expect(report.verdict).toBeUndefined();
  });

  it("of one that was over before it was filed it does not say that it is still to start", () => {
    const { verdict: _none, outcome: _nor, ...rest } = STATUS;
    const report = campaignReport(facts({ status: { ...rest, phase: "Expired" }, events: [] }));
    expect(report.notRecorded).toEqual(["it was over before it was filed, or never starts: nothing was done for it"]);
  });

  it("says what the expired Events would have told, and keeps what the status says", () => {
    const report = campaignReport(facts({ events: [] }));
    expect(report.verdict?.ready).toBe(true);
    expect(report.targets[0]).toEqual({ name: "face-fusion", promised: 80, ready: 4, shortBy: 0 });
    expect(report.notRecorded.map((text) => text.split(":")[0])).toEqual([
      "when the floor of face-fusion rose for it",
      "when everything was first Ready",
      "when it was given back",
    ]);
    expect(report.notRecorded[1]).toContain("no Event of ours is left (Events are kept for an hour");
  });

  it("says when Events may not be read, which is not the same as there being none", () => {
    const { notRecorded } = campaignReport(facts({ events: undefined }));
    expect(notRecorded).toEqual([expect.stringContaining("a role that may list events.k8s.io/events is needed")]);
  });

  it("takes a late Ready for what it is", () => {
    const late = EVENTS.filter(({ note }) => !/Ready/.test(note));
    const events = [...late, event("20:03:00", CAMPAIGN, "Short → Active")].toSorted((a, b) => a.first - b.first);
    const verdict = { ...STATUS.verdict!, ready: false, message: "face-fusion: 21 of 80 Ready" };
    const text = reportText(campaignReport(facts({ events, status: { ...STATUS, verdict } })));
    expect(text).toContain("all Ready:     seen at 2026-11-11T20:03:00Z, 3m after the start");
    expect(text).toContain("at the start:  face-fusion: 21 of 80 Ready");
  });

  it("of a campaign that comes again it tells of the last time, and of no time before that", () => {
    const before = [
      event("10:00:00", CAMPAIGN, "PreScaling → Ready"),
      event("12:05:00", CAMPAIGN, "ScalingIn → Scheduled"),
    ];
    const events = [...before, ...EVENTS.slice(2, -1), event("22:05:02", CAMPAIGN, "ScalingIn → Scheduled")];
    const next = { start: "2026-11-12T20:00:00Z", end: "2026-11-12T22:00:00Z" };
    const status: CampaignStatus = { ...STATUS, phase: "Scheduled", occurrence: next };
    const report = campaignReport(facts({ status, events, spec: { duration: "2h" } }));
    expect(report).toMatchObject({
      occurrence: { start: `${DAY}20:00:00Z`, end: `${DAY}22:00:00Z` },
      readyAt: `${DAY}19:50:35Z`,
      givenBackAt: `${DAY}22:05:02Z`,
      notRecorded: [],
    });
  });

  it("of two targets each has its own floor, and what nobody raised is said", () => {
    const targets = [...STATUS.targets!, { name: "safety", promised: 8, reserved: 0, ready: 9, shortBy: 2 }];
    const carriers = new Map([
      ["face-fusion", ["face-fusion-hpa"]],
      ["safety", ["safety"]],
    ]);
    const report = campaignReport(facts({ status: { ...STATUS, targets }, carriers }));
    expect(report.targets.map(({ ordered }) => ordered?.to)).toEqual([80, undefined]);
    expect(report.notRecorded).toEqual([
      expect.stringContaining(
        "when the floor of safety rose for it: another floor covered it, or no Event of ours before",
      ),
    ]);
    expect(reportText(report)).toContain("promised:      safety: 8 replicas, short by 2");
  });
});
