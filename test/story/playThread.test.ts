import { describe, expect, it } from "vitest";
import { SHORT, THREAD } from "./forms.ts";
import { playThread } from "./playThread.ts";
import { brokenPromises } from "./timeline.ts";
import { tellTimeline } from "./watchThread.ts";

const { story } = THREAD;

describe("the thread on the twin", { timeout: 600_000 }, () => {
  it("M7 S10 S11 H1: keeps every promise without Prometheus and through a kill, figures by hand", async () => {
    const { timeline, learned, bugs } = await playThread();
    expect(bugs).toEqual([]);
    expect(brokenPromises(timeline, story), tellTimeline(timeline)).toEqual([]);
    expect(learned?.floor).toBeGreaterThanOrEqual(22);
    expect(learned?.floor).toBeLessThanOrEqual(24);
    expect(learned?.at).toBeLessThan(0);
    expect(timeline.find(({ floor }) => floor >= story.promised)?.at).toBe(story.orderAt);
    const reserved = timeline.find((sample) => sample.reserved === story.reserved)?.at;
    expect(reserved).toBeGreaterThanOrEqual(story.reserveAt);
    expect(reserved).toBeLessThan(story.reserveAt + 5);
  });

  it.each([
    { what: "nothing", form: SHORT, leftOut: {}, fails: [] },
    { what: "the lead time", form: { ...SHORT, leadTime: "0s" }, leftOut: {}, fails: ["ReadyInTime"] },
    {
      what: "giving back",
      form: SHORT,
      leftOut: { givingBack: true },
      fails: ["FloorGivenBack", "FloorInSteps", "RecordGone", "ReplicasInSteps", "ReplicasReturned"],
    },
    {
      what: "the second start",
      form: SHORT,
      leftOut: { secondStart: true },
      fails: ["FloorGivenBack", "FloorInSteps", "RecordGone", "ReplicasInSteps", "ReplicasReturned"],
    },
  ])("with $what left out of the short form, these promises break: $fails", async ({ form, leftOut, fails }) => {
    const { timeline } = await playThread(form, leftOut);
    const checks = new Set(brokenPromises(timeline, SHORT.story).map(({ check }) => check));
    expect([...checks].toSorted(), tellTimeline(timeline)).toEqual(fails);
  });
});
