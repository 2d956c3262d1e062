import { describe, expect, it } from "vitest";
import { parseQuantity } from "../../src/units/quantity.ts";

describe("a Kubernetes quantity", () => {
  it.each([
    { raw: 25, value: 25 },
    { raw: "2.5", value: 2.5 },
    { raw: "500m", value: 0.5 },
    { raw: "16Gi", value: 16 * 2 ** 30 },
    { raw: "1e3", value: 1000 },
    { raw: "12E", value: 12e18 },
    { raw: ".5", value: 0.5 },
    { raw: "0", value: 0 },
  ])("$raw is $value", ({ raw, value }) => expect(parseQuantity(raw)).toBe(value));

  it.each(["", "-1", "1 000", "NaN", "Infinity", "1e309", "5x", "1.2.3", "Ki", "9".repeat(65)])("%s is none", (raw) =>
    expect(parseQuantity(raw)).toBeUndefined(),
  );
});
