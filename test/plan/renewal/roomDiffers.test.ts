import { describe, expect, it } from "vitest";
import { MOST_WINDOWS } from "../../../src/api/cronHpa.ts";
import { type Room, roomDiffers } from "../../../src/plan/renewal/roomDiffers.ts";
import { MINUTE } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";
import { after, at } from "../snapshots.ts";

const NOW = at("2026-11-11T14:00:00Z");

function room(from: number, to: number, replicas: number, upTo = 59): Room {
  return { start: instant(NOW + from * MINUTE), end: instant(NOW + to * MINUTE), replicas, upTo };
}

describe("room is written again only when it matters", () => {
  it.each([
    { written: [], wanted: [], differs: false, why: "nothing stands, nothing is wanted" },
    { written: [], wanted: [room(0, 60, 10)], differs: true, why: "room is wanted now" },
    { written: [room(-9, 60, 10)], wanted: [room(0, 60, 10)], differs: false, why: "what is open began when it began" },
    { written: [room(-9, -1, 5), room(0, 60, 10)], wanted: [room(0, 60, 10)], differs: false, why: "what is over" },
    { written: [room(0, 60, 10)], wanted: [room(0, 60, 11)], differs: true, why: "one replica within half an hour" },
    {
      written: [room(0, 60, 9, 59)],
      wanted: [room(0, 60, 9, 60)],
      differs: true,
      why: "the limit, within half an hour",
    },
    {
      written: [room(0, 20, 10)],
      wanted: [room(0, 20.9, 10)],
      differs: false,
      why: "an edge moved by less than a minute",
    },
    { written: [room(0, 20, 10)], wanted: [room(0, 21, 10)], differs: true, why: "an edge moved by a minute" },
    { written: [room(90, 120, 20)], wanted: [room(90, 120, 21)], differs: false, why: "one replica, later" },
    { written: [room(90, 120, 20)], wanted: [room(90, 120, 22)], differs: true, why: "two of 22 too few, later" },
    { written: [room(90, 120, 20)], wanted: [], differs: true, why: "room that nobody wants any more" },
  ])("$why", ({ written, wanted, differs }) => {
    expect(roomDiffers(written, wanted, { now: NOW, until: after(NOW, "48h") })).toBe(differs);
  });

  it("a list that is full does not move with each window that passes", () => {
    const minutes = (first: number) =>
      Array.from({ length: MOST_WINDOWS }, (_, i) => room(first + i, first + i + 1, 9));
    const horizon = { now: NOW, until: after(NOW, "48h") };
    expect(roomDiffers(minutes(-5), minutes(0), horizon)).toBe(false);
    expect(roomDiffers(minutes(-40), minutes(0), horizon), "half of it is used up").toBe(true);
  });
});
