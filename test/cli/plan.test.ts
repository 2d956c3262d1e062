import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { toYaml } from "../../src/adapters/files/yamlDocuments.ts";
import { planCommand } from "../../src/cli/plan.ts";
import type { PlanJson } from "../../src/plan/told/planJson.ts";

const STORY = join(import.meta.dirname, "..", "..", "fixtures", "double-eleven", "objects.yaml");
import { useTerminal } from "./terminal.ts";

const terminal = useTerminal();

async function plan(...words: readonly string[]): Promise<number> {
  await planCommand().parseAsync(["-f", STORY, ...words], { from: "user" });
  return Number(process.exitCode);
}

function file(name: string, text: string): string {
  const path = join(terminal.folder, name);
  writeFileSync(path, text);
  return path;
}

const metadata = { name: "face-fusion", namespace: "vision" };

function hpa(minReplicas: number, maxReplicas: number) {
  const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "face-fusion" };
  const spec = { scaleTargetRef, minReplicas, maxReplicas };
  return { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", metadata, spec };
}

function deployment(cpu: string) {
  const container = { name: "model", image: "model", resources: { requests: { cpu } } };
  const template = { metadata: { labels: { app: "face-fusion" } }, spec: { containers: [container] } };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata,
    spec: { selector: { matchLabels: { app: "face-fusion" } }, template },
  };
}

/** 28 days and a bit of an even demand, a sample every five minutes, up to the moment. */
function evenHistory(units: number, until: string): string {
  const end = Date.parse(until) / 1000;
  const lines = Array.from({ length: 29 * 288 + 1 }, (_, i) => `${end - (29 * 288 - i) * 300},${units}`);
  return ["time,value", ...lines, ""].join("\n");
}

