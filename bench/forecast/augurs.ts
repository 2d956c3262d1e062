import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { initSync, MSTL } from "@bsull/augurs/mstl";
import { DAY, WEEK } from "../../src/units/duration.ts";
import type { Competitor } from "./competitor.ts";
import { interpolated } from "./naives.ts";

let ready = false;

function load(): void {
  if (ready) return;
  const entry = fileURLToPath(import.meta.resolve("@bsull/augurs/mstl"));
  initSync({ module: readFileSync(entry.replace(/\.js$/, "_bg.wasm")) });
  ready = true;
}

/** grafana/augurs 0.10, its own WebAssembly: MSTL with day and week as seasons, ETS for the trend. */
export const AUGURS: Competitor = {
  name: "augurs MSTL+ETS",
  make({ history, horizon, quantiles }) {
    load();
    const periods = [Math.round(DAY / history.step), Math.round(WEEK / history.step)];
    const values = interpolated(history.values);
    const model = MSTL.ets(periods.filter((period) => 2 * period < values.length));
    model.fit(values);
    const at = (quantile: number): Float64Array => {
      const { point, intervals } = model.predict(horizon, Math.max(0.01, Math.abs(2 * quantile - 1)));
      const side = quantile < 0.5 ? intervals?.lower : intervals?.upper;
      return Float64Array.from(quantile === 0.5 || side === undefined ? point : side);
    };
    const made = { median: at(0.5), quantiles: new Map(quantiles.map((quantile) => [quantile, at(quantile)])) };
    model.free();
    return made;
  },
};
