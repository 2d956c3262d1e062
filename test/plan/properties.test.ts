import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { skyline, type Asker, type Segment } from "../../src/plan/curve/curve.ts";
import { replicasFor } from "../../src/plan/demand/replicasFor.ts";
import { mergedUpward } from "../../src/plan/limits/mergeWindows.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { planScaling } from "../../src/plan/planScaling.ts";
import type { DeclaredCampaign } from "../../src/plan/snapshot.ts";
import { milliseconds, MINUTE } from "../../src/units/duration.ts";
import { formatInstant, type Instant, instant } from "../../src/units/instant.ts";
import { contains } from "../../src/units/window.ts";
import { campaign, forecastOf, snapshot, T0, type World } from "./snapshots.ts";

const asker = (source: Asker["source"], name: string): Asker => ({
  source,
  readyBefore: 0,
  text: (level) => `${name} asks for ${level}`,
});
const ASKERS = [asker("Campaign", "a"), asker("Forecast", "b"), asker("Campaign", "c")];

const segment = fc
  .record({
    start: fc.integer({ min: 0, max: 60 }),
    length: fc.integer({ min: 1, max: 30 }),
    level: fc.integer({ min: 1, max: 9 }),
    by: fc.constantFrom(...ASKERS),
  })
  .map(({ start, length, level, by }): Segment => ({ start, end: start + length, level, by }));

const levelAt = (segments: readonly Segment[], at: number): number =>
  Math.max(0, ...segments.filter(({ start, end }) => start <= at && at < end).map(({ level }) => level));

describe("the skyline", () => {
  it("S19: is at every moment the largest that covers it, whatever the order", () => {
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 20 }), fc.integer(), (segments, seed) => {
        const line = skyline(segments);
        for (let at = 0; at < 95; at++) expect(levelAt(line, at)).toBe(levelAt(segments, at));
        line.forEach(({ start }, i) => i > 0 && expect(start).toBeGreaterThanOrEqual(line[i - 1]!.end));
        const shuffled = segments.toSorted(
          (a, b) => ((a.start * 31 + a.level * 7 + seed) % 11) - ((b.start * 31 + b.level * 7 + seed) % 11),
        );
        expect(skyline(shuffled)).toEqual(line);
      }),
    );
  });
});

describe("windows merged upward", () => {
  it("are few enough, never lower than before, exact near now as long as others suffice", () => {
    fc.assert(
      fc.property(
        fc.array(segment, { minLength: 3, maxLength: 40 }),
        fc.integer({ min: 2, max: 12 }),
        (segments, most) => {
          const line = skyline(segments);
          const exactUntil = 15;
          const merged = mergedUpward(line, { most, base: 0, exactUntil });
          expect(merged.length).toBeLessThanOrEqual(most);
          for (let at = 0; at < 95; at++) expect(levelAt(merged, at)).toBeGreaterThanOrEqual(levelAt(line, at));
          const near = line.filter(({ start }) => start < exactUntil).length;
          if (near < most) for (let at = 0; at < exactUntil; at++) expect(levelAt(merged, at)).toBe(levelAt(line, at));
        },
      ),
    );
  });
});

const START = instant(T0 - 6 * 60 * MINUTE);
const minutes = (n: number): Instant => instant(START + n * MINUTE);

const peak = fc.oneof(
  fc.integer({ min: 1, max: 9000 }).map((demand) => ({ demand })),
  fc.integer({ min: 1, max: 120 }).map((count) => ({ replicas: count })),
  fc.constantFrom("SameTime" as const, "BusiestHour" as const).map((of) => ({ multiplier: "2.5", of })),
);

const declared = (name: string): fc.Arbitrary<DeclaredCampaign> =>
  fc
    .record({
      peak,
      start: fc.integer({ min: -120, max: 900 }),
      length: fc.integer({ min: 1, max: 300 }),
      profile: fc.constantFrom("Step" as const, "Ramp" as const, "FlashSale" as const),
      combine: fc.constantFrom("Max" as const, "Add" as const),
    })
    .map(({ peak: what, start, length, profile, combine }) =>
      campaign({
        name,
        peak: what,
        spec: {
          start: formatInstant(minutes(start)),
          end: formatInstant(minutes(start + length)),
          profile,
          combine: "replicas" in what ? "Max" : combine,
          rampUp: "30m",
          halfLife: "15m",
        },
      }),
    );

const world: fc.Arbitrary<World> = fc
  .record({
    values: fc.array(fc.integer({ min: 0, max: 6000 }), { minLength: 24, maxLength: 120 }),
    campaigns: fc.tuple(declared("a"), declared("b"), declared("c")),
    found: fc.integer({ min: 0, max: 20 }),
    ceiling: fc.option(fc.integer({ min: 20, max: 150 })),
    lead: fc.integer({ min: 0, max: 40 }),
    applied: fc.option(fc.integer({ min: 1, max: 100 })),
    age: fc.integer({ min: 0, max: 20 }),
    demand: fc.oneof(fc.constant("unknown" as const), fc.integer({ min: 0, max: 9000 })),
  })
  .map(({ values, campaigns, found, ceiling, lead, applied, age, demand }) => ({
    now: START,
    forecast: forecastOf(values, { from: START, busiestHour: 3000 }),
    campaigns,
    demand,
    leadTime: { kind: "fixed", duration: milliseconds(lead * MINUTE) } as const,
    scale: {
      found,
      ...(ceiling === null ? {} : { ceiling }),
      ...(applied === null ? {} : { applied: { floor: applied, since: minutes(-age) } }),
    },
  }));

