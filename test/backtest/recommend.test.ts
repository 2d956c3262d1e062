import { describe, expect, it } from "vitest";
import { backtest, POLICIES, type Question } from "../../src/backtest/backtest.ts";
import { backtestJson } from "../../src/backtest/backtestJson.ts";
import { recommend } from "../../src/backtest/recommend.ts";
import { type RecordedLoad, recordedLoad } from "../../src/backtest/recordedLoad.ts";
import { htmlReport } from "../../src/backtest/report/htmlReport.ts";
import { DAY, type Milliseconds, MINUTE } from "../../src/units/duration.ts";
import { MONDAY } from "./scenarios.ts";

/** Eleven days of five minutes: a daily wave with a steep morning, and a name that a page must escape. */
function waves(): RecordedLoad {
  const times = Array.from({ length: 11 * 288 }, (_, i) => MONDAY + i * 5 * MINUTE);
  const values = times.map((time) => {
    const hour = ((time - MONDAY) % DAY) / (60 * MINUTE);
    return hour >= 8 && hour < 20 ? 100 + 3 * (hour % 3) : 10;
  });
  const load = recordedLoad("<shop>", { times, values });
  if (!load.ok) throw new Error(load.failure.message);
  return load.value;
}

const question: Question = {
  leadTimes: [{ text: "12m", duration: (12 * MINUTE) as Milliseconds }],
  policies: POLICIES,
  sweep: false,
  perReplica: 5,
  warmUp: (8 * DAY) as Milliseconds,
  campaigns: [],
};

describe("a recommendation", () => {
  it("holds its goal on the part it was chosen on, and is shown on the part it never saw", { timeout: 300_000 }, () => {
    const made = recommend(waves(), question, { goal: 0.999 });
    if (!made.ok) throw new Error(made.failure.message);
    const { compared, held, splitAt } = made.value;
    const [ours, hpa] = compared;
    expect(held).toBe(true);
    expect(splitAt).toBe(MONDAY + 8 * DAY + Math.floor((2 / 3) * (3 * 1440 - 4)) * MINUTE);
    expect(ours!.older.served).toBeGreaterThanOrEqual(0.999);
    // Every morning comes as it did the day before: what was learned holds on.
    expect(ours!.newer.served).toBeGreaterThanOrEqual(0.999);
    expect(hpa!.newer.served).toBeLessThan(0.999);
  });
});

describe("what a backtest writes", () => {
  const runs = (() => {
    const made = backtest(waves(), { ...question, plots: true });
    if (!made.ok) throw new Error(made.failure.message);
    return made.value;
  })();

  it("JSON in the stable shape, one row a policy", () => {
    const { runs: written } = JSON.parse(backtestJson(runs)) as { runs: Record<string, unknown>[] };
    expect(Object.keys(written[0]!)).toEqual(["series", "leadTime", "perReplica", "warmUp", "policies"]);
    expect(written[0]).toMatchObject({ series: "<shop>", leadTime: "12m", perReplica: 5, warmUp: "192h" });
    const policies = written[0]!["policies"] as Record<string, unknown>[];
    expect(policies.map(({ name }) => name)).toEqual([...POLICIES]);
    expect(Object.keys(policies[0]!)).toEqual([
      ...["name", "knob", "hpaTarget", "replicaHours", "reservedHours", "utilisation", "minutesShort"],
      ...["unservedShare", "worstHourUnserved", "served", "replicasPeak", "changes", "overOracle"],
    ]);
  });

  it("one page that loads nothing, with each policy's short minutes marked", () => {
    const page = htmlReport(runs, { command: 'backtest --csv "<shop>"', sweep: false, recommended: undefined });
    expect(page).not.toMatch(/<script|src=|href=|@import|url\(/);
    expect(page).not.toContain("<shop>");
    expect(page.match(/<svg /g)).toHaveLength(2);
    expect(page).toContain("hpa: ");
    expect(page).not.toContain("oracle: 5");
    expect(page).not.toContain("NaN");
  });

  it("the oracle's hours are the least, and all of its demand is served", () => {
    const oracle = runs[0]!.policies.find(({ name }) => name === "oracle")!;
    expect(oracle).toMatchObject({ overOracle: 1, unservedShare: 0, minutesShort: 0 });
  });
});
