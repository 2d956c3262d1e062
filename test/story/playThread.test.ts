import { describe, expect, it } from "vitest";
import { playThread } from "./playThread.ts";
import { brokenPromises, THREAD } from "./timeline.ts";
import { tellTimeline } from "./watchThread.ts";

describe("the thread on the twin", { timeout: 600_000 }, () => {
  it("M7 S10 S11 H1: keeps every promise without Prometheus and through a kill, figures by hand", async () => {
    const { timeline, learned, bugs } = await playThread();
    expect(bugs).toEqual([]);
    expect(brokenPromises(timeline, THREAD), tellTimeline(timeline)).toEqual([]);
    expect(learned.floor).toBeGreaterThanOrEqual(22);
    expect(learned.floor).toBeLessThanOrEqual(24);
    expect(learned.at).toBeLessThan(0);
  });

  it("raises the floor at T-75 s, and reserves from T-100 s on", async () => {
    const { timeline } = await playThread();
    expect(timeline.find(({ floor }) => floor >= THREAD.promised)?.at).toBe(THREAD.orderAt);
    const reserved = timeline.find(({ reserved }) => reserved === THREAD.reserved)?.at;
    expect(reserved).toBeGreaterThanOrEqual(THREAD.reserveAt);
    expect(reserved).toBeLessThan(THREAD.reserveAt + 5);
  });

  it("without the lead time, pods of 60 s are not Ready in time", async () => {
    const { timeline } = await playThread({ leadTime: "0s", startup: "60s" });
    expect(brokenPromises(timeline, THREAD).join()).toMatch(/of 40 were Ready/);
  });

  it("without the second start of the controllers the floor never comes down", async () => {
    const { timeline } = await playThread({ onlyOneStart: true });
    expect(brokenPromises(timeline, THREAD).join()).toMatch(/the floor is 40 in the end/);
  });

  it("without giving back the floor stays at 40 and our record stays on the HPA", async () => {
    const { timeline } = await playThread({ suspended: true });
    const broken = brokenPromises(timeline, THREAD).join();
    expect(broken).toMatch(/the floor is 40 in the end/);
    expect(broken).toMatch(/annotation is still on the HPA/);
  });
});
