import { describe, expect, it } from "vitest";
import { leadTimeOf } from "../../../src/plan/leadTime/leadTime.ts";
import { learnLeadTime, type ObservedStart } from "../../../src/plan/leadTime/learnLeadTime.ts";
import { quantileOfStarts } from "../../../src/plan/leadTime/startQuantile.ts";
import type { LeadTimeKnowledge } from "../../../src/plan/snapshot.ts";
import { milliseconds, MINUTE, SECOND } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";
import { frozen } from "../snapshots.ts";

const FALLBACK = milliseconds(10 * MINUTE);

function learned(more: Partial<Extract<LeadTimeKnowledge, { kind: "learned" }>>): LeadTimeKnowledge {
  return frozen({ kind: "learned", percentile: 95, batches: [], pods: [], fallback: FALLBACK, ...more });
}

/** Pods that took 1 s, 2 s, … n s. */
function podsOf(n: number): { duration: ReturnType<typeof milliseconds>; censored: boolean }[] {
  return Array.from({ length: n }, (_, i) => ({ duration: milliseconds((i + 1) * SECOND), censored: false }));
}

function batches(count: number, size: number, seconds: number) {
  return Array.from({ length: count }, () => ({ size, duration: milliseconds(seconds * SECOND) }));
}

describe("lead time of a batch", () => {
  it.each([
    {
      knows: { kind: "fixed", duration: milliseconds(12 * MINUTE) } as const,
      n: 80,
      seconds: 720,
      why: "fixed: the user's word",
    },
    {
      knows: learned({}),
      n: 1,
      seconds: 600.05,
      why: "nothing seen: the fallback, and a twentieth of a second to create one",
    },
    { knows: learned({}), n: 80, seconds: 604, why: "nothing seen: 80 take 4 s to create" },
    {
      knows: learned({ pods: podsOf(20) }),
      n: 1,
      seconds: 19.05,
      why: "one pod, 20 seen: the 95th percentile is the 19th",
    },
    {
      knows: learned({ pods: podsOf(19) }),
      n: 1,
      seconds: 19 * 1.25 + 0.05,
      why: "19 seen are too few for p95: the largest × 1.25",
    },
    { knows: learned({ pods: podsOf(40) }), n: 2, seconds: 39.1, why: "two pods need p97.5: the 39th of 40" },
    {
      knows: learned({ pods: podsOf(40) }),
      n: 80,
      seconds: 40 * 1.25 + 4,
      why: "80 pods need p99.94: 40 seen are too few",
    },
    {
      knows: learned({ pods: podsOf(20), batches: batches(10, 80, 90) }),
      n: 80,
      seconds: 90,
      why: "ten batches speak for themselves",
    },
    {
      knows: learned({ pods: podsOf(20), batches: batches(9, 80, 90) }),
      n: 80,
      seconds: 20 * 1.25 + 4,
      why: "nine do not yet",
    },
    {
      knows: learned({ pods: podsOf(20), batches: batches(10, 39, 5) }),
      n: 80,
      seconds: 20 * 1.25 + 4,
      why: "batches under half the size tell little",
    },
    {
      knows: learned({ pods: podsOf(20), batches: batches(10, 39, 90) }),
      n: 80,
      seconds: 90,
      why: "but that a larger one takes no less",
    },
    {
      knows: learned({ pods: podsOf(20), batches: batches(10, 40, 90) }),
      n: 80,
      seconds: 90,
      why: "batches of half the size count",
    },
  ])("$why: $seconds s", ({ knows, n, seconds }) => expect(leadTimeOf(knows)(n)).toBe(Math.round(seconds * SECOND)));

  it("a larger batch never takes less", () => {
    const lead = leadTimeOf(learned({ pods: podsOf(300) }));
    for (let n = 1; n < 200; n++) expect(lead(n + 1)).toBeGreaterThanOrEqual(lead(n));
  });

  it("a whole batch is Ready in time as often as promised: with a per-pod p95, 80 pods would be 2 times in 100", () => {
    // Starts spread evenly over 100 s: a batch of n is ready within q × 100 s with chance q^n.
    const spread = Array.from({ length: 20_000 }, (_, i) => ({ duration: milliseconds(i * 5), censored: false }));
    const lead = leadTimeOf(learned({ pods: spread }))(80) - 4 * SECOND;
    expect((lead / 100_000) ** 80).toBeGreaterThan(0.94);
    expect(0.95 ** 80).toBeLessThan(0.02);
  });
});

