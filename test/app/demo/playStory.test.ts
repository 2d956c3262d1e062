import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { playStory } from "../../../src/app/demo/playStory.ts";
import { readStory } from "../../../src/app/demo/readStory.ts";
import { recordingOf } from "../../../src/app/demo/record.ts";
import type { Story } from "../../../src/app/demo/story.ts";
import { at } from "../../controllers/world.ts";

function doubleEleven(): Story {
  const read = readStory(join(import.meta.dirname, "..", "..", "..", "fixtures", "double-eleven"));
  if (!read.ok) throw new Error(read.failure.message);
  return read.value;
}

/** The promises that a play broke, by their first words. */
async function brokenIn(story: Story): Promise<readonly string[]> {
  const play = await playStory(story, { way: "headstart" });
  expect(play.bugs).toEqual([]);
  const { verdicts } = recordingOf(story, play, { now: story.end, others: [] });
  expect(verdicts.map(({ state }) => state)).not.toContain("pending");
  return verdicts.filter(({ state }) => state === "broken").map(({ promise }) => promise.split(/[:,]/)[0] ?? "");
}

function withLeadTime(story: Story, leadTime: string): Story {
  const objects = story.objects.map((object) =>
    object.kind === "PredictiveAutoscaler"
      ? { ...object, spec: { ...(object.spec as object), startup: { leadTime } } }
      : object,
  );
  return { ...story, objects };
}

const LEARNED = "The evening peak is learned";
const ROOM = "Room first";
const READY = "The campaign's 120 are Ready at 23";
const ENOUGH = "Enough for all that comes";
const BACK = "Everything is given back by 03";

/** A play takes seconds of computing; on a machine that is busy with other things that is minutes. */
const timeout = 600_000;

describe("the story Double Eleven on the twin", { timeout }, () => {
  it("keeps every promise, as worked out by hand", async () => {
    expect(await brokenIn(doubleEleven())).toEqual([]);
  });

  it("ends with an outcome, as worked out by hand", async () => {
    const { outcome } = await playStory(doubleEleven(), { way: "headstart" });
    expect(outcome).toMatchObject({
      occurrence: { start: "2026-11-10T16:00:00Z", end: "2026-11-10T18:00:00Z" },
      at: "2026-11-10T18:10:00Z",
      declaredPeak: 3000,
      targets: [{ from: "2026-11-10T15:32:30Z", until: "2026-11-10T18:10:00Z" }],
    });
    const { observedPeak = 0, replicaHoursReserved = 0, replicaHoursUsed = 0, cost } = outcome ?? {};
    expect(Math.abs(observedPeak / 2850 - 1)).toBeLessThan(0.02);
    // 295 at the promise, 10 on the way down, and before the order 79 placeholders for 27.5 to 32.5 min: 36 to 43.
    // In their room 37 of the evening's floor stay up for 17.5 min: 10.8.
    expect(replicaHoursReserved).toBeGreaterThan(305 + 35 + 10.5);
    expect(replicaHoursReserved).toBeLessThan(305 + 43 + 11);
    expect(Math.abs(replicaHoursUsed / 209.2 - 1)).toBeLessThan(0.005);
    expect(cost).toEqual({ amount: String(Math.round(replicaHoursReserved * 250) / 100), currency: "EUR" });
  });

  it("without the lead time the pods come too late", async () => {
    expect(await brokenIn(withLeadTime(doubleEleven(), "0s"))).toContain(READY);
  });

  it("without the controllers nothing is ready, and the HPA runs after the campaign", async () => {
    const story = doubleEleven();
    const gone: Story = { ...story, mishaps: [{ at: story.start, what: "controllers stop" }] };
    expect(await brokenIn(gone)).toEqual([LEARNED, ROOM, READY, ENOUGH, BACK]);
  });

  it("killed in the campaign and not started a second time, nothing is given back", async () => {
    const killed = { at: at("2026-11-11T00:30:00+08:00"), what: "controllers stop" } as const;
    expect(await brokenIn({ ...doubleEleven(), mishaps: [killed] })).toEqual([BACK]);
    const started = { at: at("2026-11-11T02:30:00+08:00"), what: "controllers start" } as const;
    expect(await brokenIn({ ...doubleEleven(), mishaps: [killed, started] })).toEqual([]);
  });

  it("suspended in the campaign, the floor stays", async () => {
    const suspended = { at: at("2026-11-11T00:30:00+08:00"), what: "autoscaler is suspended" } as const;
    expect(await brokenIn({ ...doubleEleven(), mishaps: [suspended] })).toEqual([BACK]);
  });
});
