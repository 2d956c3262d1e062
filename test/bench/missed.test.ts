import { describe, expect, it } from "vitest";
import { closedText, gapsClosed } from "../../bench/capacity/gapClosed.ts";
import { missedOf } from "../../bench/capacity/missedTrial.ts";
import { type Track, trackOf } from "../../src/backtest/track.ts";
import { DAY, HOUR, type Milliseconds, MINUTE } from "../../src/units/duration.ts";

const STEPS_A_DAY = DAY / (5 * MINUTE);
const START = Date.UTC(2026, 0, 1);

/** Ten days of 100, with a rush of 150 at noon of the sixth and of 300 on the last one, at noon and at six. */
function track(): Track {
  const values = Float64Array.from({ length: 10 * STEPS_A_DAY }, () => 100);
  const at = (day: number, hour: number): number => day * STEPS_A_DAY + hour * 12;
  values.fill(150, at(5, 12), at(5, 13));
  values.fill(160, at(9, 12), at(9, 13));
  values.fill(300, at(9, 18), at(9, 19));
  const times = Float64Array.from(values, (_, i) => START + i * 5 * MINUTE);
  const load = { name: "rushes", times, values, step: 5 * MINUTE, repairs: [] };
  const made = trackOf(load, { perReplica: 10, warmUp: (8 * DAY) as Milliseconds });
  if (!made.ok) throw new Error(made.failure.message);
  return made.value;
}

describe("what a policy missed", () => {
  const own = track();
  const scored = own.demand.length - own.first;
  const standing = (replicas: number) => missedOf(own, { ready: new Int32Array(scored).fill(replicas) });

  it("is new where demand is more than a tenth above that time of the last seven days", () => {
    // 15 replicas miss 10 of 160 at noon, which is within a tenth of the 150 of four days before, and half of 300.
    const { newShare, hours } = standing(15);
    expect(newShare).toBeGreaterThan(0.9);
    expect(newShare).toBeLessThan(1);
    expect(hours).toBe(1);
    expect(standing(16).newShare).toBe(1);
  });

  it("is of no kind where nothing is missed, and counts the clock hours that are scored", () => {
    expect(standing(30)).toMatchObject({ newShare: 0, hours: 0 });
    expect(standing(30).scoredHours).toBe(Math.ceil((scored * MINUTE) / HOUR));
  });

  it("counts the fewest hours that hold four fifths of it", () => {
    // With nothing ready all is missed: 46 hours of 100, one of 160 and one of 300.
    expect(standing(0).hours).toBe(38);
  });
});

describe("what is closed of a gap", () => {
  it("is all of it at a perfect forecast, nothing at the best simple policy, a dash where there is no gap", () => {
    const gap = { best: [2, 2, 1.01], perfect: [1, 1, 1] };
    const closed = gapsClosed(gap, [1, 2, 1]);
    expect(closed.slice(0, 2)).toEqual([1, 0]);
    expect(closedText(gap, closed)).toBe("100 % / 0 % / –");
  });
});
