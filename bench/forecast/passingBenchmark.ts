import { forecast } from "../../src/forecast/forecast.ts";
import { DAY, HOUR, MINUTE, type Milliseconds, milliseconds } from "../../src/units/duration.ts";
import { instant } from "../../src/units/instant.ts";
import { seeded } from "../capacity/generatedLoad.ts";

/** A Monday at midnight UTC. */
const MONDAY = instant(Date.UTC(2026, 0, 5));
const FIVE_MINUTES = milliseconds(5 * MINUTE);

/** Demand by hour of the day and day of the week, Monday 0. */
const SHAPES: readonly ((hour: number, weekday: number) => number)[] = [
  (hour, weekday) => (100 + 60 * wave(hour) + 50 * Math.exp(-((hour - 20) ** 2) / 4)) * (weekday >= 5 ? 0.7 : 1),
  (hour) => 100 + 60 * wave(hour),
  (hour, weekday) =>
    weekday >= 5 ? 12 : 12 + 120 * Math.exp(-((hour - 11) ** 2) / 8) + 100 * Math.exp(-((hour - 15) ** 2) / 8),
];
const NOISES = [0.05, 0.2];

function wave(hour: number): number {
  return Math.sin(((hour - 8) / 24) * 2 * Math.PI);
}

const KINDS = [
  { name: "2 h × 8", hours: 2, of: 8 },
  { name: "2 h × 0", hours: 2, of: 0 },
  { name: "6 h × 0", hours: 6, of: 0 },
  { name: "6 h × 0.1", hours: 6, of: 0.1 },
  { name: "12 h × 0", hours: 12, of: 0 },
  { name: "20 h × 0.05", hours: 20, of: 0.05 },
  { name: "6 h × 3", hours: 6, of: 3 },
];
/** Whole days between the day on which it began, at 10:00, and the forecast's. */
const DAYS_AGO = [2, 3, 4, 7, 8, 11, 15];

/**
 * What came once, went and was declared by nobody: how far the forecast of the next day and of the next week is from
 * that without it, Σ |a − b| / Σ b in per cent, mean over three generated shapes with noise of 5 and of 20 %.
 */
export function passingBenchmark(print: (line: string) => void): void {
  for (const { days, step } of [
    { days: 28, step: FIVE_MINUTES },
    { days: 28, step: HOUR },
    { days: 12, step: FIVE_MINUTES },
  ]) {
    const ago = DAYS_AGO.filter((one) => one < days);
    print(`\nCame and went, ${days} days in steps of ${step / MINUTE} minutes: next day, next week, in per cent\n`);
    print(`| what | ${ago.map((one) => `${one} days ago`).join(" | ")} |`);
    print(`|${"---|".repeat(ago.length + 1)}`);
    const clean = SHAPES.flatMap((shape) => NOISES.map((noise) => historyOf({ shape, noise, days, step })));
    const usual = clean.map((history) => weekAhead(history, step));
    for (const { name, hours, of } of KINDS) {
      const cells = ago.map((one) => {
        const from = Math.round((((days - one) * 24 + 10) * HOUR) / step);
        const to = from + (hours * HOUR) / step;
        const answers = clean.map((history) => {
          return weekAhead(
            history.map((v, i) => (i >= from && i < to ? v * of : v)),
            step,
          );
        });
        const mean = (steps: number): string => {
          const parts = answers.map((answer, k) => apart(answer.subarray(0, steps), usual[k]!.subarray(0, steps)));
          return ((100 * parts.reduce((a, b) => a + b, 0)) / parts.length).toFixed(1);
        };
        return `${mean(DAY / step)}, ${mean((7 * DAY) / step)}`;
      });
      print(`| ${[name, ...cells].join(" | ")} |`);
    }
  }
}

interface History {
  readonly shape: (typeof SHAPES)[number];
  readonly noise: number;
  readonly days: number;
  readonly step: Milliseconds;
}

function historyOf({ shape, noise, days, step }: History): Float64Array {
  const random = seeded(7);
  return Float64Array.from({ length: (days * DAY) / step }, (_, i) => {
    const at = (i * step) / HOUR;
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(0, shape(at % 24, Math.floor(at / 24) % 7) * (1 + noise * normal));
  });
}

function weekAhead(values: Float64Array, step: Milliseconds): Float64Array {
  const history = { start: MONDAY, step, values };
  const made = forecast({ history, horizon: (7 * DAY) / step, quantiles: [0.5], zone: "UTC", declared: [] });
  if (!made.ok) throw new Error(made.failure.message);
  return made.value.quantiles[0]!.values;
}

function apart(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, v, i) => sum + Math.abs(v - b[i]!), 0) / b.reduce((sum, v) => sum + v, 0);
}
