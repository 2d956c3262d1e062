import { describe, expect, it } from "vitest";
import { HEADSTART_DEFAULT, headstartWorld, scenarioOf } from "../../src/backtest/backtest.ts";
import { headstartFloors } from "../../src/backtest/headstart/headstartFloors.ts";
import type { RecordedLoad } from "../../src/backtest/recordedLoad.ts";
import { trackOf } from "../../src/backtest/track.ts";
import { DAY, HOUR, milliseconds, MINUTE } from "../../src/units/duration.ts";

const START = Date.UTC(2026, 8, 7);
const STEP = 5 * MINUTE;
const PODS = 10;
const PER_POD = 100;
const LEAD = milliseconds(12 * MINUTE);

/**
 * `sum(rate(...))` over ten pods of equal load while pods are replaced: for five minutes the old one's series still
 * counts beside the new one's, and for the five before, the new one had no two samples yet.
 * @param everyMinutes minutes from one replacement to the next
 */
function churned(everyMinutes: number): RecordedLoad {
  const times = Float64Array.from({ length: (9 * DAY) / STEP }, (_, i) => START + i * STEP);
  const steps = everyMinutes / 5;
  const values = Float64Array.from(times, (_, i) => (PODS + ([-1, 1][i % steps] ?? 0)) * PER_POD);
  return { name: "churn", times, values, step: STEP, repairs: [] };
}

/** The floor at each minute of the last day. */
function floorsOf(load: RecordedLoad): Int32Array {
  const made = trackOf(load, { perReplica: PER_POD, warmUp: milliseconds(8 * DAY + 18 * HOUR) });
  if (!made.ok) throw new Error(made.failure.message);
  const scenario = scenarioOf(made.value, LEAD);
  const leadTimes = [{ text: "12m", duration: LEAD }];
  const world = headstartWorld(made.value, { leadTimes, campaigns: [] });
  const { hpaTarget: _, ...knobs } = HEADSTART_DEFAULT;
  return headstartFloors(scenario, { ...world, knobs });
}

describe("series of pods that come and go", () => {
  it.each([{ everyMinutes: 60 }, { everyMinutes: 35 }, { everyMinutes: 15 }])(
    "M4: a pod replaced every $everyMinutes minutes moves the floor by one step at most",
    ({ everyMinutes }) => {
      const floors = floorsOf(churned(everyMinutes)).slice(60);
      const [least, most] = [Math.min(...floors), Math.max(...floors)];
      expect(least).toBeGreaterThanOrEqual(PODS);
      expect(most - least).toBeLessThanOrEqual(1);
    },
  );
});
