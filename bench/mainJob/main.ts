/**
 * The main job on real input: `npx tsx bench/mainJob/main.ts --data FOLDER [--skip-days N]`, or `--csv FILE…`.
 * Each CSV becomes the history of a real Prometheus, the controller runs on a real control plane, and the floors that
 * it writes a day ahead are held against what came: is the hour with the highest floor among the three busiest hours of
 * that weekday in the following data?
 */
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { startControlPlane } from "../../test/cluster/controlPlane.ts";
import { startPrometheus } from "../../test/cluster/prometheus.ts";
import { startController } from "../../test/story/controllerProcess.ts";
import { type CsvSeries, readCsv } from "./csvSeries.ts";
import { bestSingleHour, cutsOf, hitsWanted, judge, type JudgedDay } from "./judge.ts";
import { historyOf, type Job, planned, post, prepare } from "./playSeries.ts";

/** The five of the folder that are tried by default: name, file, column of the value. */
const FIVE: readonly (readonly [string, string, string?])[] = [
  ["taxi", "nab/realKnownCause__nyc_taxi.csv.gz"],
  ["llm", "azure_llm_2024_hourly/azure2024_conv_hourly.csv", "conversation"],
  ["bikes", "bike_sharing/hourly.csv.gz", "users"],
  ["tweets-aapl", "nab/realTweets__Twitter_volume_AAPL.csv.gz"],
  ["tweets-goog", "nab/realTweets__Twitter_volume_GOOG.csv.gz"],
];

const { values: flags } = parseArgs({
  options: {
    data: { type: "string" },
    csv: { type: "string", multiple: true, default: [] },
    "skip-days": { type: "string", default: "0" },
    verbose: { type: "boolean", default: false },
  },
});

function seriesAsked(): readonly CsvSeries[] {
  const { data } = flags;
  const five = data === undefined ? [] : FIVE.map(([name, file, column]) => readCsv(name, join(data, file), column));
  const own = flags.csv.map((path) => readCsv(nameOf(path), path));
  if (five.length + own.length === 0) throw new Error("give --data FOLDER or --csv FILE");
  return [...five, ...own];
}

function nameOf(path: string): string {
  const name = basename(path).replace(/\.csv(\.gz)?$/, "");
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40);
}

const now = Math.floor(Date.now() / 1000);
const jobs: readonly Job[] = seriesAsked().map((series) => {
  const cuts = cutsOf(series, now, Number(flags["skip-days"]));
  const last = cuts.at(-1);
  if (last === undefined) throw new Error(`${series.name} is too short to be cut`);
  return { series, cuts, shift: now - last.cutoff };
});
const plane = await startControlPlane({ report: console.log });
const prometheus = await startPrometheus(jobs.map(historyOf));
try {
  await prepare(plane);
  for (const job of jobs) await post(plane, prometheus, job);
  const controller = await startController(plane, [`--prometheus-url=${prometheus.url}`]);
  try {
    let missed = 0;
    for (const job of jobs) missed += await report(job);
    process.exitCode = missed === 0 ? 0 : 1;
  } finally {
    await controller.stop();
  }
} finally {
  await prometheus.stop();
  await plane.stop();
}

/** One line a series, and one a missed day, or with --verbose one a day; 1 when too many were missed. */
async function report(job: Job): Promise<number> {
  const days: JudgedDay[] = [];
  const methods = new Set<string>();
  for (const cut of job.cuts) {
    const { windows, forecast } = await planned(plane, job, cut);
    methods.add(forecast);
    days.push(judge(job.series, cut, windows));
  }
  const hits = days.filter(({ hit }) => hit).length;
  const verdict = hits >= hitsWanted(days.length) ? "kept" : "not kept";
  const strict = `${days.filter(({ hitThatDay }) => hitThatDay).length} by that one day alone`;
  const { hour, hits: reached } = bestSingleHour(days);
  const limit = `one hour for all days, in hindsight ${hour}h, hits ${reached}`;
  console.log(`${job.series.name}: ${hits} of ${days.length} days, ${strict}: ${verdict}`);
  console.log(`  ${limit}; ${[...methods].join("; ")}`);
  for (const day of days) if (flags.verbose || !day.hit) console.log(`  ${told(day)}`);
  return hits >= hitsWanted(days.length) ? 0 : 1;
}

function told({ day, highest, tied, busiest, busiestThatDay, hit }: JudgedDay): string {
  const width = tied > 1 ? ` (middle of ${tied})` : "";
  const came = `busiest are ${busiest.join("h, ")}h of its weekday, ${busiestThatDay.join("h, ")}h of this day`;
  return `${day} ${hit ? "hit " : "miss"} highest floor at ${highest}h${width}; ${came}`;
}
