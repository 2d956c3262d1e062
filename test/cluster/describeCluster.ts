import { describe, expect, it } from "vitest";
import { missingTools } from "./binaries.ts";

/**
 * Tests that need the real control plane. Where it cannot be had they are skipped, and say why;
 * in CI it is required: there its absence is a failure.
 */
export function describeCluster(name: string, tests: () => void): void {
  const missing = missingTools();
  if (missing === undefined) {
    describe(name, tests);
  } else if (process.env["CI"] === "true") {
    it(`${name}: the real control plane is required in CI`, () => expect.fail(missing));
  } else {
    console.warn(missing);
    describe.skip(name, tests); // No control plane here: said above, counted as skipped, and a failure in CI.
  }
}
