import type { History, Reading } from "../../src/ports/history.ts";
import type { InputState } from "../../src/plan/snapshot.ts";
import { type Instant, instant } from "../../src/units/instant.ts";

/** Demand over time, in units; NaN where nothing was measured. */
export type DemandAt = (at: Instant) => number;

/** A Prometheus that holds the demand of every query alike. */
export function historyOf(demandAt: DemandAt): History {
  return {
    read: ({ range, step }): Promise<Reading> => {
      const count = Math.max(0, Math.ceil((range.end - range.start) / step));
      const values = Float64Array.from({ length: count }, (_, i) => demandAt(instant(range.start + i * step)));
      const last = values.at(-1) ?? 0;
      const series = { start: range.start, step, values };
      return Promise.resolve({
        state: last > 0 ? "Live" : "LiveZero",
        series,
        lastSampleAt: instant(range.end - step),
        warnings: [],
      });
    },
  };
}

/** One that answers, but nothing that may be believed. */
export function brokenHistory(state: Exclude<InputState, "Live" | "LiveZero">): History {
  const failure = { code: state, message: `the query is ${state}`, remedy: "look at Prometheus" };
  return { read: () => Promise.resolve({ state, series: undefined, failure }) };
}

/** Queries answered one by one. */
export function routed(routes: Readonly<Record<string, History>>): History {
  return {
    read: (query, signal) => {
      const route = routes[query.query];
      if (route === undefined) throw new Error(`no history for ${query.query}`);
      return route.read(query, signal);
    },
  };
}

const HOUR = 3_600_000;

/** 100 units by night and a peak of `peak` at 20:00 UTC every day, four hours wide. */
export function dailyPeak(peak: number): DemandAt {
  return (at) => {
    const hour = (at / HOUR) % 24;
    return 100 + (peak - 100) * Math.max(0, 1 - Math.abs(hour - 20) / 2);
  };
}
