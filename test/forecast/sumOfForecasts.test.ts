import { describe, expect, it } from "vitest";
import { forecast, SUM_LEVELS, sumOf } from "../../src/forecast/forecast.ts";
import type { ForecastRequest } from "../../src/forecast/forecastTypes.ts";
import type { Forecasted } from "../../src/forecast/sum/jointResiduals.ts";
import { jointRanks } from "../../src/forecast/sum/jointRanks.ts";
import { samplePaths } from "../../src/forecast/sum/samplePaths.ts";
import { DAY, HOUR, milliseconds } from "../../src/units/duration.ts";
import { instant } from "../../src/units/instant.ts";
import { MONDAY, seeded, weekly } from "./history.ts";

const HISTORY = 28 * 24;
const LENGTH = HISTORY + 20 * 24;
const QUANTILES = [0.5, 0.9, 0.95];

/** A weekly shape times noise, of which a part is the same for all that share a seed. */
function noisy(own: number, shared: number, part: number): Float64Array {
  const [mine, ours] = [seeded(own), seeded(shared)];
  const sum = (random: () => number): number => random() + random() + random() - 1.5;
  return Float64Array.from({ length: LENGTH }, (_, i) => {
    const noise = Math.sqrt(part) * sum(ours) + Math.sqrt(1 - part) * sum(mine);
    return weekly(MONDAY + i * HOUR) * Math.max(0.1, 1 + 0.25 * noise);
  });
}

/** The forecast from the four weeks before the hour `end` of a series. */
function forecasted(all: Float64Array, end = HISTORY, given: Partial<ForecastRequest> = {}): Forecasted {
  const history = {
    start: instant(MONDAY + (end - HISTORY) * HOUR),
    step: HOUR,
    values: all.slice(end - HISTORY, end),
  };
  const quantiles = [...new Set([...SUM_LEVELS, ...QUANTILES])].sort((a, b) => a - b);
  const request = { history, horizon: 48, quantiles, zone: "UTC", declared: [], ...given };
  const made = forecast(request);
  if (!made.ok) throw new Error(made.failure.message);
  return { request, forecast: made.value };
}

function summed(targets: readonly Forecasted[], quantiles: readonly number[] = QUANTILES) {
  const sum = sumOf(targets, quantiles);
  if (!sum.ok) throw new Error(`${sum.failure.field}: ${sum.failure.message}`);
  return sum.value;
}

/** Mean over the horizon of how far the 0.95 quantile lies over the median: jointly as a part of apart. */
function partOfTails(targets: readonly Forecasted[]): number {
  const { quantiles, apart } = summed(targets);
  const over = ([median, , high]: typeof apart): number =>
    high!.values.reduce((sum, v, h) => sum + v - median!.values[h]!, 0);
  return over(quantiles) / over(apart);
}

