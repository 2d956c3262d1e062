import { describe, expect, it } from "vitest";
import { play } from "./play.ts";
import { after, at, campaign, forecastOf } from "./snapshots.ts";

/** Declared from 20:00 to 22:00: 80 replicas over a found minimum of 4; steps of 34 % of 76 = 26 each 5 minutes. */
const sale = campaign({ peak: { replicas: 80 } });
const FROM = at("2026-11-11T19:30:00Z");
const END = at("2026-11-11T22:00:00Z");
const IN_STEPS = ["19:42:30 4 → 80", "22:00:00 80 → 54", "22:05:00 54 → 28", "22:10:00 28 → 4"];

describe("careful return", () => {
  it("comes down in steps once load is low, gives back what was found, and writes little", () => {
    const { changes, record, plansWritten } = play({
      from: FROM,
      until: after(END, "1h"),
      world: (now) => ({ campaigns: [sale], demand: now < END ? 7000 : 300 }),
    });
    expect(changes).toEqual(IN_STEPS);
    expect(record).toBeUndefined();
    expect(plansWritten).toBeLessThanOrEqual(4);
  });

  it("H3: the floor stands although as many pods run already, so a falling load takes none away", () => {
    const { valueAt } = play({
      from: FROM,
      until: END,
      world: () => ({ campaigns: [sale], demand: 100, scale: { replicas: 80, ready: 80 } }),
    });
    expect(valueAt(at("2026-11-11T21:00:00Z"))).toBe(80);
  });

  it("W16: load still high at the end keeps the floor, and steps down follow the load", () => {
    const busyUntil = after(END, "20m");
    const { changes, record } = play({
      from: FROM,
      until: after(END, "1h"),
      world: (now) => ({ campaigns: [sale], demand: now < busyUntil ? 7000 : 300 }),
    });
    expect(changes).toEqual(["19:42:30 4 → 80", "22:20:15 80 → 54", "22:25:15 54 → 28", "22:30:15 28 → 4"]);
    expect(record).toBeUndefined();
  });

  it("W16: a hold has a largest age of 2 h; then live need alone keeps a floor up", () => {
    const { changes, valueAt, lastPlan } = play({
      from: FROM,
      until: after(END, "3h"),
      world: () => ({ campaigns: [sale], demand: 7000 }),
    });
    expect(valueAt(after(END, "1h59m"))).toBe(80);
    // 7,000 units with the margin of a tenth need 77 replicas: no step goes below that.
    expect(changes).toEqual(["19:42:30 4 → 80", "00:00:00 80 → 77"]);
    expect(lastPlan?.because[0]).toMatchObject({ source: "Held", replicas: 77 });
  });

  it("M9: demand that is unknown holds the floor for 2 h after the end, and no longer", () => {
    const { changes } = play({
      from: FROM,
      until: after(END, "3h"),
      world: () => ({ campaigns: [sale], demand: "unknown" }),
    });
    expect(changes).toEqual(["19:42:30 4 → 80", "00:00:00 80 → 54", "00:05:00 54 → 28", "00:10:00 28 → 4"]);
  });

  it("load that comes back undoes a step at once, and never more than was there", () => {
    const back = after(END, "7m");
    const { changes } = play({
      from: FROM,
      until: after(END, "40m"),
      world: (now) => ({
        campaigns: [sale],
        demand: now < END || (now >= back && now < after(back, "10m")) ? 9000 : 300,
      }),
    });
    expect(changes.slice(0, 4)).toEqual([
      "19:42:30 4 → 80",
      "22:00:00 80 → 54",
      "22:05:00 54 → 28",
      "22:07:00 28 → 80",
    ]);
    expect(changes.at(-1)).toMatch(/→ 4$/);
  });

  it("mode Off gives back in steps, whatever the load is", () => {
    const off = at("2026-11-11T21:00:00Z");
    const { changes } = play({
      from: FROM,
      until: END,
      world: (now) => ({ campaigns: [sale], demand: 7000, spec: { mode: now < off ? "Automatic" : "Off" } }),
    });
    expect(changes).toEqual(["19:42:30 4 → 80", "21:00:00 80 → 54", "21:05:00 54 → 28", "21:10:00 28 → 4"]);
  });

  it("the step onto what the forecast needs is not held while load is as forecast", () => {
    // 22 replicas for a forecast of 2,000 with headroom; a load of 1,900 is 86 % of what they serve.
    const values = Array.from({ length: 288 }, () => 2000);
    const world = (demand: number) => () => ({
      campaigns: [sale],
      forecast: forecastOf(values, { from: FROM }),
      demand,
    });
    const usual = play({ from: FROM, until: after(END, "1h"), world: world(1900) });
    expect(usual.changes.slice(-3)).toEqual(["22:00:00 80 → 60", "22:05:00 60 → 40", "22:10:00 40 → 22"]);
    // 2,100 units with the margin of a tenth need 24: no step goes below that.
    const busy = play({ from: FROM, until: after(END, "1h"), world: world(2100) });
    expect(busy.changes.at(-1)).toBe("22:10:00 40 → 24");
  });

  it("F15: a forecast that falls ahead of real load is not followed below live need", () => {
    const from = at("2026-11-11T12:00:00Z");
    const drop = after(from, "1h");
    // Thirty replicas are forecast for an hour, then three; the load stays where it was.
    const values = Array.from({ length: 288 }, (_, i) => (i < 12 ? 2700 : 250));
    const { valueAt } = play({
      from,
      until: after(drop, "3h"),
      world: () => ({ forecast: forecastOf(values, { from }), demand: 2500 }),
    });
    expect(valueAt(after(from, "30m"))).toBe(30);
    expect(valueAt(after(drop, "1h"))).toBe(30);
    expect(valueAt(after(drop, "2h59m"))).toBeGreaterThanOrEqual(28);
  });
});

