import { expect, it } from "vitest";
import { describeFailure, quote } from "../../src/units/failure.ts";
import { replicas } from "../../src/units/replicas.ts";

it("a failure reads as field, what is wrong, what was found, what to do", () => {
  const failure = {
    code: "X",
    field: "spec.end",
    message: "is before the start",
    value: quote("1"),
    remedy: "move it",
  };
  expect(describeFailure(failure)).toBe('spec.end: is before the start (got "1"); move it');
});

it("somebody's two megabytes are quoted in one short line", () => {
  const quoted = quote("x\n".repeat(1_000_000));
  expect(quoted.length).toBeLessThan(120);
  expect(quoted).not.toContain("\n");
});

it.each([-1, 0.5, NaN, Infinity, 2 ** 53])("%s is no count of replicas", (n) => {
  expect(() => replicas(n)).toThrow(RangeError);
});
