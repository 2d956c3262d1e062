import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkManifests } from "../../src/cli/checkManifests.ts";
import { importCommand } from "../../src/cli/import.ts";
import { useTerminal } from "./terminal.ts";

const terminal = useTerminal();

function run(name: string, text: string, ...words: readonly string[]): number {
  const path = join(terminal.folder, name);
  writeFileSync(path, text);
  importCommand().parse(["-f", path, ...words], { from: "user" });
  return Number(process.exitCode);
}

const OBJECT = JSON.stringify({
  kind: "CronHorizontalPodAutoscaler",
  metadata: { name: "web" },
  spec: {
    scaleTargetRef: { kind: "Deployment", name: "web" },
    jobs: [
      { name: "up", schedule: "0 0 8 * * *", targetSize: 10 },
      { name: "down", schedule: "0 0 20 * * *", targetSize: 2 },
    ],
  },
});
const EVENT = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:Sale", "DTSTART:21261212T000000Z", "DTEND:21261212T020000Z"];
const CALENDAR = [...EVENT, "END:VEVENT", "END:VCALENDAR"].join("\n");

describe("headstart import", () => {
  it("writes manifests that validate accepts, and what means something else beside them", () => {
    expect(run("a.yaml", OBJECT, "--zone", "UTC", "-n", "shop")).toBe(0);
    expect(checkManifests("out", terminal.out)).toMatchObject({ objects: 1, findings: [] });
    expect(terminal.out).toContain("namespace: shop");
    expect(terminal.err).toMatch(/^note: CronHorizontalPodAutoscaler shop\/web: sizes were set exactly/);
  });

  it("exits 3 with a line for each thing that could not be carried over", () => {
    expect(run("a.yaml", OBJECT)).toBe(3);
    expect(terminal.out).toBe("");
    expect(terminal.err).toMatch(/^left out: CronHorizontalPodAutoscaler default\/web: .*; give --zone, such as .*\n$/);
  });

  it("takes a calendar with what its events mean", () => {
    expect(run("a.ics", CALENDAR, "--zone", "UTC", "--target", "web=demand:900")).toBe(0);
    expect(checkManifests("out", terminal.out)).toMatchObject({ objects: 1, findings: [] });
    expect(run("a.ics", CALENDAR, "--zone", "UTC")).toBe(3);
    expect(terminal.err).toContain("give --target, such as");
  });

  it("writes all of it as JSON for machines", () => {
    expect(run("a.yaml", OBJECT, "--zone", "UTC", "-o", "json")).toBe(0);
    const { objects, left, notes } = JSON.parse(terminal.out) as Record<string, readonly unknown[]>;
    expect([objects?.length, left?.length, notes?.length]).toEqual([1, 0, 2]);
    expect(terminal.err).toBe("");
  });

  it("says when there is nothing in the files, and stops at what cannot be read", () => {
    expect(run("a.yaml", "kind: ConfigMap\nmetadata: {name: a}")).toBe(0);
    expect(terminal.err).toContain("note: there is nothing to carry over");
    expect(() => run("a.yaml", "a: [1")).toThrow(/a\.yaml:\d+: .*; correct the YAML; nothing was carried over/);
    expect(() => run("a.yaml", OBJECT, "--zone", "CST")).toThrow('--zone: "CST" is no time zone');
  });
});
