import { describe, expect, it } from "vitest";
import { meets, selects } from "../../src/api/requirement.ts";

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

describe("a label selector", () => {
  const labels = { app: "fusion", tier: "gpu" };
  const expression = (key: string, operator: string, values?: readonly string[]) => ({
    matchExpressions: [{ key, operator, ...(values === undefined ? {} : { values }) }],
  });

  it.each([
    { selector: { matchLabels: { app: "fusion" } }, is: true, why: "its one label is there" },
    { selector: { matchLabels: { app: "fusion", tier: "cpu" } }, is: false, why: "one of two differs" },
    { selector: expression("app", "In", ["fusion", "filter"]), is: true, why: "the value is among those named" },
    { selector: expression("app", "NotIn", ["fusion"]), is: false, why: "the value is excluded" },
    { selector: expression("canary", "DoesNotExist"), is: true, why: "the label is absent, and no values are needed" },
    {
      selector: { matchLabels: { app: "fusion" }, ...expression("canary", "Exists") },
      is: false,
      why: "labels and expressions must both hold",
    },
    { selector: {}, is: true, why: "an empty one selects everything" },
  ])("$why", ({ selector, is }) => expect(selects(selector, labels)).toBe(is));
});
