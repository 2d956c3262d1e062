import { describe, expect, it } from "vitest";
import { mergeChange } from "../../../src/adapters/kubernetes/mergeChange.ts";

/** RFC 7386, as the API server applies it. */
function merged(before: unknown, patch: unknown): unknown {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const out: Record<string, unknown> = typeof before === "object" && before !== null ? { ...before } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete out[field];
    else out[field] = merged(out[field], value);
  }
  return out;
}

const OUTCOME = { at: "a", observedPeak: 3, cost: { amount: "1", currency: "EUR" }, targets: [{ name: "x", cost: 1 }] };

describe("the merge patch of a status", () => {
  it.each([
    { before: {}, after: { phase: "Active" }, why: "a new field" },
    { before: { phase: "Active", next: ["a"] }, after: { phase: "Active" }, why: "a field that is gone" },
    {
      before: { outcome: OUTCOME },
      after: { outcome: { at: "b", targets: [] } },
      why: "fields that are gone within one",
    },
    {
      before: { outcome: OUTCOME },
      after: { outcome: { ...OUTCOME, cost: undefined } },
      why: "an undefined one within",
    },
    { before: { outcome: OUTCOME }, after: { outcome: { ...OUTCOME, cost: { amount: "1" } } }, why: "two levels down" },
    { before: { list: [{ a: 1, b: 2 }] }, after: { list: [{ a: 1 }] }, why: "lists are replaced as a whole" },
    { before: { list: { a: 1 } }, after: { list: ["a"] }, why: "another type" },
  ])("leads to what is wanted: $why", ({ before, after }) => {
    expect(merged(before, mergeChange(before, after))).toEqual(JSON.parse(JSON.stringify(after)));
  });

  it("is none where nothing differs, in whatever order the fields stand", () => {
    const { at, ...rest } = OUTCOME;
    expect(mergeChange({ outcome: OUTCOME }, { outcome: { ...rest, at } })).toBeUndefined();
  });
});
