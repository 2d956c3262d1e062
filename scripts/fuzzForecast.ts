import { forecast } from "../src/forecast/forecast.ts";
import type { ForecastMemory, ForecastRequest } from "../src/forecast/forecastTypes.ts";
import { HOUR, milliseconds, MINUTE } from "../src/units/duration.ts";
import { type Instant, instant } from "../src/units/instant.ts";

/**
 * `tsx scripts/fuzzForecast.ts [runs] [seed] [first]`: random histories of up to 10,000 samples, a million by default.
 * Every answer is finite, ≥ 0 and ascending in the quantile, or a refusal with a code; what is not, is printed with the
 * number of its run, and `first` begins there again.
 */
const runs = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? 1);
const first = Number(process.argv[4] ?? 0);

const START = instant(Date.UTC(2026, 0, 5));
const STEPS = [HOUR, milliseconds(30 * MINUTE), milliseconds(5 * MINUTE), MINUTE];
const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"];
/** Most are short: what breaks does so at the edges, and long ones cost a hundred times as much. */
const LENGTHS = [
  { share: 0.9, most: 40 },
  { share: 0.992, most: 800 },
  { share: 1, most: 10_000 },
];
const WILD = [0, NaN, Infinity, -Infinity, 1e308, Number.MAX_VALUE, 5e-324, -1, 1e-300];

type Random = () => number;

/** Numbers in [0, 1) of one run. Source: Marsaglia (2003), xorshift generators. */
function seeded(of: number): Random {
  let state = Math.imul(of + 1, 0x9e3779b1) | 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let k = 0; k < 4; k++) next();
  return next;
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)]!;
}

/** How a history is made, by place. */
const KINDS: readonly ((random: Random) => (i: number) => number)[] = [
  (random) => () => (random() < 0.1 ? pick(random, WILD) : random() * 1e4),
  (random) => () => random() * 1e4,
  (random) => constant(random() < 0.5 ? pick(random, WILD) : random() * 100),
  (random) => alternating(pick(random, WILD), random() * 10),
  (random) => (i) => (i % 24) * 10 + (i % 168) + random(),
  (random) => one(Math.floor(random() * 40), random() * 1e9),
  () => (i) => i * 1e3,
  (random) => () => 2 ** (random() * 2_000 - 1_000),
  (random) => () => (random() < 0.6 ? NaN : random() * 5),
  (random) => () => Math.floor(random() * 1.2),
];

function constant(value: number): () => number {
  return () => value;
}

function alternating(even: number, odd: number): (i: number) => number {
  return (i) => (i % 2 === 0 ? even : odd);
}

function one(place: number, value: number): (i: number) => number {
  return (i) => (i === place ? value : 0);
}

function asked(random: Random): ForecastRequest {
  const which = random();
  const length = Math.floor(random() * (LENGTHS.find(({ share }) => which < share)!.most + 1));
  const at = pick(random, KINDS)(random);
  const step = pick(random, STEPS);
  const values = Float64Array.from({ length }, (_, i) => at(i));
  const moment = (): Instant => instant(START + Math.floor(random() * 1.2 * (length + 1)) * step);
  const windows = (): { start: Instant; end: Instant; multiplier: number }[] =>
    random() < 0.8 ? [] : [{ start: moment(), end: moment(), multiplier: 1 + random() * 9 }];
  return {
    ...{ history: { start: START, step, values }, horizon: 1 + Math.floor(random() * 60) },
    ...{ quantiles: [0.05, 0.5, 0.95, 0.99], zone: pick(random, ZONES), declared: windows(), saturated: windows() },
    holidays: random() < 0.8 ? [] : [new Date(moment()).toISOString().slice(0, 10)],
  };
}

/** @returns what is wrong, or what the forecast left behind */
function held(request: ForecastRequest): { readonly wrong?: string; readonly memory?: ForecastMemory } {
  const outcome = forecast(request);
  if (!outcome.ok) return outcome.failure.code === "" ? { wrong: "a refusal without a code" } : {};
  let below: Float64Array = new Float64Array(request.horizon);
  for (const { quantile, values } of outcome.value.quantiles) {
    if (values.length !== request.horizon) return { wrong: `${values.length} values` };
    const h = values.findIndex((v, k) => !(v >= below[k]! && v < Infinity));
    if (h >= 0) return { wrong: `${values[h]} at ${h} of quantile ${quantile}, below it ${below[h]}` };
    below = values;
  }
  const off = (outcome.value.uplifts ?? []).find(({ multiplier }) => !(multiplier > 0 && multiplier < Infinity));
  if (off !== undefined) return { wrong: `an uplift of ${off.multiplier}` };
  return outcome.value.memory === undefined ? {} : { memory: outcome.value.memory };
}

/** A tenth goes on with what the first forecast left behind, a few samples later; some have lost their first days. */
function wrongOf(random: Random): string | undefined {
  const request = asked(random);
  const { wrong, memory } = held(request);
  if (wrong !== undefined || memory === undefined || random() > 0.1) return wrong;
  const { history } = request;
  const goneOn = Float64Array.of(...history.values.slice(-9_000), random() * 1e5, NaN, random());
  const values = random() < 0.7 ? goneOn : goneOn.slice(Math.floor(random() * goneOn.length));
  const start = instant(history.start + (history.values.length + 3 - values.length) * history.step);
  const after = JSON.parse(JSON.stringify(memory)) as ForecastMemory;
  return held({ ...request, history: { ...history, start, values }, memory: after }).wrong;
}

let failures = 0;
const began = performance.now();
for (let run = first; run < first + runs && failures < 20; run++) {
  let wrong: string | undefined;
  try {
    wrong = wrongOf(seeded(seed * 1_000_003 + run));
  } catch (error) {
    wrong = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  if (wrong !== undefined) {
    failures++;
    process.stdout.write(`run ${run} of seed ${seed}: ${wrong}\n`);
  }
  if (run % 50_000 === 49_999) process.stdout.write(`${run + 1} runs, ${((performance.now() - began) / 1000) | 0} s\n`);
}
const said = failures === 0 ? "all finite, ≥ 0, ascending, or refused" : `${failures} FAILURES`;
process.stdout.write(`${runs} random histories from ${first} with seed ${seed}: ${said}\n`);
process.exitCode = failures === 0 ? 0 : 1;