describe("the sum of forecasts", () => {
  it("of independent targets needs far less above its median than all tails together", () => {
    const four = [1, 2, 3, 4].map((own) => forecasted(noisy(1000 + 77 * own, 1, 0)));
    // Of n equal independent errors the sum's spread is 1 / √n of the sum of spreads: 0.71 and 0.5.
    expect(partOfTails(four.slice(0, 2))).toBeLessThan(0.85);
    expect(partOfTails(four)).toBeLessThan(0.68);
    expect(partOfTails(four)).toBeGreaterThan(0.3);
  });

  it("of targets that move as one needs all tails together", () => {
    const one = noisy(5, 1, 0);
    const { quantiles, apart } = summed([forecasted(one), forecasted(one.map((v) => 3 * v))]);
    quantiles.forEach(({ values }, q) => {
      values.forEach((v, h) => expect(v / apart[q]!.values[h]!).toBeCloseTo(1, 1));
    });
    expect(partOfTails([forecasted(one), forecasted(one.map((v) => 3 * v))])).toBeCloseTo(1, 1);
  });

  it("of targets that move against each other needs hardly more than its median", () => {
    const one = noisy(5, 1, 0);
    const other = one.map((v, i) => 2 * weekly(MONDAY + i * HOUR) - v);
    expect(partOfTails([forecasted(one), forecasted(other)])).toBeLessThan(0.3);
  });

  it("covers the sum of correlated targets as often as it says, where all tails together cover too much", () => {
    const [a, b, c] = [11, 12, 13].map((own) => noisy(own * 1009, 7, 0.4));
    let [covered, apartCovered, count] = [0, 0, 0];
    for (let end = HISTORY; end + 48 <= LENGTH; end += 37) {
      const { quantiles, apart } = summed([a, b, c].map((one) => forecasted(one!, end)));
      for (let h = 0; h < 48; h++) {
        const y = a![end + h]! + b![end + h]! + c![end + h]!;
        covered += y <= quantiles[1]!.values[h]! ? 1 : 0;
        apartCovered += y <= apart[1]!.values[h]! ? 1 : 0;
        count++;
      }
    }
    expect(covered / count).toBeGreaterThan(0.86);
    expect(covered / count).toBeLessThan(0.95);
    expect(apartCovered / count).toBeGreaterThan(covered / count + 0.02);
  });

  it("of one target is its own forecast", () => {
    const one = forecasted(noisy(5, 1, 0));
    for (const { quantile, values } of summed([one]).quantiles) {
      const own = one.forecast.quantiles.find((other) => other.quantile === quantile)!.values;
      values.forEach((v, h) => expect(v / own[h]!).toBeCloseTo(1, 1));
    }
  });

  it("says how high its peak within the horizon will be: above any single hour's quantile", () => {
    const { quantiles, peak, rehearsals, from } = summed([1, 2].map((own) => forecasted(noisy(own * 999, 1, 0))));
    expect(peak.map(({ quantile }) => quantile)).toEqual(QUANTILES);
    quantiles.forEach(({ values }, q) => expect(peak[q]!.value).toBeGreaterThanOrEqual(0.999 * Math.max(...values)));
    expect(peak[0]!.value).toBeLessThan(peak[2]!.value);
    expect(rehearsals).toBeGreaterThanOrEqual(4);
    expect(from).toBe(MONDAY + 28 * DAY);
  });

  it("of targets without rehearsals in common is the sum of all tails, with a warning", () => {
    const short = [1, 2].map((own) => {
      const values = noisy(own, 1, 0).slice(0, 20);
      return forecasted(values, HISTORY, { history: { start: MONDAY, step: HOUR, values } });
    });
    const { quantiles, apart, rehearsals, warnings } = summed(short);
    expect(rehearsals).toBe(0);
    expect(warnings.join()).toContain("rehearsals in common");
    quantiles.forEach(({ values }, q) => {
      values.forEach((v, h) => expect(v / apart[q]!.values[h]!).toBeCloseTo(1, 1));
    });
  });

  const one = forecasted(noisy(5, 1, 0));
  const { history } = one.request;
  it.each([
    { targets: [], field: "targets", why: "of nothing" },
    {
      targets: [one, forecasted(history.values, HISTORY, { history: { ...history, step: milliseconds(HOUR / 2) } })],
      field: "targets[1].request.history.step",
      why: "mixed steps",
    },
    {
      targets: [one, forecasted(history.values, HISTORY, { zone: "Europe/Berlin" })],
      field: "targets[1].request.zone",
      why: "mixed zones",
    },
    {
      targets: [one, forecasted(history.values, HISTORY, { horizon: 24 })],
      field: "targets[1].request.horizon",
      why: "mixed horizons",
    },
    {
      targets: [one, forecasted(noisy(5, 1, 0), HISTORY + 1)],
      field: "targets[1].request.the end of history",
      why: "histories that end at different times",
    },
    {
      targets: [one, forecasted(history.values, HISTORY, { quantiles: QUANTILES })],
      field: "targets[1].forecast.quantiles",
      why: "a forecast that was not asked for the levels",
    },
  ])("$why is refused, naming $field", ({ targets, field }) => {
    expect(sumOf(targets, QUANTILES)).toMatchObject({ ok: false, failure: { code: "InvalidSum", field } });
  });

  it.each([[[]], [[0.9, 0.5]], [[0, 0.5]]])("of the quantiles %j is refused", (quantiles) => {
    expect(sumOf([one], quantiles)).toMatchObject({ ok: false, failure: { field: "quantiles" } });
  });
});

describe("joint ranks", () => {
  const vectors = (...of: readonly (readonly number[])[]) => of.map((values) => Float64Array.from(values));

  it("keep who moved with whom, equals at their mean, moments without an outcome left out", () => {
    const rehearsals = [vectors([1, 3, NaN], [10, 10, 7]), vectors([2, 0, 4], [30, 10, 20])];
    const steps = Int32Array.of(1, 2, 3);
    const [first, second] = jointRanks({ rehearsals, steps, buckets: new Uint8Array(3) });
    // Of the first target 1 3 2 0 4, of the second 10 10 30 10 20.
    expect(first?.map((moments) => moments.map((ranks) => [...ranks]))).toEqual([
      [
        [0.3, 0.3],
        [0.7, 0.3],
      ],
      [
        [0.5, 0.9],
        [0.1, 0.3],
        [0.9, 0.7],
      ],
    ]);
    expect(second).toEqual([]);
  });

  it("make paths that walk along a rehearsal and around its end", () => {
    const moments = Array.from({ length: 24 }, (_, s) => Float64Array.of(s));
    const paths = samplePaths([[moments, moments, moments, moments]], 1, 1);
    expect(paths.count).toBe(4 * 24);
    expect([0, 0.5, 0.99].map((within) => paths.at(0, 0, within)[0])).toEqual([0, 12, 23]);
    expect([0, 0.5, 0.99].map((within) => paths.at(18, 0, within)[0])).toEqual([18, 6, 17]);
  });

  it("of fewer than four rehearsals let all targets go as one", () => {
    const paths = samplePaths([[[Float64Array.of(0.1, 0.9)]]], 1, 2);
    expect(paths.rehearsals).toBe(0);
    for (let path = 0; path < paths.count; path++) expect(new Set(paths.at(path, 0, 0)).size).toBe(1);
  });
});
