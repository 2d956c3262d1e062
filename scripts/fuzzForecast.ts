import fc from "fast-check";
import { forecast } from "../src/forecast/forecast.ts";
import { HOUR, milliseconds, MINUTE } from "../src/units/duration.ts";
import { instant } from "../src/units/instant.ts";

/**
 * `tsx scripts/fuzzForecast.ts [runs] [seed]`: random histories of up to 10,000 samples, a million by default.
 * Every answer is finite, ≥ 0 and ascending in the quantile, or a refusal with a code; what is not, is printed.
 */
const runs = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? 1);
const MOST_SAMPLES = 10_000;

const wild = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: 0, max: 1e4, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, NaN, Infinity, -Infinity, 1e308, 5e-324, -1, 1e-300) },
);
const request = fc.record({
  // Most are short: what breaks does so at the edges, and long ones cost a hundred times as much.
  values: fc.oneof(
    { weight: 50, arbitrary: fc.array(wild, { maxLength: 40 }) },
    { weight: 10, arbitrary: fc.array(wild, { maxLength: 800 }) },
    { weight: 1, arbitrary: fc.array(wild, { maxLength: MOST_SAMPLES, size: "max" }) },
  ),
  step: fc.constantFrom(HOUR, milliseconds(30 * MINUTE), milliseconds(5 * MINUTE), MINUTE),
  horizon: fc.integer({ min: 1, max: 60 }),
});

function holds({ values, step, horizon }: { values: number[]; step: typeof HOUR; horizon: number }): boolean {
  const history = { start: instant(Date.UTC(2026, 0, 5)), step, values: Float64Array.from(values) };
  const outcome = forecast({ history, horizon, quantiles: [0.05, 0.5, 0.95, 0.99], zone: "UTC", declared: [] });
  if (!outcome.ok) return outcome.failure.code !== "";
  let below: Float64Array = new Float64Array(horizon);
  return outcome.value.quantiles.every(({ values: path }) => {
    const fine = path.length === horizon && path.every((v, h) => Number.isFinite(v) && v >= below[h]!);
    below = path;
    return fine;
  });
}

fc.assert(fc.property(request, holds), { numRuns: runs, seed });
process.stdout.write(`${runs} random histories with seed ${seed}: all finite, ≥ 0, ascending, or refused\n`);
