import { HEADSTART_DEFAULT, POLICIES, backtest } from "../../src/backtest/backtest.ts";
import { milliseconds, MINUTE } from "../../src/units/duration.ts";
import { weeklyLoad } from "./generatedLoad.ts";

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
  const load = weeklyLoad(DAYS);
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
