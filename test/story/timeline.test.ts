import { describe, expect, it } from "vitest";
import { THREAD } from "./forms.ts";
import { brokenPromises, type Check, type Sample } from "./timeline.ts";

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

interface Row {
  readonly what: string;
  readonly timeline: readonly Sample[];
  readonly check: Check;
  readonly said: RegExp;
}

const ROWS: readonly Row[] = [
  {
    what: "no room reserved",
    timeline: changed(() => ({ reserved: 0 })),
    check: "RoomReserved",
    said: /was to be reserved/,
  },
  {
    what: "more room than the promise",
    timeline: changed(({ at, reserved }) => ({ reserved: at === -80 ? 40 : reserved })),
    check: "PoolWithinPromise",
    said: /40 placeholders beside 3 pods at T-80 s/,
  },
  {
    what: "room held on beside the pods that it was for",
    timeline: changed(({ at, reserved }) => ({ reserved: at < 0 && at > -60 ? 37 : reserved })),
    check: "PoolWithinPromise",
    said: /37 placeholders beside 40 pods at T-15 s/,
  },
  {
    what: "one replica late",
    timeline: changed(({ at, ready }) => ({ ready: at < -14 ? Math.min(ready, 39) : ready })),
    check: "ReadyInTime",
    said: /39 of 40 were Ready at T-15/,
  },
  {
    what: "the floor given back too soon",
    timeline: changed(({ at, floor }) => ({ floor: at > 30 ? 2 : floor })),
    check: "FloorHeld",
    said: /the floor was 2 at T31/,
  },
  {
    what: "a floor without steps",
    timeline: changed(({ at, floor }) => ({ floor: at >= 55 ? 3 : floor })),
    check: "FloorInSteps",
    said: /did not stop at 27/,
  },
  {
    what: "replicas that fall at once",
    timeline: changed(({ at, replicas, ready }) => (at >= 56 ? { replicas: 3, ready: 3 } : { replicas, ready })),
    check: "ReplicasInSteps",
    said: /replicas did not stop at 27/,
  },
  {
    what: "too few for live demand",
    timeline: changed(({ at, ready }) => ({ ready: at === 77 ? 2 : ready })),
    check: "LiveDemandServed",
    said: /only 2 Ready at T77/,
  },
  {
    what: "no give-back",
    timeline: changed(({ at, floor }) => ({ floor: at > 55 ? 40 : floor })),
    check: "FloorGivenBack",
    said: /the floor is 40 in the end/,
  },
  {
    what: "the record left",
    timeline: changed(({ at }) => (at > 90 ? { annotated: true } : {})),
    check: "RecordGone",
    said: /still on the HPA/,
  },
  {
    what: "replicas that stay",
    timeline: changed(({ at }) => (at > 90 ? { replicas: 14 } : {})),
    check: "ReplicasReturned",
    said: /14 replicas in the end/,
  },
  {
    what: "a placeholder left",
    timeline: changed(({ at }) => (at > 90 ? { reserved: 1 } : {})),
    check: "PlaceholdersGone",
    said: /1 placeholders are left/,
  },
  {
    what: "a gap in the watching",
    timeline: perfect().filter(({ at }) => at < -30 || at > -10),
    check: "Watched",
    said: /from T-31 s on/,
  },
  { what: "nothing seen", timeline: [], check: "Watched", said: /nothing was seen at all/ },
];

describe("the checks of the thread", () => {
  it("pass the story as its README tells it", () => expect(brokenPromises(perfect(), THREAD.story)).toEqual([]));

  it.each(ROWS)("$check fails on $what", ({ timeline, check, said }) => {
    const broken = brokenPromises(timeline, THREAD.story).filter((each) => each.check === check);
    expect(broken.map((each) => each.said).join("; ")).toMatch(said);
  });
});
