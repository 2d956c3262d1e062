import { describe, expect, it } from "vitest";
import { yamlDocuments } from "../../src/adapters/files/yamlDocuments.ts";
import { campaignFileCommand, campaignOf, type FileFlags } from "../../src/cli/campaignFile.ts";
import { checkManifests } from "../../src/cli/checkManifests.ts";
import { formatInstant, parseInstant } from "../../src/units/instant.ts";
import { useTerminal } from "./terminal.ts";

const NOW = parseInstant("2026-11-01T12:00:00Z")!;
const KEY = { namespace: "vision", name: "double-eleven" };
const ONCE: FileFlags = {
  zone: "Asia/Shanghai",
  start: "2026-11-11T00:00",
  end: "2026-11-11T02:00",
  target: ["face-fusion=BusiestHour:3.5", "safety-check=replicas:80"],
};
const FRIDAYS: FileFlags = {
  zone: "Europe/Berlin",
  schedule: "0 20 * * FRI",
  duration: "3h",
  target: ["face-fusion=demand:900"],
};

const terminal = useTerminal();

describe("headstart campaign file", () => {
  it("is the campaign that the flags say, and nothing besides", () => {
    const { campaign, first, notes } = campaignOf(
      KEY,
      { ...ONCE, team: "growth", contact: "#growth", readyBefore: "10m" },
      NOW,
    );
    expect(campaign).toEqual({
      apiVersion: "headstart.dev/v1alpha1",
      kind: "Campaign",
      metadata: KEY,
      spec: {
        owner: { team: "growth", contact: "#growth" },
        timeZone: "Asia/Shanghai",
        start: "2026-11-11T00:00",
        end: "2026-11-11T02:00",
        targets: [
          { name: "face-fusion", peak: { multiplier: "3.5", of: "BusiestHour" } },
          { name: "safety-check", peak: { replicas: 80 } },
        ],
        readyBefore: "10m",
      },
    });
    expect(formatInstant(first.start)).toBe("2026-11-10T16:00:00Z");
    expect(notes).toEqual([]);
  });

  it("of one that comes again it says the first time that is not over", () => {
    const { campaign, first } = campaignOf(
      KEY,
      { ...FRIDAYS, exclude: ["2026-11-06"], profile: "Ramp", rampUp: "30m" },
      NOW,
    );
    expect(campaign.spec).toMatchObject({ excludeDates: ["2026-11-06"], profile: "Ramp", rampUp: "30m" });
    expect(formatInstant(first.start)).toBe("2026-11-13T19:00:00Z");
  });

  it("one that has begun is filed with a note", () => {
    const begun = campaignOf(KEY, { ...ONCE, start: "2026-11-01T00:00" }, NOW);
    expect(begun.notes).toEqual([expect.stringContaining("it has begun already")]);
  });

  it.each<{ change: Partial<FileFlags>; says: string }>([
    {
      change: { zone: "Asia/Shangai" },
      says: '--zone: is no time zone: offsets and Local hide daylight saving (got "Asia/Shangai"); write an IANA name',
    },
    { change: { start: "2026-11-11 00:00" }, says: "--start: must be a time such as" },
    { change: { start: "2026-02-30T00:00" }, says: "--start: is no time of the calendar" },
    { change: { end: "2026-11-10T00:00" }, says: "--end: is not after the start" },
    {
      change: { start: "2026-10-01T00:00", end: "2026-10-02T00:00" },
      says: "it is over, or never starts; give a later --end",
    },
    { change: { duration: "2h" }, says: "--start: cannot stand beside schedule or duration" },
    {
      change: { target: ["face-fusion"] },
      says: '--target: "face-fusion" says no peak of an autoscaler; write NAME=replicas:80',
    },
    { change: { target: ["face-fusion=80"] }, says: "write NAME=replicas:80" },
    { change: { target: ["face-fusion=Busiest:3"] }, says: "write NAME=replicas:80" },
    { change: { target: ["face-fusion=replicas:many"] }, says: "--target: " },
    { change: { target: ["face-fusion=SameTime:-2"] }, says: "--target: must be a quantity above zero" },
    { change: { target: ["Face=replicas:2"] }, says: "--target: must be a Kubernetes object name" },
    { change: { target: ["a=replicas:2", "a=replicas:3"] }, says: "--target: " },
    { change: { readyBefore: "5" }, says: "--ready-before: must be a duration such as" },
    { change: { profile: "Ramp" }, says: "--ramp-up: is required with profile Ramp" },
    { change: { contact: "#growth" }, says: "--contact needs --team" },
  ])("refuses $change by the flag's name", ({ change, says }) => {
    expect(() => campaignOf(KEY, { ...ONCE, ...change }, NOW)).toThrow(says);
  });

  it("says nothing of what happens to an object that is not there yet", () => {
    expect(() => campaignOf(KEY, { ...ONCE, zone: "Local" }, NOW)).not.toThrow(/until then/);
    expect(() => campaignOf(KEY, { ...ONCE, zone: "Local" }, NOW)).toThrow(/--zone/);
  });

  it("refuses a schedule that its dates leave nothing of", () => {
    const never = { ...FRIDAYS, from: "2026-11-07", until: "2026-11-12" };
    expect(() => campaignOf(KEY, never, NOW)).toThrow("--schedule: starts nothing from 2026-11-07 until 2026-11-12");
  });

  it.each([["yaml"], ["json"]])(
    "--dry-run -o %s writes a manifest that validate accepts, and needs no cluster",
    async (output) => {
      const words = ["vision/sale", "--zone", "UTC", "--start", "2126-11-11T00:00", "--end", "2126-11-11T02:00"];
      const all = [
        ...words,
        "--target",
        "a=replicas:3",
        "b=demand:2.5",
        "--dry-run",
        "-o",
        output,
        "--kubeconfig",
        "/nowhere",
      ];
      await campaignFileCommand().parseAsync(all, { from: "user" });
      expect(checkManifests("out", terminal.out)).toMatchObject({ objects: 1, findings: [] });
      expect(yamlDocuments(terminal.out)[0]?.value).toMatchObject({ metadata: { namespace: "vision", name: "sale" } });
    },
  );
});
