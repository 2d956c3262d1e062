import { describe, expect, it } from "vitest";
import { yamlDocuments } from "../../../src/adapters/files/yamlDocuments.ts";
import { importFiles, type ImportWish } from "../../../src/app/import/importFiles.ts";
import { parseInstant } from "../../../src/units/instant.ts";

const WISH: ImportWish = {
  namespace: "default",
  zone: "Asia/Shanghai",
  targets: [],
  now: parseInstant("2026-11-29T12:00:00Z")!,
};

function imported(text: string, change: Partial<ImportWish> = {}) {
  const documents = yamlDocuments(text).map(({ value }) => value);
  return importFiles([{ path: "in.yaml", text, documents }], { ...WISH, ...change });
}

function whys({ left }: ReturnType<typeof imported>): readonly string[] {
  return left.map(({ what, why }) => `${what}: ${why}`);
}

function cronAutoscaler(spec: object, kind = "CronHorizontalPodAutoscaler"): string {
  const apiVersion = "autoscaling.alibabacloud.com/v1beta1";
  return JSON.stringify({ apiVersion, kind, metadata: { name: "web", namespace: "shop" }, spec });
}

const TARGET = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
const UP = { name: "up", schedule: "0 0 8 * * *", targetSize: 10 };
const DOWN = { name: "down", schedule: "0 0 20 * * *", targetSize: 2 };

