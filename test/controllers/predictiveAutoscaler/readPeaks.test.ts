import { describe, expect, it } from "vitest";
import { predictiveAutoscalerSpec } from "../../../src/api/predictiveAutoscaler.ts";
import { readPeaks } from "../../../src/controllers/predictiveAutoscaler/demandHistory.ts";
import { DAY, MINUTE, milliseconds } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";
import { brokenHistory, historyOf, routed } from "../history.ts";

const STEP = milliseconds(5 * MINUTE);
const END = instant(Date.UTC(2026, 10, 11, 12));

function specOf(signals: Readonly<Record<string, string>>) {
  return predictiveAutoscalerSpec.parse({
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "face-fusion" },
    demand: { perReplica: 25, signals: Object.entries(signals).map(([query, cost]) => ({ name: query, query, cost })) },
  });
}

/** A training history of so many days that ends at noon. */
function training(days: number) {
  const values = new Float64Array((days * DAY) / STEP);
  return { start: instant(END - days * DAY), step: STEP, values };
}

const minute = (at: number): number => (END - at) / MINUTE;
const steady = historyOf(() => 10);
/** 300 units from 11:57 to 11:59, between two samples of five minutes; nothing known for half an hour before 11:00. */
const burst = historyOf((at) => {
  if (minute(at) > 60 && minute(at) <= 90) return NaN;
  return minute(at) === 3 || minute(at) === 2 ? 300 : 10;
});

describe("peaks between the samples of the training history", () => {
  it("are in the step that they lie in, signals added up minute by minute", async () => {
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
