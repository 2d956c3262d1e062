import { forecast } from "../../src/forecast/forecast.ts";
import type { Member } from "../../src/forecast/members/member.ts";
import { MEMBERS } from "../../src/forecast/members/members.ts";
import { NAIVES } from "../../src/forecast/members/naive.ts";
import type { Competitor } from "./competitor.ts";
import { m4Cut, scoreM4 } from "./m4Benchmark.ts";
import { loadM4Hourly, loadTraces } from "./measurementData.ts";
import { BUCKETS, geometricMean, scoreTrace } from "./traceBenchmark.ts";

const ORIGINS = 8;

/**
 * What each member is good for: the engine without it, on M4 origins inside the training part and on traces.
 * The naives stay: the gate needs them.
 */
export function ablationBenchmark(data: string, every: number, print: (line: string) => void): void {
  const m4 = m4Cut(loadM4Hourly(data), 1).filter((_, i) => i % every === 0);
  const traces = loadTraces(data).filter((_, i) => i % every === 0);
  print(`\nAblations: ${m4.length} M4 series 48 h before the training part's end, ${traces.length} traces\n`);
  print("| members | M4 OWA | traces MAE |\n|---|---|---|");
  for (const { name, members } of variants()) {
    const competitor = only(name, members);
    const scores = traces.map((one) => scoreTrace(competitor, one, ORIGINS));
    const mae = BUCKETS.map((_, b) => geometricMean(scores.map((s) => s.mae[b]!)).toFixed(3)).join(" / ");
    print(`| ${name} | ${scoreM4(competitor, m4).owa.toFixed(4)} | ${mae} |`);
  }
}

function variants(): readonly { readonly name: string; readonly members: readonly Member[] }[] {
  const others = MEMBERS.filter(({ name }) => !NAIVES.some((naive) => naive === name));
  // Who falls silent early has nothing to say of these histories.
  const heard = others.filter(({ untilDays }) => untilDays === undefined);
  const without = heard.map(({ name }) => ({
    name: `without ${name}`,
    members: MEMBERS.filter((member) => member.name !== name),
  }));
  return [
    { name: "all", members: MEMBERS },
    ...without,
    { name: "only log and the naives", members: MEMBERS.filter((one) => one.view === "log" || !others.includes(one)) },
    { name: "only naives", members: MEMBERS.filter((member) => !others.includes(member)) },
  ];
}

function only(name: string, members: readonly Member[]): Competitor {
  return {
    name,
    make({ history, horizon, quantiles }) {
      const wanted = [...new Set([...quantiles, 0.5])].sort((a, b) => a - b);
      const made = forecast({ history, horizon, quantiles: wanted, zone: "UTC", declared: [] }, members);
      if (!made.ok) throw new Error(made.failure.message);
      const found = new Map(made.value.quantiles.map(({ quantile, values }) => [quantile, values]));
      return { median: found.get(0.5)!, quantiles: found };
    },
  };
}
