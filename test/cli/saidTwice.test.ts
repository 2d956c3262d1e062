import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { toYaml } from "../../src/adapters/files/yamlDocuments.ts";
import { planCommand } from "../../src/cli/plan.ts";
import { validateCommand } from "../../src/cli/validate.ts";
import { autoscaler } from "../api/samples.ts";
import { useTerminal } from "./terminal.ts";

const terminal = useTerminal();
const NAME = "HorizontalPodAutoscaler vision/face-fusion";

async function plan(...words: readonly string[]): Promise<number> {
  await planCommand().parseAsync(["-n", "vision", "--at", "2026-11-10T09:00:00Z", ...words], { from: "user" });
  return Number(process.exitCode);
}

function file(name: string, objects: readonly object[]): string {
  const path = join(terminal.folder, name);
  writeFileSync(path, name.endsWith(".json") ? JSON.stringify(objects[0]) : toYaml(objects));
  return path;
}

function hpa(maxReplicas: number, metadata: object = { namespace: "vision" }) {
  const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "face-fusion" };
  const named = { name: "face-fusion", ...metadata };
  const spec = { scaleTargetRef, minReplicas: 4, maxReplicas };
  return { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", metadata: named, spec };
}

describe("an object that is there twice, and not alike", () => {
  it("is refused with both places: which of them is meant nobody knows", async () => {
    const [one, other] = [file("a.yaml", [hpa(160)]), file("b.yaml", [autoscaler, hpa(80)])];
    const line = toYaml([autoscaler]).split("\n").length + 1;
    await expect(plan("-f", one, other)).rejects.toThrow(
      `${other}:${line}: ${NAME}: is in ${one}:1 too, and differs; leave one of them out`,
    );
  });

  it("is found in a list, and where the namespace is that of the command", async () => {
    const list = { apiVersion: "v1", kind: "List", items: [hpa(80, {})] };
    const [one, other] = [file("a.yaml", [hpa(160)]), file("b.json", [list])];
    await expect(plan("-f", one, other)).rejects.toThrow(`${other}:1: ${NAME}: is in ${one}:1 too, and differs`);
  });

  it("is said by validate, which finds nothing wrong with it: overlays lie beside each other", () => {
    const [one, other] = [file("a.yaml", [hpa(160), autoscaler]), file("b.yaml", [hpa(80)])];
    validateCommand().parse(["-f", one, other], { from: "user" });
    expect(Number(process.exitCode)).toBe(0);
    expect(terminal.err).toContain(`note: ${other}:1: ${NAME}: is in ${one}:1 too, and differs; leave one of them out`);
  });

  it("is no matter where both say the same, or are of another namespace or kind", async () => {
    const one = file("a.yaml", [
      { ...autoscaler, metadata: { ...autoscaler.metadata, namespace: "vision" } },
      hpa(160),
    ]);
    const others = file("b.yaml", [hpa(80, { namespace: "other" }), { ...hpa(80), kind: "Other" }, hpa(160)]);
    expect(await plan("-f", one, one, others)).toBe(0);
    expect(terminal.out).toContain("vision/face-fusion");
  });
});
