import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { toYaml, yamlDocuments } from "../../src/adapters/files/yamlDocuments.ts";
import { printCommand } from "../../src/cli/print.ts";
import { validateCommand } from "../../src/cli/validate.ts";
import { oneOff } from "../api/samples.ts";
import { useTerminal } from "./terminal.ts";

const terminal = useTerminal();

function validate(...words: readonly string[]): number {
  validateCommand().parse(["-f", terminal.folder, ...words], { from: "user" });
  return Number(process.exitCode);
}

describe("headstart validate", () => {
  it("exits 0 when all is well, in folders below too", () => {
    mkdirSync(join(terminal.folder, "deeper"));
    writeFileSync(join(terminal.folder, "deeper", "a.yaml"), toYaml([oneOff]));
    writeFileSync(join(terminal.folder, "notes.txt"), "not a manifest");
    expect(validate()).toBe(0);
    expect(terminal.out).toBe("1 object checked, 0 findings\n");
  });

  it("exits 3 with findings, each on one line with file and line", () => {
    writeFileSync(
      join(terminal.folder, "a.json"),
      JSON.stringify({ ...oneOff, spec: { ...oneOff.spec, timeZone: "Local" } }),
    );
    expect(validate()).toBe(3);
    expect(terminal.out).toContain(
      `${join(terminal.folder, "a.json")}:1: Campaign default/double-eleven: spec.timeZone: is no time zone`,
    );
    expect(terminal.out).toContain("1 object checked, 1 finding\n");
  });

  it("leaves out what lies in a folder and is no object, and says so; a half one is a mistake in one", () => {
    writeFileSync(join(terminal.folder, "a.yaml"), toYaml([oneOff]));
    writeFileSync(join(terminal.folder, "values.yaml"), "replicas: 3\n");
    expect(validate()).toBe(0);
    expect(terminal.out).toBe("1 object checked, 0 findings\n");
    const why = "it holds no Kubernetes object, neither apiVersion nor kind";
    expect(terminal.err).toBe(`note: ${join(terminal.folder, "values.yaml")} is left out: ${why}\n`);
    writeFileSync(join(terminal.folder, "values.yaml"), "kind: Campaign\n");
    expect(validate()).toBe(3);
  });

  it("names five files that are left out, and counts the others", () => {
    for (let i = 1; i <= 7; i += 1) writeFileSync(join(terminal.folder, `${i}.json`), "{}");
    expect(validate()).toBe(0);
    expect(terminal.err.split("\n").slice(4, 6)).toEqual([
      expect.stringContaining("5.json is left out"),
      "note: 2 more files are left out for the same reason",
    ]);
  });

  it("takes a file that is named at its word: that it is no object is a finding, and the only one", () => {
    const path = join(terminal.folder, "values.yaml");
    writeFileSync(path, "# of a chart\nreplicas: 3\n");
    expect(validate("-f", path)).toBe(3);
    expect(terminal.out).toContain(
      `${path}:2: document: is no Kubernetes object: it has neither apiVersion nor kind; `,
    );
    expect(terminal.out).toContain("0 objects checked, 1 finding\n");
  });

  it("writes JSON for machines", () => {
    writeFileSync(join(terminal.folder, "a.yaml"), toYaml([{ ...oneOff, spec: {} }]));
    expect(validate("-o", "json")).toBe(3);
    const { objects, findings } = JSON.parse(terminal.out) as {
      objects: number;
      findings: { field: string; remedy: string }[];
    };
    expect(objects).toBe(1);
    expect(findings.map(({ field }) => field)).toContain("spec.timeZone");
  });

  it("takes paths as arguments, too, as the README writes it", () => {
    writeFileSync(join(terminal.folder, "a.yaml"), toYaml([oneOff]));
    validateCommand().parse([join(terminal.folder, "a.yaml")], { from: "user" });
    expect(terminal.out).toBe("1 object checked, 0 findings\n");
  });

  it("says aside that it found nothing to check: a wrong folder in a pipeline would pass unseen", () => {
    expect(validate()).toBe(0);
    expect(terminal.err).toBe(`note: no object of our kinds in ${terminal.folder}\n`);
  });

  it("stops with the remedy when a path cannot be read, or none is given", () => {
    expect(() => validate("-f", join(terminal.folder, "absent"))).toThrow("give a readable YAML or JSON file");
    expect(() => validateCommand().parse([], { from: "user" })).toThrow("give files or folders");
  });
});

describe("headstart print", () => {
  it("writes the five CRDs as plain YAML", () => {
    printCommand().parse(["crds"], { from: "user" });
    const objects = yamlDocuments(terminal.out).map(
      ({ value }) => value as { kind: string; metadata: { name: string } },
    );
    expect(objects.map(({ kind }) => kind)).toEqual(Array(5).fill("CustomResourceDefinition"));
    expect(objects.map(({ metadata }) => metadata.name)).toContain("campaigns.headstart.dev");
    expect(terminal.out).not.toContain("{{");
  });

  it("writes the policies, one of them the default", () => {
    printCommand().parse(["policies"], { from: "user" });
    const objects = yamlDocuments(terminal.out).map(({ value }) => value as { spec: { default?: boolean } });
    expect(objects.filter(({ spec }) => spec.default === true)).toHaveLength(1);
  });
});
