import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { INPUT_STATES } from "../../src/plan/snapshot.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const PAGE = readFileSync(join(ROOT, "docs", "runbook.md"), "utf8");
const TOLD = new Set([...PAGE.matchAll(/`([A-Z][A-Za-z]+)`/g)].map(([, word]) => word));

function sources(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(ROOT, folder, name), "utf8"));
}

/** What follows a word as a literal, such as `reason: "NoRoom"`; of `a ? "B" : "C"` both. */
function literals(text: string, word: string): readonly string[] {
  const places = text.matchAll(
    new RegExp(`\\b${word}: ((?:[^\\n,;{}]*\\? )?"[A-Z][A-Za-z]+"(?: : "[A-Z][A-Za-z]+")?)`, "g"),
  );
  return [...places].flatMap(([, found = ""]) =>
    [...found.matchAll(/"([A-Z][A-Za-z]+)"/g)].map(([, each = ""]) => each),
  );
}

describe("docs/runbook.md", () => {
  it("has a section for each alert of the chart, and for no other", () => {
    const rules = readFileSync(join(ROOT, "charts/headstart/templates/prometheusrule.yaml"), "utf8");
    const alerts = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
    expect([...PAGE.matchAll(/^### (Headstart\w+)$/gm)].map(([, name]) => name)).toEqual(alerts);
    expect(alerts.length).toBeGreaterThan(3);
  });

  it("names every reason that a condition or a failure of the controllers can have", () => {
    const texts = ["src/controllers", "src/plan", "src/adapters/prometheus"].flatMap(sources);
    const words = new Set(texts.flatMap((text) => [...literals(text, "reason"), ...literals(text, "code")]));
    // An Event's reason, not a condition's.
    const events = ["PhaseChanged", "FloorForgotten", "FloorRises", "FloorFalls", "FloorLowered"];
    expect(words.size).toBeGreaterThan(50);
    expect([...words].filter((word) => !TOLD.has(word) && !events.includes(word)).toSorted()).toEqual([]);
  });

  it("names every state of a signal, and every way a write can fail", () => {
    const ports = sources("src/ports").join("\n");
    const failures = /interface WriteFailure extends Failure {\s+readonly code:([^;]+);/.exec(ports)?.[1] ?? "";
    const words = [...INPUT_STATES, ...[...failures.matchAll(/"(\w+)"/g)].map(([, word]) => word)];
    expect(words.length).toBeGreaterThan(15);
    expect(words.filter((word) => !TOLD.has(word))).toEqual([]);
  });
});
