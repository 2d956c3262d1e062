import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { figuresOf } from "../../src/backtest/figures.ts";
import { oracle } from "../../src/backtest/oracle.ts";
import { replay } from "../../src/backtest/replay.ts";
import { recordedLoad } from "../../src/backtest/recordedLoad.ts";
import { wholeSteps } from "../../src/backtest/rounding.ts";
import { atDefault, SIMPLE_POLICIES } from "../../src/backtest/simplePolicies.ts";
import { trackOf } from "../../src/backtest/track.ts";
import { MINUTE, type Milliseconds } from "../../src/units/duration.ts";
import { simpleFloors, simpleOracleSteps, simpleReplay, worldOf } from "./simpleReplay.ts";
import { MONDAY } from "./scenarios.ts";

const DAYS = 7.3;

/** A week and a bit of samples every 20 to 40 minutes, with a burst here and there; replayed in steps of minutes. */
const recordings = fc.record({
  minutes: fc.integer({ min: 20, max: 40 }),
  offset: fc.integer({ min: 0, max: 3_599 }),
  level: fc.integer({ min: 0, max: 400 }),
  swing: fc.integer({ min: 0, max: 300 }),
  noise: fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 7, maxLength: 60 }),
  bursts: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 2, max: 9 })), {
    maxLength: 6,
  }),
  missing: fc.array(fc.double({ min: 0.01, max: 0.98, noNaN: true }), { maxLength: 12 }),
  perReplica: fc.constantFrom(1, 7, 12.5, 33),
  lead: fc.integer({ min: 0, max: 40 }),
});

describe("the replay and a second, deliberately simple one agree to the replica and the step", () => {
  for (const name of SIMPLE_POLICIES) {
    it(`${name}`, { timeout: 300_000 }, () => {
      fc.assert(
        fc.property(recordings, (recording) => {
          const { samples, leadMs, perReplica } = sampled(recording);
          const { scenario, world } = both(samples, perReplica, leadMs);
          const policy = atDefault(name, scenario);
          const simple = simpleReplay(world, simpleFloors[name]!, policy.hpaTarget);
          const trace = replay(scenario, policy);
          expect(Array.from(trace.paid)).toEqual(simple.paid);
          expect(Array.from(trace.ready)).toEqual(simple.ready);
        }),
        { numRuns: 12, seed: 5 },
      );
    });
  }

  it("oracle", { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(recordings, (recording) => {
        const { samples, leadMs, perReplica } = sampled(recording);
        const { scenario, world } = both(samples, perReplica, leadMs);
        const trace = oracle(scenario);
        expect(trace.paid.reduce((a, b) => a + b, 0)).toBe(simpleOracleSteps(world));
        expect(figuresOf(scenario.track, trace).minutesShort).toBe(0);
        expect(trace.ready.every((ready, i) => ready <= trace.paid[i]!)).toBe(true);
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it("no policy that leaves nothing unserved costs less than the oracle", { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(recordings, fc.constantFrom(...SIMPLE_POLICIES), (recording, name) => {
        const { samples, leadMs, perReplica } = sampled(recording);
        const { scenario } = both(samples, perReplica, leadMs);
        const figures = figuresOf(scenario.track, replay(scenario, atDefault(name, scenario)));
        const least = figuresOf(scenario.track, oracle(scenario));
        expect(figures.minutesShort > 0 || figures.replicaHours >= least.replicaHours).toBe(true);
      }),
      { numRuns: 60, seed: 5 },
    );
  });
});

type Recording = typeof recordings extends fc.Arbitrary<infer T> ? T : never;

function sampled({ minutes, offset, level, swing, noise, bursts, missing, perReplica, lead }: Recording) {
  const count = Math.floor((DAYS * 1440) / minutes);
  const values = Array.from({ length: count }, (_, i) => {
    const day = Math.sin((2 * Math.PI * i * minutes) / 1440);
    const burst = bursts.find(([where]) => Math.abs(where * count - i) < 2)?.[1] ?? 1;
    return Math.max(0, Math.round(level + swing * day + noise[i % noise.length]!)) * burst;
  });
  const gone = new Set(missing.map((where) => Math.floor(where * count)));
  const kept = values.map((_, i) => i).filter((i) => i === 0 || i === count - 1 || !gone.has(i));
  return {
    samples: {
      times: kept.map((i) => MONDAY + offset * 1000 + i * minutes * MINUTE),
      values: kept.map((i) => values[i]!),
    },
    leadMs: lead * MINUTE,
    perReplica,
  };
}

function both(samples: { times: number[]; values: number[] }, perReplica: number, leadMs: number) {
  const warmUp = (7.1 * 1440 * MINUTE) as Milliseconds;
  const load = recordedLoad("random", samples);
  if (!load.ok) throw new Error(load.failure.message);
  const made = trackOf(load.value, { perReplica, warmUp });
  if (!made.ok) throw new Error(made.failure.message);
  const track = made.value;
  const scenario = {
    track,
    lead: Math.max(1, wholeSteps(leadMs, track.step)),
    reach: wholeSteps(5 * MINUTE, track.step),
  };
  const world = worldOf({ samples, stepMs: track.step, warmUpMs: warmUp, perReplica, leadMs });
  return { scenario, world };
}
