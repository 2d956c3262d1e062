import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CronHpaInput } from "../../src/api/cronHpa.ts";
import { cronHpaWindows } from "../../src/calendar/cronHpaWindows.ts";
import { type FloorAsker, floorInForce } from "../../src/calendar/floorInForce.ts";
import { formatInstant, type Instant } from "../../src/units/instant.ts";
import { at, cronHpa } from "./specs.ts";

const asker = (name: string, spec: Partial<CronHpaInput>): FloorAsker => ({
  metadata: { namespace: "vision", name },
  spec: cronHpa(spec),
});

const window = (start: string, end: string, minReplicas: number) => ({ start, end, minReplicas });

describe("floorInForce", () => {
  it("without any window there is no floor, and none to come", () => {
    expect(floorInForce([asker("a", {})], at("2025-06-01T00:00:00Z"))).toEqual({
      floor: undefined,
      reason: "",
      source: undefined,
      nextChangeAt: undefined,
      next: undefined,
    });
  });

  it("S9: A ends at 12:00, B starts at 12:00, both 20: never below 20, and 12:00 is no change", () => {
    const both = [
      asker("a", { windows: [window("2025-06-01T10:00:00Z", "2025-06-01T12:00:00Z", 20)] }),
      asker("b", { windows: [window("2025-06-01T12:00:00Z", "2025-06-01T14:00:00Z", 20)] }),
    ];
    for (let minute = 0; minute < 240; minute += 1) {
      const now = (at("2025-06-01T10:00:00Z") + minute * 60_000) as Instant;
      expect(floorInForce(both, now)).toMatchObject({ floor: 20, nextChangeAt: at("2025-06-01T14:00:00Z") });
    }
  });

  it("S9: a schedule that touches itself is one window around the clock, also on the long and the short day", () => {
    const hourly = asker("a", {
      timeZone: "Europe/Berlin",
      schedules: [{ name: "always", schedule: "0 * * * *", duration: "1h", minReplicas: 7 }],
    });
    for (const day of ["2025-03-29T12:00:00Z", "2025-10-25T12:00:00Z"]) {
      for (let minute = 0; minute < 24 * 60; minute += 30) {
        expect(floorInForce([hourly], (at(day) + minute * 60_000) as Instant).floor).toBe(7);
      }
    }
    expect(floorInForce([hourly], at("2025-06-01T00:30:00Z")).nextChangeAt).toBeUndefined();
  });

  it("S19: of random overlapping windows the largest in force wins, whatever their order", () => {
    const minute = fc.integer({ min: 0, max: 600 });
    const some = fc.array(fc.record({ from: minute, long: fc.integer({ min: 1, max: 300 }), floor: fc.nat(90) }), {
      minLength: 1,
      maxLength: 12,
    });
    const base = at("2025-06-01T00:00:00Z");
    const text = (minutes: number): string => formatInstant((base + minutes * 60_000) as Instant);
    const property = fc.property(some, minute, fc.infiniteStream(fc.nat()), (rows, moment, chance) => {
      const askers = rows.map(({ from, long, floor }, index) =>
        asker(`a${index}`, { windows: [window(text(from), text(from + long), floor)] }),
      );
      const now = (base + moment * 60_000) as Instant;
      const open = rows.filter(({ from, long }) => from <= moment && moment < from + long);
      const expected = open.length === 0 ? undefined : Math.max(...open.map(({ floor }) => floor));
      const found = floorInForce(askers, now);
      expect(found.floor).toBe(expected);
      const shuffled = askers
        .map((value) => ({ value, key: chance.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ value }) => value);
      expect(floorInForce(shuffled, now)).toEqual(found);
    });
    fc.assert(property, { seed: 19, numRuns: 300 });
  });

  it("S8, S17: nextChangeAt is the first moment at which the floor differs, and next is the floor then", () => {
    const rush = asker("a", {
      timeZone: "America/New_York",
      schedules: [
        { name: "evening", schedule: "0 19 * * *", duration: "4h", minReplicas: 30 },
        { name: "night", schedule: "30 1 * * *", duration: "90m", minReplicas: 12 },
      ],
      windows: [window("2025-03-09T06:00:00Z", "2025-03-09T08:15:00Z", 20)],
    });
    let now = at("2025-03-08T12:00:00Z");
    for (let change = 0; change < 12; change += 1) {
      const { floor, nextChangeAt, next } = floorInForce([rush], now);
      if (nextChangeAt === undefined) throw new Error("a daily schedule always changes");
      for (let minute: number = now; minute < nextChangeAt; minute += 60_000) {
        expect(floorInForce([rush], minute as Instant).floor).toBe(floor);
      }
      expect(floorInForce([rush], (nextChangeAt - 1) as Instant).floor).toBe(floor);
      expect(floorInForce([rush], nextChangeAt).floor).toBe(next);
      expect(next).not.toBe(floor);
      now = nextChangeAt;
    }
  });

  it("shows the next start of a yearly schedule, months ahead", () => {
    const yearly = asker("a", {
      timeZone: "Asia/Shanghai",
      schedules: [{ name: "double-eleven", schedule: "30 23 10 11 *", duration: "3h", minReplicas: 80 }],
    });
    expect(floorInForce([yearly], at("2025-01-01T00:00:00Z"))).toMatchObject({
      floor: undefined,
      nextChangeAt: at("2025-11-10T15:30:00Z"),
      next: 80,
    });
  });

  it("between equal floors the one that lasts longest gives the reason, then the first by name", () => {
    const short = asker("a", { windows: [window("2025-06-01T10:00:00Z", "2025-06-01T11:00:00Z", 20)] });
    const long = asker("c", { windows: [window("2025-06-01T10:00:00Z", "2025-06-01T12:00:00Z", 20)] });
    const twin = asker("b", { windows: [window("2025-06-01T10:00:00Z", "2025-06-01T12:00:00Z", 20)] });
    const now = at("2025-06-01T10:30:00Z");
    expect(floorInForce([short, long, twin], now).source).toEqual({ namespace: "vision", name: "b" });
    expect(floorInForce([twin, short, long], now).source).toEqual({ namespace: "vision", name: "b" });
  });
});

