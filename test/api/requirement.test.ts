import { describe, expect, it } from "vitest";
import { meets } from "../../src/api/requirement.ts";

describe("a requirement", () => {
  it.each([
    { operator: "In", listed: true, other: false, absent: false },
    { operator: "NotIn", listed: false, other: true, absent: true },
    { operator: "Exists", listed: true, other: true, absent: false },
    { operator: "DoesNotExist", listed: false, other: false, absent: true },
  ])("$operator", ({ operator, ...admitted }) => {
    const met = (value: string | undefined) => meets(value, { operator, values: ["a", "b"] });
    expect({ listed: met("b"), other: met("c"), absent: met(undefined) }).toEqual(admitted);
  });
});
