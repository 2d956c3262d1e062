import { describe, expect, it } from "vitest";
import { disagreements, type Playing } from "./agreement.ts";
import type { Sample } from "./timeline.ts";

const TOLERANCE = { from: -30, seconds: 5, replicas: 1 };

/** Four pods become ten at T-20 s, Ready eight seconds later, and four again at T+10 s. */
function playing(name: string, { shift = 0, peak = 10, foundGo = false } = {}): Playing {
  const sampleAt = (at: number): Sample => {
    const up = at >= -20 + shift && at < 10 + shift;
    const replicas = up ? peak : 4;
    const ready = up && at < -12 + shift ? 4 : replicas;
    return { at, floor: replicas, annotated: up, replicas, ready, reserved: 0 };
  };
  const found = [1, 2, 3, 4].map((n) => ({ name: `found-${n}`, createdAt: -500, readyAt: -490, goneAt: undefined }));
  const made = Array.from({ length: peak - 4 }, (_, n) => {
    return { name: `made-${n}`, createdAt: -20 + shift, readyAt: -12 + shift, goneAt: 10 + shift };
  });
  const pods = [...found, ...made];
  const swapped = pods.map((pod) => ({ ...pod, goneAt: pod.createdAt === -500 ? 10 : undefined }));
  const timeline = Array.from({ length: 120 }, (_, n) => sampleAt(n / 2 - 30));
  return { name, timeline, pods: foundGo ? swapped : pods };
}

describe("two playings of the story", () => {
  it("agree with themselves, and with one that is a little later or larger", () => {
    const real = playing("real");
    expect(disagreements(real, playing("twin"), TOLERANCE)).toEqual([]);
    expect(disagreements(real, playing("twin", { shift: 4 }), TOLERANCE)).toEqual([]);
  });

  it.each<{ what: string; twin: Playing; said: RegExp }>([
    {
      what: "all happens later",
      twin: playing("twin", { shift: 7 }),
      said: /floor at T-13.* 10 in real, 4 to 4|pod 1 was Ready at T-12 s and T-5 s/,
    },
    {
      what: "more pods come",
      twin: playing("twin", { peak: 13 }),
      said: /replicas at T.*: 10 in real, 13 to 13 in twin/,
    },
    { what: "another number of pods", twin: playing("twin", { peak: 11 }), said: /6 and 7 pods were Ready/ },
    {
      what: "the found pods go first",
      twin: playing("twin", { foundGo: true }),
      said: /6 made and 0 found went first in real, 0 made and 4 found/,
    },
  ])("disagree where $what", ({ twin, said }) => {
    expect(disagreements(playing("real"), twin, TOLERANCE).join("\n")).toMatch(said);
  });

  it("disagree where one shows for a moment what the other never does", () => {
    const dip = playing("twin").timeline.map((sample) => (sample.at === 0 ? { ...sample, ready: 5 } : sample));
    const twin = { ...playing("twin"), timeline: dip };
    expect(disagreements(playing("real"), twin, TOLERANCE)).toEqual(["ready at T0 s: 5 in twin, 10 to 10 in real"]);
  });
});