const floorAt = (plan: Plan, at: number, found: number): number =>
  Math.max(
    found,
    ...plan.floors.filter((window) => contains(window, at as Instant)).map(({ minReplicas }) => minReplicas),
  );

describe("a plan", () => {
  it("S19: does not depend on the order of campaigns", () => {
    fc.assert(
      fc.property(world, (one) => {
        const reversed = { ...one, campaigns: [...(one.campaigns ?? [])].reverse() };
        expect(planScaling(snapshot(reversed))).toEqual(planScaling(snapshot(one)));
      }),
    );
  });

  it("F13: is never below what was found, never above the ceiling, and at most 64 windows in order", () => {
    fc.assert(
      fc.property(world, (one) => {
        const plan = planScaling(snapshot(one));
        const found = one.scale?.found ?? 0;
        const ceiling = Math.max(found, one.scale?.ceiling ?? Infinity, one.scale?.applied?.floor ?? 0);
        expect(plan.floor).toBeGreaterThanOrEqual(found);
        expect(plan.floors.length).toBeLessThanOrEqual(64);
        plan.floors.forEach((window, i) => {
          expect(window.minReplicas).toBeGreaterThan(found);
          expect(window.minReplicas).toBeLessThanOrEqual(ceiling);
          expect(window.end).toBeGreaterThan(window.start);
          expect(window.start).toBeGreaterThanOrEqual(plan.floors[i - 1]?.end ?? START);
        });
        expect(plan.lookAgainAt).toBeGreaterThan(START);
      }),
    );
  });

  it("F7, F8: is at no moment below what the forecast needs then, or within lead time and reaction after it", () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 0, max: 300 }), (one, minute) => {
        const plan = planScaling(snapshot(one));
        const inHand = one.forecast;
        if (inHand?.kind !== "made" || one.leadTime?.kind !== "fixed") throw new Error("unreachable");
        const values = inHand.forecast.quantiles[1]!.values;
        const ceiling = one.scale?.ceiling ?? Infinity;
        const at = minutes(minute);
        const last = at + one.leadTime.duration + 30_000;
        for (let when: number = at; when <= last; when += MINUTE) {
          const value = values[Math.floor((when - START) / (5 * MINUTE))] ?? 0;
          const capped = Math.min(
            replicasFor(value, { perReplica: 100, headroomPercent: 10 }),
            replicasFor(1.5 * inHand.largestSeen, { perReplica: 100, headroomPercent: 0 }),
            ceiling,
          );
          expect(floorAt(plan, at, one.scale?.found ?? 0)).toBeGreaterThanOrEqual(capped);
        }
      }),
    );
  });

  it("holds what a declared Step campaign promises, from readyBefore and lead time ahead to its end", () => {
    fc.assert(
      fc.property(world, (one) => {
        const plan = planScaling(snapshot(one));
        for (const { spec, target, key } of one.campaigns ?? []) {
          const mine = plan.campaigns.find((campaignPlan) => campaignPlan.key.name === key.name);
          if (spec.profile !== "Step" || mine?.occurrence === undefined || mine.occurrence.end <= START) continue;
          const wished = Math.min(target.peak.replicas ?? 0, one.scale?.ceiling ?? Infinity);
          expect(mine.promised).toBeGreaterThanOrEqual(wished);
          const moments = [mine.orderAt, mine.readyBy, mine.occurrence.start, mine.occurrence.end - 1];
          const coming = moments.filter((at) => at !== undefined && at >= START);
          for (const at of coming) expect(floorAt(plan, at ?? 0, one.scale?.found ?? 0)).toBeGreaterThanOrEqual(wished);
        }
      }),
    );
  });

  it("is the same once it is applied: planning again at the same moment changes nothing", () => {
    fc.assert(
      fc.property(world, (one) => {
        const first = planScaling(snapshot(one));
        const before = one.scale?.applied;
        const moved = first.floor !== before?.floor;
        const from = before !== undefined && first.floor < before.floor ? { from: before.floor } : {};
        const applied = moved ? { floor: first.floor, since: START, ...from } : before!;
        const again = planScaling(
          snapshot({
            ...one,
            scale: { ...one.scale, applied },
            previous: { at: START, floors: first.floors },
            campaigns: (one.campaigns ?? []).map((c) => {
              const mine = first.campaigns.find(({ key }) => key.name === c.key.name);
              return { ...c, resolved: mine?.declared };
            }),
          }),
        );
        expect(again.floor).toBe(first.floor);
        for (let minute = 0; minute < 600; minute++) {
          const at = minutes(minute);
          expect([minute, floorAt(again, at, 0)]).toEqual([minute, floorAt(first, at, 0)]);
        }
      }),
    );
  });

  it("is data: the same snapshot gives the same plan, word for word, and is not touched", () => {
    fc.assert(
      fc.property(world, (one) => {
        const frozenSnapshot = snapshot(one);
        expect(planScaling(frozenSnapshot)).toEqual(planScaling(snapshot(one)));
      }),
      { numRuns: 30 },
    );
  });
});
