import { describe, expect, it } from "vitest";
import { warmPoolSpec } from "../../src/api/warmPool.ts";
import { placeholdersFor, roomInForce } from "../../src/calendar/roomInForce.ts";
import { MINUTE, milliseconds } from "../../src/units/duration.ts";
import { replicas } from "../../src/units/replicas.ts";
import { at } from "./specs.ts";

const spec = warmPoolSpec.parse({
  targetRef: { name: "model" },
  windows: [
    { start: "2025-06-01T10:00:00Z", end: "2025-06-01T12:00:00Z", replicas: 30, upTo: 40, reason: "campaign a" },
    { start: "2025-06-01T11:00:00Z", end: "2025-06-01T13:00:00Z", replicas: 10, upTo: 60 },
    { start: "2025-06-01T15:00:00Z", end: "2025-06-01T14:00:00Z", replicas: 99 },
  ],
});
const grace = milliseconds(2 * MINUTE);

describe("roomInForce", () => {
  it.each([
    { now: "2025-06-01T09:59:59Z", room: 0, upTo: undefined, next: "2025-06-01T10:00:00Z", why: "not open yet" },
    { now: "2025-06-01T10:00:00Z", room: 30, upTo: 40, next: "2025-06-01T11:00:00Z", why: "the start is part of it" },
    { now: "2025-06-01T11:30:00Z", room: 30, upTo: 60, next: "2025-06-01T12:00:00Z", why: "the largest of both" },
    { now: "2025-06-01T12:00:00Z", room: 10, upTo: 60, next: "2025-06-01T12:02:00Z", why: "the end is not part of it" },
    { now: "2025-06-01T13:02:00Z", room: 0, upTo: undefined, next: "x", why: "all over" },
  ])("at $now it holds $room: $why", ({ now, room, upTo, next }) => {
    const found = roomInForce(spec, at(now), grace);
    expect(found).toMatchObject({ replicas: room, upTo });
    expect(found.nextChangeAt).toBe(next === "x" ? undefined : at(next));
  });

  it("W11: a window that ended within the grace still allows what stands, but orders nothing", () => {
    const found = roomInForce(spec, at("2025-06-01T12:01:59Z"), grace);
    expect(found.open.map((window) => window.replicas)).toEqual([10]);
    expect(found.ending.map((window) => window.replicas)).toEqual([30]);
    expect(roomInForce(spec, at("2025-06-01T12:02:00Z"), grace).ending).toEqual([]);
  });

  it.each([
    { own: 0, room: 30, why: "all of the larger window" },
    { own: 20, room: 20, why: "40 − 20, and the other window's 10 is less" },
    { own: 35, room: 10, why: "the second window allows up to 60" },
    { own: 55, room: 5, why: "60 − 55" },
    { own: 70, room: 0, why: "own pods are past every promise" },
  ])("W1: with $own own pods, $room placeholders: $why", ({ own, room }) => {
    const { open } = roomInForce(spec, at("2025-06-01T11:30:00Z"), grace);
    expect(placeholdersFor(open, replicas(own))).toBe(room);
  });
});
