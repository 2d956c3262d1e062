import { parseArgs } from "node:util";

type Run = (values: Readonly<Record<string, string | undefined>>, print: (line: string) => void) => Promise<void>;

/** Benchmark → how it is run; loaded only when asked for. */
const BENCHMARKS: Readonly<Record<string, Run>> = {
  forecast: async ({ data, back, every, parts }, print) => {
    const { forecastBenchmark } = await import("./forecast/forecastBenchmark.ts");
    const wanted = (parts ?? "speed,m4,traces").split(",");
    forecastBenchmark({ data: data!, back: Number(back ?? 0), every: Number(every ?? 1), parts: wanted, print });
  },
  capacity: async ({ data, "lead-times": leadTimes, keep, kept, parts, series }, print) => {
    const { capacityBenchmark } = await import("./capacity/capacityBenchmark.ts");
    const wanted = (leadTimes ?? "12m,2m,5m,30m").split(",");
    await capacityBenchmark({
      ...{ data: data!, leadTimes: wanted, keep: keep!, keptOnly: kept === "only", print },
      parts: (parts ?? "runs,ablation,campaigns,reach,missed,flat,families,timing").split(","),
      series: series?.split(",") ?? [],
    });
  },
  scale: async ({ targets, seconds }, print) => {
    const { scaleBenchmark } = await import("./scale/scaleBenchmark.ts");
    const counts = (targets ?? "50,200,1000").split(",").map(Number);
    await scaleBenchmark({ targets: counts, seconds: Number(seconds ?? 120), print });
  },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: "string", default: "../shared/data" },
    back: { type: "string" },
    every: { type: "string" },
    parts: { type: "string" },
    "lead-times": { type: "string" },
    keep: { type: "string", default: "reports/capacity" },
    kept: { type: "string" },
    series: { type: "string" },
    targets: { type: "string" },
    seconds: { type: "string" },
  },
});
const run = BENCHMARKS[positionals[0] ?? ""];
if (run === undefined) {
  process.stderr.write(`name a benchmark: ${Object.keys(BENCHMARKS).join(", ")}\n`);
  process.exitCode = 2;
} else {
  await run(values, (line) => process.stdout.write(`${line}\n`)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