describe("restarts", () => {
  it.each([
    { down: ["19:35:00", "19:59:00"], rises: "19:59:00", why: "S10: down over the order, up a minute ahead of T-0" },
    { down: ["19:35:00", "21:00:00"], rises: "21:00:00", why: "S10: down over T-0, up in the middle" },
  ])("$why: the right floor stands within one turn", ({ down, rises }) => {
    const [from, to] = down.map((clock) => at(`2026-11-11T${clock}Z`));
    const isUp = (now: number): boolean => now < from! || now >= to!;
    const { changes } = play({
      from: FROM,
      until: END,
      world: () => ({ campaigns: [sale] }),
      planning: isUp,
      enforcing: isUp,
    });
    expect(changes[0]).toBe(`${rises} 4 → 80`);
  });

  it("S10: the plan that was written is enforced on time while the planner is down", () => {
    const { changes } = play({
      from: FROM,
      until: after(END, "1h"),
      world: () => ({ campaigns: [sale] }),
      planning: (now) => now < after(FROM, "1m"),
    });
    expect(changes).toEqual(IN_STEPS);
  });

  it("S11: down over the end, the floor is returned on restart", () => {
    const isUp = (now: number): boolean => now < END - 60_000 || now >= after(END, "30m");
    const { changes, record } = play({
      from: FROM,
      until: after(END, "1h"),
      world: () => ({ campaigns: [sale], demand: 300 }),
      planning: isUp,
      enforcing: isUp,
    });
    expect(changes[0]).toBe("19:42:30 4 → 80");
    expect(changes[1]).toMatch(/^22:30:0/);
    expect(changes.at(-1)).toMatch(/→ 4$/);
    expect(record).toBeUndefined();
  });

  it("H1: a foreign value during the campaign is what stands after it", () => {
    const { value, changes } = play({
      from: FROM,
      until: after(END, "1h"),
      world: () => ({ campaigns: [sale], demand: 300 }),
      foreign: (now) => (now === at("2026-11-11T21:00:00Z") ? 7 : undefined),
    });
    expect(changes).toContain("21:00:00 7 → 80");
    expect(value).toBe(7);
  });

  it("H10: nested campaigns and a restart between them end at the first minimum", () => {
    const inner = campaign({
      name: "inner",
      peak: { replicas: 100 },
      spec: { start: "2026-11-11T20:30:00Z", end: "2026-11-11T21:00:00Z" },
    });
    const isUp = (now: number): boolean => now < at("2026-11-11T20:20:00Z") || now > at("2026-11-11T20:40:00Z");
    const { value, record, valueAt } = play({
      from: FROM,
      until: after(END, "1h"),
      world: () => ({ campaigns: [sale, inner], demand: 300 }),
      planning: isUp,
      enforcing: isUp,
    });
    expect(valueAt(at("2026-11-11T20:45:00Z"))).toBe(100);
    expect(valueAt(at("2026-11-11T21:30:00Z"))).toBe(80);
    expect([value, record]).toEqual([4, undefined]);
  });

  it("S18: a campaign that is edited or deleted half way has its new plan within one turn", () => {
    const edited = at("2026-11-11T20:30:00Z");
    const smaller = campaign({
      peak: { replicas: 90 },
      spec: { end: "2026-11-11T21:00:00Z", start: "2026-11-11T20:00:00Z" },
    });
    const { changes } = play({
      from: FROM,
      until: END,
      world: (now) => ({ campaigns: now < edited ? [sale] : [smaller], demand: 300 }),
    });
    expect(changes[1]).toMatch(/^20:30:\d\d 80 → 90$/);
    expect(changes.at(-1)).toBe("21:10:00 30 → 4");
  });
});

describe("the story of the thread: short steps, Prometheus away", () => {
  it("40 by T-0 − 75 s, held 15 s after the end, then 27, 14, and 2 again", () => {
    const start = at("2026-11-11T20:00:00Z");
    const story = campaign({
      name: "sale",
      peak: { demand: 900 },
      spec: {
        start: "2026-11-11T20:00:00Z",
        end: "2026-11-11T20:00:40Z",
        readyBefore: "15s",
        reserveBefore: "100s",
      },
    });
    const { changes } = play({
      from: at("2026-11-11T19:55:00Z"),
      until: after(start, "5m"),
      tickSeconds: 1,
      found: 2,
      world: (now) => ({
        campaigns: [story],
        demand: now < start - 200_000 ? 60 : "unknown",
        leadTime: { kind: "fixed", duration: 30_000 as never },
        spec: {
          demand: { perReplica: 25, signals: [{ name: "all", query: "q" }] },
          scaleIn: { interval: "10s", maxHold: "15s" },
        },
      }),
    });
    expect(changes).toEqual(["19:58:45 2 → 40", "20:00:55 40 → 27", "20:01:05 27 → 14", "20:01:15 14 → 2"]);
  });
});