describe("headstart plan", () => {
  it("tells the story of the fixture as its README works it out by hand", async () => {
    expect(await plan("-f", file("hpa.yaml", toYaml([hpa(4, 160)])), "--at", "2026-11-10T09:00:00Z")).toBe(0);
    expect(terminal.out).toBe(`vision/face-fusion
  at 2026-11-10T09:00:00Z the floor is 4: found minimum of 4
  campaign vision/double-eleven is Scheduled: 2026-11-10T16:00:00Z for 2h, 120 replicas promised for 3000 demand units
    order due at 2026-11-10T15:32:30Z, Ready by 2026-11-10T15:45:00Z
  floor 4 → 120 at 2026-11-10T15:32:30Z: campaign vision/double-eleven asks for 120
  floor 120 → 80 at 2026-11-10T18:00:00Z: scale-in since 2026-11-10T18:00:00Z: in steps from 120 to 4
  floor 80 → 40 at 2026-11-10T18:05:00Z: scale-in since 2026-11-10T18:00:00Z: in steps from 120 to 4
  floor 40 → 4 at 2026-11-10T18:10:00Z: as found, no window is in force
  room 2026-11-10T15:00:00Z for 32m30s: 116 placeholders, campaign vision/double-eleven reserves room for up to 120
  looked at again at 2026-11-10T10:00:00Z
`);
  });

  it("reads a folder as it lies there: the story beside its objects is left out, and said", async () => {
    const folder = join(STORY, "..");
    await planCommand().parseAsync(["-f", folder, "--at", "2026-11-10T09:00:00Z"], { from: "user" });
    expect(terminal.out).toContain("campaign vision/double-eleven is Scheduled");
    expect(terminal.err).toContain(`note: ${join(folder, "story.yaml")} is left out: it holds no Kubernetes object`);
    const named = plan("-f", join(folder, "story.yaml"), "--at", "2026-11-10T09:00:00Z");
    await expect(named).rejects.toThrow("story.yaml:2: document: is no Kubernetes object");
  });

  it("names the field of what is wrong in a file, and says how much more there is", async () => {
    const wrong = file(
      "wrong.yaml",
      "apiVersion: headstart.dev/v1alpha1\nkind: Campaign\nmetadata: {name: a}\nspec: {}\n",
    );
    const planned = plan("-f", wrong);
    await expect(planned).rejects.toThrow(/wrong\.yaml:4: Campaign a: spec\.timeZone: is required .*\(and \d+ more; /);
  });

  it("says beside the plan what the files leave open and what is taken instead", async () => {
    await plan("--at", "2026-11-10T09:00:00Z");
    expect(terminal.err.trim().split("\n")).toEqual([
      "note: no HPA for vision/face-fusion among the files: minReplicas 1 and no maximum are taken",
      "note: no Deployment vision/face-fusion among the files: 1 replica is taken as Ready, without requests",
      "note: no Node among the files: whether nodes have room is not checked",
      "note: vision/face-fusion: no forecast, so only declared peaks are planned: no Prometheus is configured; " +
        "give --prometheus-url; until then only declared campaigns and written plans act",
      "note: vision/face-fusion: the demand at this moment is unknown: no Prometheus is configured",
    ]);
  });

  it.each([
    { at: "2026-11-10T15:32:29Z", floor: 4, phase: "Reserving", why: "a second before the order" },
    { at: "2026-11-10T15:32:30Z", floor: 120, phase: "PreScaling", why: "lead time, reaction, readyBefore ahead" },
    { at: "2026-11-10T17:59:59Z", floor: 120, phase: "Short", why: "the files show 4 replicas, not 120" },
    { at: "2027-11-10T17:00:00Z", floor: 4, phase: "Completed", why: "what is past does not come again" },
  ])("at $at the floor is $floor and the campaign $phase: $why", async ({ at, floor, phase }) => {
    await plan("-f", file("hpa.yaml", toYaml([hpa(4, 160)])), "--at", at, "-o", "json");
    const { targets, campaigns } = JSON.parse(terminal.out) as PlanJson;
    expect([targets[0]?.floor, campaigns[0]?.phase]).toEqual([floor, phase]);
  });

  it("has exactly the fields that others build on", async () => {
    await plan("--at", "2026-11-10T09:00:00Z", "-o", "json");
    const json = JSON.parse(terminal.out) as PlanJson;
    expect(Object.keys(json)).toEqual(["at", "targets", "campaigns"]);
    expect(Object.keys(json.targets[0] ?? {})).toEqual(
      "namespace,name,floor,because,limitedBy,shortBy,floors,reservations,lookAgainAt".split(","),
    );
    expect(Object.keys(json.targets[0]?.floors[0] ?? {})).toEqual(["start", "end", "minReplicas", "reason"]);
    expect(Object.keys(json.targets[0]?.reservations[0] ?? {})).toEqual("start,end,replicas,level,reason".split(","));
    expect(Object.keys(json.campaigns[0] ?? {})).toEqual("namespace,name,phase,occurrence,targets".split(","));
  });

  it("exits 3 when the ceiling cuts a promise, and says by how much", async () => {
    expect(await plan("-f", file("hpa.yaml", toYaml([hpa(4, 100)])), "--at", "2026-11-10T09:00:00Z")).toBe(3);
    expect(terminal.out).toContain("short by 20");
    expect(terminal.out).toContain("100");
  });

  it("exits 0 while a campaign runs that nothing limits: files do not know what is Ready", async () => {
    const more = file("hpa.yaml", toYaml([hpa(4, 160)]));
    expect(await plan("-f", more, "--at", "2026-11-10T17:00:00Z", "-o", "json")).toBe(0);
    const { targets, campaigns } = JSON.parse(terminal.out) as PlanJson;
    expect([campaigns[0]?.phase, targets[0]?.shortBy]).toEqual(["Short", 0]);
  });

  it.each([
    { cpu: "2", fits: 12, short: 108, why: "two nodes of 12 CPUs take six pods each" },
    { cpu: "200m", fits: 120, short: 0, why: "two nodes of 12 CPUs take sixty pods each" },
  ])("exits by whether nodes have room for pods of $cpu CPUs: $why", async ({ cpu, short }) => {
    const nodes = ["a", "b"].map((name) => ({
      apiVersion: "v1",
      kind: "Node",
      metadata: { name },
      status: { allocatable: { cpu: "12", pods: "110" } },
    }));
    const more = file("cluster.yaml", toYaml([hpa(4, 160), deployment(cpu), ...nodes]));
    expect(await plan("-f", more, "--at", "2026-11-10T15:40:00Z", "-o", "json")).toBe(short > 0 ? 3 : 0);
    expect((JSON.parse(terminal.out) as PlanJson).targets[0]?.shortBy).toBe(short);
  });

  it("exits 3 when a quota leaves no room", async () => {
    const quota = {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "models", namespace: "vision" },
      spec: { hard: { "requests.cpu": "100" } },
    };
    const more = file("cluster.yaml", toYaml([hpa(4, 160), deployment("1"), quota]));
    expect(await plan("-f", more, "--at", "2026-11-10T15:40:00Z")).toBe(3);
    expect(terminal.out).toContain("short by 20");
    expect(terminal.out).toContain("quota models: requests.cpu");
  });

  it("learns the demand from a recording: 275 units at 27.5 a replica, 10 % headroom, are 11 replicas", async () => {
    const history = file("even.csv", evenHistory(275, "2026-11-10T09:00:00Z"));
    await plan("--at", "2026-11-10T09:00:00Z", "--history", history, "-o", "json");
    const [target] = (JSON.parse(terminal.out) as PlanJson).targets;
    expect(target?.floor).toBe(11);
    expect(target?.because[0]).toMatchObject({ source: "Forecast", replicas: 11 });
    expect(terminal.err).not.toContain("demand at this moment is unknown");
  });

  it("says of a campaign that names no autoscaler of the files that nothing is planned for it", async () => {
    const campaign = {
      apiVersion: "headstart.dev/v1alpha1",
      kind: "Campaign",
      metadata: { name: "sale" },
      spec: {
        timeZone: "UTC",
        start: "2026-11-11T00:00:00",
        end: "2026-11-11T02:00:00",
        targets: [{ name: "face-fusion", peak: { replicas: 80 } }],
      },
    };
    await plan("-f", file("sale.yaml", toYaml([campaign])), "--at", "2026-11-10T09:00:00Z");
    expect(terminal.err).toContain(
      "note: campaign default/sale asks nothing of face-fusion: " +
        "no PredictiveAutoscaler default/face-fusion is among the files\n",
    );
    await plan("-n", "vision", "-f", join(terminal.folder, "sale.yaml"), "--at", "2026-11-10T09:00:00Z");
    expect(terminal.out).toContain("campaign vision/sale is Scheduled");
  });

  it("refuses a recording of a target that is not among the files", async () => {
    const history = file("history.csv", "time,value\n0,1\n60,2\n");
    const planned = plan("--history", `face-fusio=${history}`, "--at", "2026-11-10T09:00:00Z");
    await expect(planned).rejects.toThrow("no PredictiveAutoscaler face-fusio is among the files; there are vision/f");
    expect(terminal.out).toBe("");
  });

  it("never sees a sample of a recording before its time", async () => {
    const history = file("even.csv", evenHistory(275, "2026-11-10T09:00:00Z"));
    await plan("--at", "2026-10-01T09:00:00Z", "--history", `vision/face-fusion=${history}`, "-o", "json");
    expect((JSON.parse(terminal.out) as PlanJson).targets[0]?.floor).toBe(1);
    expect(terminal.err).toContain("the recording even lasts from 2026-10-12T09:00:00Z to 2026-11-10T09:00:00Z");
  });

  it.each([
    { words: ["--at", "tomorrow"], says: "--at", code: 2, why: "no instant" },
    { words: ["--history", "a=none.csv"], says: "none.csv", code: 1, why: "no such file" },
    {
      words: ["--history", STORY, "--prometheus-url", "http://127.0.0.1:1"],
      says: "objects.yaml:2",
      code: 1,
      why: "no recording",
    },
  ])("refuses $words with a remedy: $why", async ({ words, says, code }) => {
    await expect(plan(...words)).rejects.toMatchObject({
      exitCode: code,
      message: expect.stringMatching(new RegExp(`${says}.*; `)) as string,
    });
    expect(terminal.out).toBe("");
  });

  it("plans nothing from files of which one is wrong, and names the line", async () => {
    const broken = readFileSync(STORY, "utf8").replace("Asia/Shanghai }", "Local }");
    await expect(plan("-f", file("broken.yaml", broken))).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining("broken.yaml:20: PredictiveAutoscaler vision/face-fusion") as string,
    });
  });

  it("refuses files without an autoscaler", async () => {
    const empty = file("hpa.yaml", toYaml([hpa(1, 2)]));
    await expect(planCommand().parseAsync(["-f", empty], { from: "user" })).rejects.toMatchObject({
      message: expect.stringContaining("there is no PredictiveAutoscaler among the files") as string,
    });
  });

  it("writes YAML and names too", async () => {
    await plan("--at", "2026-11-10T09:00:00Z", "-o", "name");
    await plan("--at", "2026-11-10T09:00:00Z", "-o", "yaml");
    expect(terminal.out).toContain("vision/face-fusion\nat: 2026-11-10T09:00:00Z\ntargets:\n");
  });
});
