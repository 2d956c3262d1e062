import { describe, expect, it } from "vitest";
import { brokenPromises, THREAD, type Sample } from "./timeline.ts";

/** The story as its README tells it. */
function perfect(): Sample[] {
  return Array.from({ length: 260 }, (_, index) => sampleAt(index - 150));
}

function sampleAt(at: number): Sample {
  const floor = at < -75 ? 3 : at < 55 ? 40 : at < 65 ? 27 : at < 75 ? 14 : 3;
  const replicas = at < -73 ? 3 : at < 56 ? 40 : at < 66 ? 27 : at < 76 ? 14 : 3;
  const ready = at < -52 ? 3 : replicas;
  const reserved = at >= -98 && at < -73 ? 37 : 0;
  return { at, floor, annotated: at >= -75 && at < 75, replicas, ready, reserved };
}

function changed(change: (sample: Sample) => Partial<Sample>): readonly Sample[] {
  return perfect().map((sample) => ({ ...sample, ...change(sample) }));
}

describe("the checks of the thread", () => {
  it("pass the story as its README tells it", () => expect(brokenPromises(perfect(), THREAD)).toEqual([]));

  it.each<{ what: string; timeline: readonly Sample[]; broken: RegExp }>([
    { what: "no room reserved", timeline: changed(() => ({ reserved: 0 })), broken: /was to be reserved/ },
    {
      what: "one replica late",
      timeline: changed(({ at, ready }) => ({ ready: at < -14 ? Math.min(ready, 39) : ready })),
      broken: /39 of 40 were Ready at T-15/,
    },
    {
      what: "the floor given back too soon",
      timeline: changed(({ at, floor }) => ({ floor: at > 30 ? 2 : floor })),
      broken: /the floor was 2 at T31/,
    },
    {
      what: "no steps",
      timeline: changed(({ at, floor }) => ({ floor: at >= 55 ? 2 : floor })),
      broken: /did not stop at 27/,
    },
    {
      what: "no give-back",
      timeline: changed(({ at, floor }) => ({ floor: at > 55 ? 40 : floor })),
      broken: /in the end/,
    },
    { what: "a placeholder left", timeline: changed(({ at }) => (at > 90 ? { reserved: 1 } : {})), broken: /left/ },
    {
      what: "pool beside floor",
      timeline: changed(({ at, reserved }) => ({ reserved: at < 0 && at > -60 ? 37 : reserved })),
      broken: /exceed the promise/,
    },
    { what: "nothing seen", timeline: [], broken: /nothing was seen/ },
  ])("fail on $what", ({ timeline, broken }) => {
    expect(brokenPromises(timeline, THREAD).join("; ")).toMatch(broken);
  });
});