describe("cronHpaWindows", () => {
  const june = { start: at("2025-06-01T00:00:00Z"), end: at("2025-06-04T00:00:00Z") };
  const evening = { name: "evening", schedule: "0 19 * * *", duration: "4h", minReplicas: 30 };

  it("S6: leaves the excluded dates out, for schedules only", () => {
    const spec = cronHpa({
      schedules: [evening],
      excludeDates: ["2025-06-02"],
      windows: [{ ...window("2025-06-02T08:00:00Z", "2025-06-02T09:00:00Z", 5), reason: "launch" }],
    });
    expect(cronHpaWindows(spec, june).map(({ start, reason }) => [formatInstant(start), reason])).toEqual([
      ["2025-06-01T19:00:00Z", "schedule evening"],
      ["2025-06-02T08:00:00Z", "launch"],
      ["2025-06-03T19:00:00Z", "schedule evening"],
    ]);
  });

  it("leaves suspended schedules out", () => {
    expect(cronHpaWindows(cronHpa({ schedules: [{ ...evening, suspend: true }] }), june)).toEqual([]);
  });

  it("S14: includes a window that began before the range and ends in it", () => {
    const spec = cronHpa({ schedules: [{ ...evening, schedule: "0 22 * * *" }] });
    expect(cronHpaWindows(spec, june)[0]).toMatchObject({ start: at("2025-05-31T22:00:00Z") });
  });

  it("S18: a window that ends before it starts asks for nothing, and breaks nothing", () => {
    const spec = cronHpa({ windows: [window("2025-06-02T09:00:00Z", "2025-06-02T08:00:00Z", 5)] });
    expect(cronHpaWindows(spec, june)).toEqual([]);
  });
});
