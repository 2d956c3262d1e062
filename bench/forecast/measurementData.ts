import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { MINUTE, HOUR, type Milliseconds } from "../../src/units/duration.ts";
import { instant } from "../../src/units/instant.ts";
import type { Series } from "../../src/units/series.ts";

export interface NamedSeries {
  readonly name: string;
  readonly series: Series;
}

export interface M4Series {
  readonly name: string;
  readonly train: Float64Array;
  readonly test: Float64Array;
}

const FIVE_MINUTES = (5 * MINUTE) as Milliseconds;

/**
 * The 414 series of the M4 competition's Hourly set. Source: https://github.com/Mcompetitions/M4-methods
 * `Dataset/`.
 */
export function loadM4Hourly(data: string): readonly M4Series[] {
  const test = new Map(m4File(join(data, "m4_hourly", "test.csv.gz")));
  return m4File(join(data, "m4_hourly", "train.csv.gz")).map(([name, train]) => {
    const outcome = test.get(name);
    if (outcome === undefined) throw new Error(`m4_hourly: ${name} has no test part`);
    return { name, train, test: outcome };
  });
}

const TICKERS = ["AAPL", "AMZN", "CRM", "CVS", "FB", "GOOG", "IBM", "KO", "PFE", "UPS"];

/**
 * The 27 request-like series: gocrane/crane `pkg/prediction/dsp/test_data` as 5-minute means (without 00 and 15),
 * numenta/NAB `data` (tweets, taxi rides, load balancer requests), the last 120 days of the UCI bike sharing set.
 */
export function loadTraces(data: string): readonly NamedSeries[] {
  const crane = Array.from({ length: 14 }, (_, i) => `input${String(i + 1).padStart(2, "0")}`);
  const nab = TICKERS.map((ticker) => `realTweets__Twitter_volume_${ticker}`);
  const trace = (folder: string, name: string, step: Milliseconds): NamedSeries => ({
    name: `${folder}/${name}`,
    series: onGrid(samples(join(data, folder, `${name}.csv.gz`)), step),
  });
  const bike = trace("bike_sharing", "hourly", HOUR);
  return [
    ...crane.map((name) => trace("crane_dsp", name, FIVE_MINUTES)),
    ...nab.map((name) => trace("nab", name, FIVE_MINUTES)),
    trace("nab", "realAWSCloudwatch__elb_request_count_8c0756", FIVE_MINUTES),
    trace("nab", "realKnownCause__nyc_taxi", (30 * MINUTE) as Milliseconds),
    { name: bike.name, series: lastSteps(bike.series, 120 * 24) },
  ];
}

const NO_REQUESTS = [
  ...["24ae8d", "53ea38", "5f5533", "77c1ca", "825cc2", "ac20cd", "c6585a", "fe7f93"].map(
    (id) => `realAWSCloudwatch__ec2_cpu_utilization_${id}`,
  ),
  ...["1ef3de", "c0d644"].map((id) => `realAWSCloudwatch__ec2_disk_write_bytes_${id}`),
  ...["257a54", "5abac7"].map((id) => `realAWSCloudwatch__ec2_network_in_${id}`),
  "realAWSCloudwatch__grok_asg_anomaly",
  ...["cc0c53", "e47b3b"].map((id) => `realAWSCloudwatch__rds_cpu_utilization_${id}`),
  "realKnownCause__cpu_utilization_asg_misconfiguration",
];
const SPAN = 130 * 24;

/**
 * Recordings that are no requests: processors, disks and networks of numenta/NAB, with their outages and shifts; and
 * four spans of 130 days of the bike sharing set before the last one.
 */
export function loadOthers(data: string): readonly NamedSeries[] {
  const read = (folder: string, name: string, step: Milliseconds): Series =>
    onGrid(samples(join(data, folder, `${name}.csv.gz`)), step);
  const bikes = read("bike_sharing", "hourly", HOUR);
  return [
    ...NO_REQUESTS.map((name) => ({ name: `nab/${name}`, series: read("nab", name, FIVE_MINUTES) })),
    ...[0, 1, 2, 3].map((k) => ({
      name: `bike_sharing/hourly, days ${130 * k} to ${130 * (k + 1)}`,
      series: lastSteps({ ...bikes, values: bikes.values.slice(0, (k + 1) * SPAN) }, SPAN),
    })),
  ];
}

/** @throws Error naming the folder when the measurement data is not there */
export function requireData(data: string): void {
  if (existsSync(join(data, "m4_hourly", "train.csv.gz"))) return;
  throw new Error(
    `no measurement data in ${data}: name its folder with --data (its own README says where each set comes from)`,
  );
}

function text(path: string): readonly string[] {
  return gunzipSync(readFileSync(path)).toString("utf8").trim().split("\n").slice(1);
}

function m4File(path: string): readonly (readonly [string, Float64Array])[] {
  return text(path).map((line) => {
    const [name, values] = line.split(",") as [string, string];
    return [name, Float64Array.from(values.trim().split(/\s+/), Number)] as const;
  });
}

function samples(path: string): readonly (readonly [number, number])[] {
  return text(path).map((line) => {
    const [time, value] = line.split(",") as [string, string];
    const at = /^\d+$/.test(time) ? Number(time) * 1000 : Date.parse(`${time.replace(" ", "T")}Z`);
    return [at, value === "" ? NaN : Number(value)] as const;
  });
}

/** Means per step; a step without a sample is a gap. */
function onGrid(given: readonly (readonly [number, number])[], step: Milliseconds): Series {
  const start = Math.floor(given[0]![0] / step) * step;
  const length = Math.floor((given[given.length - 1]![0] - start) / step) + 1;
  const sum = new Float64Array(length);
  const count = new Float64Array(length);
  for (const [at, value] of given) {
    const i = Math.floor((at - start) / step);
    if (Number.isNaN(value) || i < 0 || i >= length) continue;
    sum[i]! += value;
    count[i]! += 1;
  }
  return { start: instant(start), step, values: sum.map((s, i) => s / count[i]!) };
}

function lastSteps(series: Series, steps: number): Series {
  const from = Math.max(0, series.values.length - steps);
  return { ...series, start: instant(series.start + from * series.step), values: series.values.slice(from) };
}
