import type { Clock } from "../../ports/clock.ts";
import type { History, Reading } from "../../ports/history.ts";
import type { Demand } from "../../twin/state.ts";
import { instant } from "../../units/instant.ts";

/** A history of simulated demand: what had been measured by now, and nothing of what is to come. */
export function demandHistory(demand: Demand, clock: Clock): History {
  return {
    read({ query, range, step }): Promise<Reading> {
      const count = Math.max(0, Math.ceil((range.end - range.start) / step));
      const values = new Float64Array(count).fill(NaN);
      let last: number | undefined;
      for (let i = 0; i < count; i++) {
        const at = instant(range.start + i * step);
        const value = at <= clock.now() ? demand(query, at) : undefined;
        if (value === undefined) continue;
        values[i] = value;
        last = i;
      }
      if (last === undefined) return Promise.resolve(noSeries(query));
      return Promise.resolve({
        state: (values[last] ?? 0) > 0 ? "Live" : "LiveZero",
        series: { start: range.start, step, values },
        lastSampleAt: instant(range.start + last * step),
        warnings: [],
      });
    },
  };
}

function noSeries(query: string): Reading {
  return {
    state: "NoSuchSeries",
    series: undefined,
    failure: {
      code: "NoSuchSeries",
      message: `the simulated demand knows no ${query}`,
      remedy: "name a metric of the story; until then the applied floor is kept",
    },
  };
}
