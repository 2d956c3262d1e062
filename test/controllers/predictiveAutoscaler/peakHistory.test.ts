import { describe, expect, it } from "vitest";
import { predictiveAutoscalerSpec } from "../../../src/api/predictiveAutoscaler.ts";
import { refit } from "../../../src/controllers/predictiveAutoscaler/forecastInHand.ts";
import { olderPeak, readPeaks } from "../../../src/controllers/predictiveAutoscaler/peakHistory.ts";
import { forecast } from "../../../src/forecast/forecast.ts";
import type { ForecastRequest } from "../../../src/forecast/forecastTypes.ts";
import { DAY, HOUR, MINUTE, milliseconds } from "../../../src/units/duration.ts";
import { type Instant, instant } from "../../../src/units/instant.ts";
import { brokenHistory, historyOf, routed } from "../history.ts";

const STEP = milliseconds(5 * MINUTE);
const END = instant(Date.UTC(2026, 10, 11, 12));

function specOf(signals: Readonly<Record<string, string>>) {
  return predictiveAutoscalerSpec.parse({
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "face-fusion" },
    demand: { perReplica: 25, signals: Object.entries(signals).map(([query, cost]) => ({ name: query, query, cost })) },
  });
}

/** A training history of so many days whose last sample is of 11:55. */
function training(days: number) {
  const values = new Float64Array((days * DAY) / STEP);
  return { start: instant(END - days * DAY), step: STEP, values };
}

const minute = (at: number): number => (END - at) / MINUTE;
const steady = historyOf(() => 10);
/** 300 units from 11:52 to 11:54, between two samples of five minutes; nothing known for half an hour before 11:00. */
const burst = historyOf((at) => {
  if (minute(at) > 60 && minute(at) <= 90) return NaN;
  return minute(at) === 8 || minute(at) === 7 ? 300 : 10;
});

describe("peaks between the samples of the training history", () => {
  it("are in the sample after them, signals added up minute by minute", async () => {
    const spec = specOf({ burst: "2", steady: "1" });
    const peaks = (await readPeaks(routed({ burst, steady }), spec, training(28)))!;
    expect([...peaks.values.slice(-3)]).toEqual([30, 30, 610]);
    expect(peaks.start + peaks.values.length * peaks.step).toBe(END);
    expect(Number.isNaN(peaks.values.at(-14)!), "a gap of any signal is a gap").toBe(true);
    expect(peaks.values.at(-20)).toBe(30);
  });

  it("are read for a week and a little, in one answer of Prometheus, and for no longer than the history", async () => {
    const spec = specOf({ steady: "1" });
    const week = (await readPeaks(routed({ steady }), spec, training(28)))!;
    expect(week.values.length).toBeGreaterThan((7 * DAY) / STEP);
    expect((week.values.length * STEP) / MINUTE, "the most points that Prometheus answers with").toBeLessThan(11_000);
    expect((await readPeaks(routed({ steady }), spec, training(3)))!.values.length).toBe((3 * DAY) / STEP);
  });

  it("are nothing where a signal cannot be read", async () => {
    const broken = routed({ burst, steady: brokenHistory("HttpError") });
    expect(await readPeaks(broken, specOf({ burst: "2", steady: "1" }), training(28))).toBeUndefined();
  });
});

describe("the largest demand before those peaks", () => {
  const spec = specOf({ burst: "1" });
  /** 500 units for a minute, 20 days and two minutes before noon. */
  const old = historyOf((at) => (minute(at) === 20 * 1440 + 2 ? 500 : 10));
  /** What is asked of the history, and how often. */
  const counted = (read: { from: number; to: number }[]): ReturnType<typeof historyOf> => ({
    read: (query, signal) => {
      read.push({ from: query.range.start, to: query.range.end });
      return old.read(query, signal);
    },
  });

  it("is looked for by the minute, and joins the peaks without a gap", async () => {
    const asked: { from: number; to: number }[] = [];
    const history = routed({ burst: counted(asked) });
    const peak = await olderPeak(history, spec, { training: training(28), known: undefined });
    expect(peak).toEqual({ until: instant(END - 7 * DAY), largest: 500 });
    await readPeaks(history, spec, training(28));
    expect(asked[0]).toEqual({ from: END - 28 * DAY, to: END - 7 * DAY });
    expect(asked[1]!.from).toBeLessThan(asked[0]!.to);
  });

  it("is read again after two hours, and not before", async () => {
    const asked: { from: number; to: number }[] = [];
    const history = routed({ burst: counted(asked) });
    const at = (later: number) => ({ ...training(28), start: instant(END - 28 * DAY + later) });
    const first = await olderPeak(history, spec, { training: at(0), known: undefined });
    const second = await olderPeak(history, spec, { training: at(2 * HOUR - STEP), known: first });
    expect([second, asked.length]).toEqual([first, 1]);
    const third = await olderPeak(history, spec, { training: at(2 * HOUR), known: second });
    expect([third?.until, asked.length]).toEqual([END - 7 * DAY + 2 * HOUR, 2]);
    const away = routed({ burst: brokenHistory("TimedOut") });
    expect(await olderPeak(away, spec, { training: at(4 * HOUR), known: third }), "away, it stands").toBe(third);
  });

  it.each([
    { days: 7, why: "the history is a week long" },
    { days: 28, why: "a signal cannot be read" },
  ])("is nothing where $why", async ({ days }) => {
    const history = routed({ burst: brokenHistory("HttpError") });
    expect(await olderPeak(history, spec, { training: training(days), known: undefined })).toBeUndefined();
  });
});

describe("a fit while the peaks cannot be read", () => {
  const signal = historyOf((at) => 10 + (minute(at) % 288));
  const history: ReturnType<typeof historyOf> = {
    read: (query, abort) => (query.step < STEP ? brokenHistory("HttpError") : signal).read(query, abort),
  };
  const forecaster = { forecast: (input: ForecastRequest) => Promise.resolve(forecast(input)) };
  const input = { name: "face-fusion", spec: specOf({ any: "1" }), percentile: 95, campaigns: [], now: END };
  const fit = (madeAt: Instant | undefined) =>
    refit(history, forecaster, { ...input, memory: undefined, older: undefined, madeAt });

  it.each([
    { before: undefined, made: true, why: "there is none to keep" },
    { before: HOUR - MINUTE, made: false, why: "the one in hand is younger than an hour" },
    { before: HOUR, made: true, why: "the one in hand is an hour old" },
  ])("makes a forecast ($made): $why", async ({ before, made }) => {
    const { inHand } = await fit(before === undefined ? undefined : instant(END - before));
    expect(inHand.kind === "made" || inHand.because.code).toBe(made || "PeaksUnread");
  });
});
