import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { toYaml } from "../../src/adapters/files/yamlDocuments.ts";
import { API_VERSION } from "../../src/api/metadata.ts";
import { parseObject } from "../../src/api/parse.ts";
import { campaignOf } from "../../src/cli/campaignFile.ts";
import { overlapNotes } from "../../src/cli/overlapNotes.ts";
import { validateCommand } from "../../src/cli/validate.ts";
import { parseInstant } from "../../src/units/instant.ts";
import { useTerminal } from "./terminal.ts";

const terminal = useTerminal();
const metadata = { name: "show", namespace: "vision" };
const targets = [{ name: "face-fusion", peak: { replicas: 4 } }];

function campaign(times: object) {
  return {
    apiVersion: API_VERSION,
    kind: "Campaign",
    metadata,
    spec: { timeZone: "Europe/Berlin", targets, ...times },
  };
}

function notes(raw: unknown): readonly string[] {
  const parsed = parseObject(raw);
  if (!parsed.ok) throw new Error(parsed.failure[0]?.message);
  return overlapNotes(parsed.value).map(({ message }) => message);
}

const DAILY = "25h reaches into the next start, 24h later: each occurrence ends where the next begins";

describe("a schedule that starts again while it lasts", () => {
  it.each([
    { schedule: "0 20 * * *", duration: "25h", says: [`${DAILY}; write 24h or less where they are to be apart`] },
    { schedule: "0 20 * * *", duration: "24h", says: [], why: "they touch, and the day of 23 hours is no mistake" },
    { schedule: "0 20 * * MON,WED", duration: "49h", says: [expect.stringContaining("next start, 48h later")] },
    { schedule: "0 20 * * MON,WED", duration: "48h", says: [] },
    {
      schedule: "0 0 1 * *",
      duration: "700h",
      says: [expect.stringContaining("next start, 672h later")],
      why: "February",
    },
    { schedule: "* * * * *", duration: "1h", says: [expect.stringContaining("next start, 1m later")] },
    {
      ...{ schedule: "0 20 * * *", duration: "25h", from: "2026-11-27", until: "2026-11-27" },
      ...{ says: [], why: "only one starts" },
    },
    {
      ...{ schedule: "0 20 * * *", duration: "25h", from: "2026-11-27", until: "2026-11-29" },
      ...{ excludeDates: ["2026-11-28"], says: [], why: "the day between is left out" },
    },
    { start: "2026-11-11T00:00", end: "2026-11-19T00:00", says: [] },
  ])("$schedule for $duration: $says", ({ says, why: _why, ...times }) => {
    expect(notes(campaign(times))).toEqual(says);
  });

  it("of a CronHPA each schedule is looked at by itself", () => {
    const schedules = [
      { name: "evening", schedule: "0 19 * * *", duration: "26h", minReplicas: 3 },
      { name: "noon", schedule: "0 12 * * *", duration: "2h", minReplicas: 9 },
    ];
    const spec = { scaleTargetRef: { name: "face-fusion" }, schedules };
    expect(notes({ apiVersion: API_VERSION, kind: "CronHPA", metadata, spec })).toEqual([
      "26h reaches into the next start, 24h later: the two are one; write 24h or less where they are to be apart",
    ]);
  });

  it("is no finding: validate exits 0, and says it aside with file, line and field", () => {
    const path = join(terminal.folder, "a.yaml");
    writeFileSync(path, toYaml([campaign({ schedule: "0 20 * * *", duration: "25h" })]));
    validateCommand().parse(["-f", path], { from: "user" });
    expect(Number(process.exitCode)).toBe(0);
    expect(terminal.out).toBe("1 object checked, 0 findings\n");
    expect(terminal.err).toContain(`note: ${path}:13: Campaign vision/show: spec.duration: ${DAILY}`);
  });

  it("is said by campaign file, too", () => {
    const flags = { zone: "UTC", schedule: "0 20 * * *", duration: "25h", target: ["face-fusion=replicas:4"] };
    const filed = campaignOf(metadata, flags, parseInstant("2026-11-01T12:00:00Z")!);
    expect(filed.notes.slice(1)).toEqual([expect.stringContaining(`--duration: ${DAILY}`)]);
  });
});
