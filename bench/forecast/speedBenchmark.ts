import { forecast } from "../../src/forecast/forecast.ts";
import type { ForecastMemory } from "../../src/forecast/forecastTypes.ts";
import { DAY, HOUR, milliseconds, MINUTE } from "../../src/units/duration.ts";
import { type Instant, instant } from "../../src/units/instant.ts";
import { AUGURS } from "./augurs.ts";

const STEP = milliseconds(5 * MINUTE);
const LENGTH = Math.round((28 * DAY) / STEP);
const HORIZON = Math.round((48 * HOUR) / STEP);
/** Cold is without a memory, not without compiled code: a controller forecasts for weeks. */
const WARM_UP = 20;
const START = instant(Date.UTC(2026, 0, 5));
const RUNS = 30;

/**
 * 28 days of five-minute data, 48 h ahead: cold, and from hour to hour with the memory, in CPU time of this process,
 * which other processes disturb less than the clock; and as ratios to augurs on the same history in the same run.
 */
export function speedBenchmark(print: (line: string) => void): void {
  const all = demand(LENGTH + RUNS * 12);
  const at = (run: number) => ({
    start: instant(START + run * HOUR),
    step: STEP,
    values: all.slice(run * 12, run * 12 + LENGTH),
  });
  const asked = (run: number) => ({ history: at(run), horizon: HORIZON, quantiles: [0.5, 0.95] });
  const once = (run: number, memory?: ForecastMemory): ForecastMemory => {
    const made = forecast({ ...asked(run), zone: "UTC", declared: [], ...(memory === undefined ? {} : { memory }) });
    if (!made.ok) throw new Error(made.failure.message);
    return made.value.memory!;
  };
  const first = medianCpu(() => once(0), 1);
  for (let run = 0; run < WARM_UP; run++) once(run, once(run));
  const cold = medianCpu((run) => once(run), 10);
  let memory = once(0);
  const steady = medianCpu((run) => (memory = once(run, memory)), RUNS);
  // Last: measured first, it makes the cold forecasts behind it twice as slow.
  const peer = medianCpu((run) => AUGURS.make(asked(run)), 5);
  print(`\n28 days of 5-minute data, 48 h ahead (CPU time, median; ${RUNS} steady runs an hour apart)\n`);
  print(`first forecast of the process ${first.toFixed(0)} ms, before anything is compiled\n`);
  print("| | ms | augurs takes so many times as long |\n|---|---|---|");
  print(`| augurs MSTL+ETS | ${peer.toFixed(1)} | 1 |`);
  print(`| headstart, cold | ${cold.toFixed(1)} | ${(peer / cold).toFixed(1)} |`);
  print(`| headstart, with memory | ${steady.toFixed(1)} | ${(peer / steady).toFixed(1)} |`);
  print(`\nMemory of the series: ${(JSON.stringify(memory).length / 1000).toFixed(0)} kB as JSON`);
}

function medianCpu(run: (k: number) => unknown, runs: number): number {
  const times = Array.from({ length: runs }, (_, k) => {
    const before = process.cpuUsage();
    run(k);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return times.sort((a, b) => a - b)[runs >> 1]!;
}

/** Day and week with noise of 10 %, the same in every run. */
function demand(length: number): Float64Array {
  let state = 7;
  const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  return Float64Array.from({ length }, (_, i) => {
    const at = (START + i * STEP) as Instant;
    const weekend = Math.floor((at - START) / DAY) % 7 > 4 ? 0.7 : 1;
    const wave = 300 - 150 * Math.cos((2 * Math.PI * at) / DAY) + 60 * Math.cos((4 * Math.PI * at) / DAY);
    return wave * weekend * (1 + 0.1 * (random() + random() + random() - 1.5));
  });
}