describe("CronHorizontalPodAutoscaler and HorizontalPodCronscaler", () => {
  it("become a CronHPA of the workload, in the zone that is given", () => {
    const { objects, left, notes } = imported(cronAutoscaler({ scaleTargetRef: TARGET, jobs: [UP, DOWN] }));
    expect(objects).toEqual([
      {
        apiVersion: "headstart.dev/v1alpha1",
        kind: "CronHPA",
        metadata: { namespace: "shop", name: "web" },
        spec: {
          scaleTargetRef: TARGET,
          timeZone: "Asia/Shanghai",
          schedules: [{ name: "up", schedule: "0 8 * * *", duration: "12h", minReplicas: 10 }],
        },
      },
    ]);
    expect(left).toEqual([]);
    expect(notes.join()).toContain("between its windows what is found stands; it was 2");
  });

  it.each([
    ["HorizontalPodCronscaler", "crons", "targetSize"],
    ["HorizontalPodCronScaler", "crons", "targetReplicas"],
    ["CronHorizontalPodAutoscaler", "rules", "targetReplicas"],
  ])("%s with %s and %s is read alike", (kind, list, size) => {
    const jobs = [UP, DOWN].map(({ name, schedule, targetSize }) => ({ name, schedule, [size]: targetSize }));
    const { objects } = imported(cronAutoscaler({ scaleTarget: TARGET, [list]: jobs }, kind));
    expect(objects[0]?.spec).toMatchObject({ schedules: [{ minReplicas: 10, duration: "12h" }] });
  });

  it("an HPA as the target is followed to its workload, where its manifest is there", () => {
    const hpa = { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", name: "web-hpa" };
    const text = cronAutoscaler({ scaleTargetRef: hpa, jobs: [UP, DOWN] });
    expect(whys(imported(text))).toEqual([
      expect.stringContaining("its target is the HPA web-hpa, whose workload is not"),
    ]);
    const known = {
      kind: hpa.kind,
      metadata: { name: "web-hpa", namespace: "shop" },
      spec: { scaleTargetRef: TARGET },
    };
    const { objects, left } = imported(`${text}\n---\n${JSON.stringify(known)}`);
    expect(left).toEqual([]);
    expect(objects[0]?.spec).toMatchObject({ scaleTargetRef: TARGET });
  });

  it("days that are left out every year are written out, others are named", () => {
    const spec = { scaleTargetRef: TARGET, jobs: [UP, DOWN], excludeDates: ["* * * 1 10 *", "* * * * * 5"] };
    const made = imported(cronAutoscaler(spec));
    expect(made.objects[0]?.spec).toMatchObject({
      excludeDates: ["2026-10-01", "2027-10-01", "2028-10-01", "2029-10-01", "2030-10-01"],
    });
    expect(whys(made)).toEqual([expect.stringContaining('"* * * * * 5" is no day of the year')]);
  });

  it("the 29th of February is left out in the years that have it", () => {
    const spec = { scaleTargetRef: TARGET, jobs: [UP, DOWN], excludeDates: ["* * * 29 2 *", "* * * 31 2 *"] };
    expect(imported(cronAutoscaler(spec)).objects[0]?.spec).toMatchObject({ excludeDates: ["2028-02-29"] });
  });

  it.each([
    { job: { ...UP, runOnce: true }, why: "job up: it runs once" },
    { job: { ...UP, schedule: "*/10 0 8 * * *" }, why: "fires within the minute" },
    { job: { ...UP, schedule: "@date 2026-11-11 00:00:00" }, why: "a schedule has five fields" },
    { job: { ...UP, targetSize: "ten" }, why: "it says no size" },
    { job: { ...UP, schedule: undefined }, why: "a schedule has five fields" },
  ])("leaves out a job with its reason: $why", ({ job, why }) => {
    const made = imported(cronAutoscaler({ scaleTargetRef: TARGET, jobs: [job, DOWN] }));
    expect(made.objects).toEqual([]);
    expect(whys(made).join("\n")).toContain(why);
    expect(made.left.every(({ remedy }) => remedy !== "")).toBe(true);
  });

  it("wants a zone, as their controller's own clock is not in the file", () => {
    const text = cronAutoscaler({ scaleTargetRef: TARGET, jobs: [UP, DOWN] });
    expect(whys(imported(text, { zone: undefined }))).toEqual([expect.stringContaining("it names no time zone")]);
  });

  it.each([
    ["no spec", '{"kind":"CronHorizontalPodAutoscaler","metadata":{"name":"a"}}'],
    ["jobs that are none", cronAutoscaler({ scaleTargetRef: TARGET, jobs: [null, 3, "x"] })],
    ["a list", '{"kind":"List","items":[null,{"kind":"ScaledObject"}]}'],
    ["text", "hello"],
  ])("does not stumble over %s", (_what, text) => {
    expect(imported(text).objects).toEqual([]);
  });
});

describe("KEDA's cron triggers", () => {
  const cron = (change: object) => ({
    type: "cron",
    metadata: { timezone: "Asia/Kolkata", start: "0 6 * * *", end: "0 20 * * *", desiredReplicas: "10", ...change },
  });
  const scaledObject = (...triggers: readonly object[]) =>
    JSON.stringify({
      kind: "ScaledObject",
      metadata: { name: "web" },
      spec: { scaleTargetRef: { name: "web" }, minReplicaCount: 2, triggers },
    });

  it("become a CronHPA a time zone; other triggers stay with KEDA, and are named", () => {
    const weekend = cron({ timezone: "Europe/Berlin", start: "0 18 * * FRI", end: "0 6 * * MON", desiredReplicas: 4 });
    const made = imported(scaledObject(cron({}), weekend, { type: "prometheus" }));
    expect(made.objects.map(({ metadata, spec }) => [metadata.name, spec])).toEqual([
      [
        "web",
        {
          scaleTargetRef: TARGET,
          timeZone: "Asia/Kolkata",
          schedules: [{ name: "cron-1", schedule: "0 6 * * *", duration: "14h", minReplicas: 10 }],
        },
      ],
      [
        "web-2",
        {
          scaleTargetRef: TARGET,
          timeZone: "Europe/Berlin",
          schedules: [{ name: "cron-2", schedule: "0 18 * * FRI", duration: "60h", minReplicas: 4 }],
        },
      ],
    ]);
    expect(whys(made)).toEqual([expect.stringContaining("trigger prometheus: only cron triggers")]);
    expect(made.notes.join()).toContain("delete it before the CronHPA is to act");
  });

  it.each([
    { change: { timezone: "IST" }, why: 'its timezone "IST" is none' },
    { change: { start: "sometime" }, why: "a schedule has five fields" },
    { change: { desiredReplicas: "many" }, why: "its desiredReplicas is no number" },
    { change: { end: "0 6 * * *" }, why: "another job sets a size at the same moment" },
  ])("leaves out $change", ({ change, why }) => {
    expect(whys(imported(scaledObject(cron(change)))).join()).toContain(why);
  });

  it("a ScaledObject without one is none of ours", () => {
    expect(imported(scaledObject({ type: "kafka" }))).toEqual({ objects: [], left: [], notes: [] });
  });
});
