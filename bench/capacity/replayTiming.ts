import { HEADSTART_DEFAULT, POLICIES, backtest } from "../../src/backtest/backtest.ts";
import { type RecordedLoad, recordedLoad } from "../../src/backtest/recordedLoad.ts";
import { DAY, milliseconds, MINUTE } from "../../src/units/duration.ts";

/** Processor time of all policies on one generated recording, in seconds, at one lead time. */
export interface TimingRow {
  readonly what: string;
  readonly policies: number;
  readonly seconds: number;
}

const DAYS = 60;
const LEAD = { text: "12m", duration: milliseconds(12 * MINUTE) };

/** 60 days in steps of five minutes, on one thread: all policies at their defaults, then all points of their curves. */
export function replayTiming(print: (line: string) => void): readonly TimingRow[] {
  const load = generated();
  return [false, true].map((sweep) => {
    const before = process.cpuUsage().user;
    const made = backtest(load, { leadTimes: [LEAD], policies: POLICIES, sweep, campaigns: [] });
    if (!made.ok) throw new Error(made.failure.message);
    const seconds = (process.cpuUsage().user - before) / 1e6;
    const { length } = made.value[0]!.policies;
    const what = sweep ? "with the sweep" : `at defaults, headstart p${HEADSTART_DEFAULT.percentile}`;
    print(`timing ${what}: ${seconds.toFixed(1)} s`);
    return { what, policies: length, seconds };
  });
}

/** A day's and a week's shape, noise, and a burst now and then; the same each time. */
function generated(): RecordedLoad {
  const step = 5 * MINUTE;
  const count = (DAYS * DAY) / step;
  const start = Date.UTC(2026, 0, 5);
  let state = 1;
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  let burst = 0;
  const values = Array.from({ length: count }, (_, i) => {
    const day = 1 - 0.7 * Math.cos((2 * Math.PI * i * step) / DAY);
    const weekend = Math.floor((i * step) / DAY) % 7 >= 5 ? 0.6 : 1;
    burst = random() < 0.002 ? 3 : burst * 0.8;
    return 1000 * day * weekend * (1 + burst) * (0.9 + 0.2 * random());
  });
  const load = recordedLoad("generated", { times: values.map((_, i) => start + i * step), values });
  if (!load.ok) throw new Error(load.failure.message);
  return load.value;
}