describe("pods that were not Ready when last seen", () => {
  it.each([
    { done: [10, 20, 30], open: [], level: 0.5, is: 20, why: "none: the plain quantile" },
    { done: [10, 20, 30], open: [25], level: 0.5, is: 20, why: "one open after the middle leaves it" },
    { done: [10, 20, 30], open: [5, 15], level: 0.5, is: 20, why: "open ones before it say nothing yet" },
    {
      done: [10, 20],
      open: [30, 30],
      level: 0.75,
      is: undefined,
      why: "half are open: the upper quarter is not known",
    },
    { done: [10], open: [10], level: 0.5, is: 10, why: "equal times: what was done counts first" },
  ])("$why", ({ done, open, level, is }) => {
    const seen = [
      ...done.map((duration) => ({ duration, censored: false })),
      ...open.map((duration) => ({ duration, censored: true })),
    ];
    expect(quantileOfStarts(seen, level)).toBe(is);
  });

  it("as long as none was Ready the fallback stands; what is slower tells so in few steps, not at each look", () => {
    const lengths = (done: readonly { duration: ReturnType<typeof milliseconds>; censored: boolean }[], most: number) =>
      Array.from({ length: most / 10 }, (_, i) => ({ duration: milliseconds((i + 1) * 10 * SECOND), censored: true }))
        .map((open) => leadTimeOf(learned({ pods: [...done, open], fallback: milliseconds(600 * SECOND) }))(1))
        .filter((lead, i, all) => lead !== all[i - 1])
        .map((lead) => Math.round(lead / SECOND));
    expect(lengths([], 1_200)).toEqual([600, 756, 952, 1200]);
    expect(lengths([{ duration: milliseconds(200 * SECOND), censored: false }], 400)).toEqual([250, 315, 397, 500]);
  });

  it("dropping them would make starts look fast: with them the lead time is longer", () => {
    const ready = podsOf(20);
    const stuck = Array.from({ length: 5 }, () => ({ duration: milliseconds(60 * SECOND), censored: true }));
    const without = leadTimeOf(learned({ pods: ready }))(1);
    expect(leadTimeOf(learned({ pods: [...ready, ...stuck] }))(1)).toBeGreaterThan(2 * without);
  });
});

describe("what observed starts teach", () => {
  const started = (
    createdSecond: number,
    tookSeconds: number | undefined,
    more: Partial<ObservedStart> = {},
  ): ObservedStart => ({
    createdAt: instant(createdSecond * SECOND),
    readyAt: tookSeconds === undefined ? undefined : instant((createdSecond + tookSeconds) * SECOND),
    restarted: false,
    lastSeenAt: instant(10_000 * SECOND),
    ...more,
  });
  const teach = (starts: readonly ObservedStart[]) => {
    const knowledge = learnLeadTime(frozen(starts), { percentile: 95, fallback: FALLBACK });
    if (knowledge.kind !== "learned") throw new Error("learned");
    return knowledge;
  };

  it("pods created within 30 s of each other are one batch, from the first creation to the last Ready", () => {
    const { batches: seen } = teach([started(0, 40), started(2, 60), started(32, 20), started(63, 50)]);
    expect(seen.map(({ size, duration }) => [size, duration / SECOND])).toEqual([
      [3, 62],
      [1, 50],
    ]);
  });

  it("the order in which they were seen does not matter", () => {
    const starts = [started(0, 40), started(2, 60), started(100, 20)];
    expect(teach([...starts].reverse())).toEqual(teach(starts));
  });

  it("H13: a pod that restarted teaches nothing", () => {
    expect(teach([started(0, 900, { restarted: true })]).pods).toEqual([]);
  });

  it("W12: a pod that never starts counts as slow, but not for ever", () => {
    const { pods, batches: seen } = teach([started(0, 40), started(1, undefined)]);
    expect(pods).toEqual([
      { duration: 40 * SECOND, censored: false },
      { duration: 80 * SECOND, censored: true },
    ]);
    expect(seen).toEqual([{ size: 2, duration: 81 * SECOND, censored: true }]);
  });
});
