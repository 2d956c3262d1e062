import { describe, expect, it } from "vitest";
import { toYaml } from "../../src/adapters/files/yamlDocuments.ts";
import { checkManifests } from "../../src/cli/checkManifests.ts";
import { SAMPLES } from "../api/samples.ts";

const HEAD = ["apiVersion: headstart.dev/v1alpha1", "kind: CronHPA", "metadata: {name: a, namespace: vision}"];

function check(lines: readonly string[]): readonly string[] {
  return checkManifests("a.yaml", lines.join("\n")).findings.map(({ line, field }) => `${line} ${field}`);
}

describe("checkManifests", () => {
  it("has nothing against the samples, written as YAML", () => {
    expect(checkManifests("samples.yaml", toYaml(SAMPLES))).toEqual({
      objects: SAMPLES.length,
      others: 0,
      findings: [],
      notes: [],
    });
  });

  it("names the line of the field that is wrong, in the right document", () => {
    const first = [...HEAD, "spec:", "  scaleTargetRef: {name: x}"];
    const second = [...HEAD, "spec:", "  scaleTargetRef: {name: x}", "  timeZone: Mars/Olympus", "  windows:"];
    const window = ["  - start: 2026-11-10T15:00:00Z", "    end: 2026-11-10T14:00:00Z", "    minReplicas: 3"];
    expect(check([...first, "---", ...second, "  - start: nonsense", "    minReplicas: 3"])).toEqual([
      "12 spec.timeZone",
      "14 spec.windows[0].start",
      "14 spec.windows[0].end",
    ]);
    expect(check([...first, "  windows:", ...window])).toEqual(["8 spec.windows[0].end"]);
  });

  it("flags a field that the kind does not have, and guesses which was meant", () => {
    const { findings } = checkManifests(
      "a.yaml",
      [...HEAD, "spec:", "  scaleTargetRef: {name: x}", "  timezone: UTC"].join("\n"),
    );
    expect(findings).toMatchObject([
      {
        line: 6,
        object: "CronHPA vision/a",
        code: "UnknownField",
        field: "spec.timezone",
        remedy: "remove it, or write timeZone",
      },
    ]);
  });

  it("looks into a list as kubectl prints it", () => {
    const list = ["apiVersion: v1", "kind: List", "items:", "- apiVersion: headstart.dev/v1alpha1", "  kind: CronHPA"];
    expect(check([...list, "  metadata: {name: a}", "  spec: {scaleTargetRef: {}}"])).toEqual([
      "7 spec.scaleTargetRef.name",
    ]);
  });

  it("leaves the kinds of others out, and empty documents", () => {
    const text = ["# nothing", "---", "apiVersion: apps/v1", "kind: Deployment", "---", ""].join("\n");
    expect(checkManifests("a.yaml", text)).toEqual({ objects: 0, others: 1, findings: [], notes: [] });
  });

  it.each([
    ["broken YAML", "a: [1, 2", 1],
    ["an alias to itself", "a: &a [*a]", 1],
    ["a text", "hello", 1],
    ["a list", "- 1", 1],
  ])("S18: %s is a finding, not a crash", (_, text, findings) => {
    expect(checkManifests("a.yaml", text).findings).toHaveLength(findings);
  });

  it("S18: aliases that grow a thousandfold are refused", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level <= 9; level += 1) {
      lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(", ")}]`);
    }
    expect(checkManifests("bomb.yaml", lines.join("\n")).findings).toMatchObject([{ code: "NotYaml" }]);
  });

  it("says that a schedule starts nothing between its dates", () => {
    const campaign = [
      "apiVersion: headstart.dev/v1alpha1",
      "kind: Campaign",
      "metadata: {name: a}",
      "spec:",
      "  timeZone: Europe/Berlin",
      "  targets: [{name: x, peak: {replicas: 3}}]",
      "  duration: 1h",
      "  from: 2026-06-01",
      "  until: 2026-06-05",
    ];
    expect(check([...campaign, '  schedule: "0 20 * * SAT"'])).toEqual(["10 spec.schedule"]);
    expect(check([...campaign, '  schedule: "0 20 * * FRI"'])).toEqual([]);
  });
});
