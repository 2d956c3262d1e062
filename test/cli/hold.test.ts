import { describe, expect, it } from "vitest";
import { yamlDocuments } from "../../src/adapters/files/yamlDocuments.ts";
import { parseObject } from "../../src/api/parse.ts";
import { listed, told } from "../../src/cli/campaign.ts";
import { holdCommand, holdOf } from "../../src/cli/hold.ts";
import { describeFailure } from "../../src/units/failure.ts";
import { parseInstant } from "../../src/units/instant.ts";
import { useTerminal } from "./terminal.ts";

const NOW = parseInstant("2026-11-11T16:00:00Z")!;
const TARGET = { namespace: "vision", name: "face-fusion" };
const flags = { replicas: "40", until: "2h", reason: "load test" };

const terminal = useTerminal();

describe("headstart hold", () => {
  it.each([
    { until: "2h", end: "2026-11-11T18:00:00Z", why: "how long" },
    { until: "2026-11-11T20:30:00+02:00", end: "2026-11-11T18:30:00Z", why: "an instant with an offset" },
  ])("is a campaign from now until $until: $why", ({ until, end }) => {
    const campaign = holdOf(TARGET, { ...flags, until }, NOW);
    expect(campaign.metadata).toMatchObject({
      name: "hold-face-fusion-20261111t160000z",
      annotations: { "headstart.dev/reason": "load test" },
    });
    expect(campaign.spec).toMatchObject({
      start: "2026-11-11T16:00:00Z",
      end,
      targets: [{ name: "face-fusion", peak: { replicas: 40 } }],
    });
    const parsed = parseObject(campaign);
    expect(parsed.ok ? [] : parsed.failure.map(describeFailure)).toEqual([]);
  });

  it("--dry-run writes the campaign and needs no cluster", async () => {
    const words = ["vision/face-fusion", "--replicas", "40", "--until", "2h", "--reason", "load test", "--dry-run"];
    await holdCommand().parseAsync([...words, "--kubeconfig", "/nowhere"], { from: "user" });
    const [document] = yamlDocuments(terminal.out);
    const parsed = parseObject(document?.value);
    expect(parsed.ok && parsed.value.kind).toBe("Campaign");
  });

  it.each([
    { change: { until: "2026-11-11T15:59:59Z" }, says: "is over" },
    { change: { until: "tonight" }, says: "is no moment" },
    { change: { replicas: "many" }, says: '--replicas: "many" is no number of replicas; give a whole number' },
    { change: { replicas: "0" }, says: "--replicas" },
    { change: { replicas: "1.5" }, says: "--replicas" },
    { change: { replicas: "400000" }, says: "--replicas: must be at most 100000; correct the size" },
    { change: { reason: " " }, says: "--reason is empty" },
  ])("refuses $change with a remedy", ({ change, says }) => {
    expect(() => holdOf(TARGET, { ...flags, ...change }, NOW)).toThrow(says);
  });
});

describe("headstart campaign", () => {
  const campaign = {
    ...holdOf(TARGET, flags, NOW),
    status: {
      phase: "PreScaling",
      occurrence: { start: "2026-11-11T16:00:00Z", end: "2026-11-11T18:00:00Z" },
      targets: [{ name: "face-fusion", promised: 40, ready: 12, reserved: 20, shortBy: 3 }],
      conditions: [{ type: "CapacityFits", status: "False", message: "short by 3, because the nodes are full" }],
    },
  };

  it("list shows in a line what is promised, what is ready and what is short", () => {
    const line = listed([campaign], "table")
      .split("\n")
      .find((each) => each.includes("hold-face-fusion"));
    expect(line?.split("│").map((cell) => cell.trim())).toEqual([
      ...["", "vision", "hold-face-fusion-20261111t160000z", "PreScaling"],
      ...["2026-11-11T16:00:00Z", "2026-11-11T18:00:00Z", "40", "12", "3", ""],
    ]);
    expect(listed([campaign], "name")).toBe("campaign.headstart.dev/hold-face-fusion-20261111t160000z\n");
  });

  it("leaves out who wrote which field, as kubectl does", () => {
    const written = { ...campaign, metadata: { ...campaign.metadata, managedFields: [{ manager: "mia" }] } };
    for (const output of ["json", "yaml"] as const) expect(listed([written], output)).not.toContain("managedFields");
  });

  it("show tells it in the controller's words", () => {
    expect(told(campaign)).toBe(`campaign vision/hold-face-fusion-20261111t160000z is PreScaling: \
2026-11-11T16:00:00Z to 2026-11-11T18:00:00Z
  because: load test
  face-fusion: 40 replicas promised, 12 ready, room for 20, short by 3
  CapacityFits is False: short by 3, because the nodes are full
`);
  });

  it("show gives the times on the campaign's own clock, too", () => {
    const inZone = (timeZone: string, end = "2026-11-11T15:30:00Z") =>
      told({
        ...campaign,
        spec: { ...(campaign.spec as object), timeZone },
        status: { ...campaign.status, occurrence: { start: "2026-11-11T12:00:00Z", end } },
      }).split("\n")[0];
    expect(inZone("Asia/Shanghai")).toMatch(/15:30:00Z \(2026-11-11 20:00 to 23:30 in Asia\/Shanghai\)$/);
    expect(inZone("Asia/Shanghai", "2026-11-11T16:00:00Z")).toMatch(/\(2026-11-11 20:00 to 2026-11-12 00:00 in Asia/);
    for (const zone of ["UTC", "Mars/Olympus"]) expect(inZone(zone)).toMatch(/15:30:00Z$/);
  });

  it("show tells what came of it, and what to declare the next time", () => {
    const outcome = {
      occurrence: { start: "2026-11-11T16:00:00Z", end: "2026-11-11T18:00:00Z" },
      at: "2026-11-11T18:10:00Z",
      targets: [
        {
          name: "face-fusion",
          ...{ from: "2026-11-11T15:44:30Z", until: "2026-11-11T18:10:00Z", declaredPeak: 1000, observedPeak: 800 },
          ...{ replicaHoursReserved: 100, replicaHoursUsed: 70.5, cost: { amount: "250", currency: "EUR" } },
        },
      ],
    };
    const targets = campaign.status.targets.map((target) => ({ ...target, suggestedMultiplier: "2.9" }));
    const text = told({ ...campaign, status: { ...campaign.status, targets, outcome } });
    expect(text).toContain("short by 3; past occurrences suggest multiplier 2.9\n");
    expect(text).toContain(
      "outcome of 2026-11-11T16:00:00Z: face-fusion: peak declared 1000, observed 800; " +
        "100 replica-hours reserved, 70.5 used; cost 250 EUR\n",
    );
  });

  it("a campaign that no controller has seen yet is Pending", () => {
    const { status: _none, ...fresh } = campaign;
    expect(told(fresh)).toContain("is Pending\n");
  });
});
