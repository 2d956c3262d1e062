import { describe, expect, it } from "vitest";
import { priced } from "../../../src/plan/campaigns/price.ts";

describe("the price", () => {
  it.each([
    { hours: 107.5, perReplicaHour: 2.5, amount: "268.75" },
    { hours: 0, perReplicaHour: 2.5, amount: "0" },
    { hours: 1 / 3, perReplicaHour: 1, amount: "0.33" },
    { hours: 12, perReplicaHour: 0.001, amount: "0.01" },
  ])("$hours replica-hours at $perReplicaHour are $amount", ({ hours, perReplicaHour, amount }) => {
    expect(priced(hours, { perReplicaHour, currency: "EUR" })).toEqual({ amount, currency: "EUR" });
  });

  it("is not invented", () => {
    expect(priced(107.5, undefined)).toBeUndefined();
  });
});
