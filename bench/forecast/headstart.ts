import { forecast } from "../../src/forecast/forecast.ts";
import type { Competitor } from "./competitor.ts";

/** Our engine through its public door, cold: no memory of an earlier forecast. */
export const HEADSTART: Competitor = {
  name: "headstart",
  make({ history, horizon, quantiles }) {
    const wanted = [...new Set([...quantiles, 0.5])].sort((a, b) => a - b);
    const made = forecast({ history, horizon, quantiles: wanted, zone: "UTC", declared: [] });
    if (!made.ok) throw new Error(`headstart refused: ${made.failure.message}`);
    const found = new Map(made.value.quantiles.map(({ quantile, values }) => [quantile, values]));
    return { median: found.get(0.5)!, quantiles: found, note: made.value.method.name };
  },
};
