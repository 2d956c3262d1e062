import { describe, expect, it } from "vitest";
import { notesOn } from "../../src/app/notesOn.ts";
import { flat, snapshot } from "../plan/snapshots.ts";

const forecast = flat(100);

function notes(spec: object, pause?: "freeze" | "release") {
  return notesOn(snapshot({ forecast, spec }), { inputFailure: undefined, ...(pause === undefined ? {} : { pause }) });
}

describe("what a reader of an explanation has to know", () => {
  it("is nothing where all is known and a controller does what is explained", () => {
    expect(notes({})).toEqual([]);
  });

  it.each([
    { pause: "freeze" as const, instead: "keeps the last floor instead" },
    { pause: "release" as const, instead: "gives the floor back in steps instead" },
  ])("is that the namespace is paused: $pause", ({ pause, instead }) => {
    expect(notes({}, pause)).toEqual([
      `vision/face-fusion: the namespace is paused: ${pause}, so a controller ${instead}; ` +
        "headstart pause --namespaces vision --off ends it",
    ]);
  });

  it("is that it is only a recommendation", () => {
    expect(notes({ mode: "Recommend" })).toEqual([
      "vision/face-fusion: its mode is Recommend, so a controller writes no floor",
    ]);
  });
});
