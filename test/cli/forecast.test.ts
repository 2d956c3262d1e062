import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { answerLines, forecastCommand } from "../../src/cli/forecast.ts";
import type { ErrorJson, ForecastJson } from "../../src/cli/forecastAnswer.ts";
import { useTerminal } from "./terminal.ts";

const terminal = useTerminal();

type Line = Readonly<Record<string, unknown>>;

/** Answers as objects, in order. */
async function answersTo(lines: readonly (Line | string)[]): Promise<readonly (ForecastJson & ErrorJson)[]> {
  const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  await answerLines(Readable.from([`${text}\n`]), process.stdout);
  return terminal.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as ForecastJson & ErrorJson);
}

/** A week of hours, 10 by night and 20 by day. */
const week = Array.from({ length: 7 * 24 }, (_, hour) => (hour % 24 < 12 ? 10 : 20));
const question = { id: "s1", start: "2026-01-01T00:00:00Z", step: "1h", values: week, horizon: 24 };

describe("headstart forecast --jsonl", () => {
  it("answers with exactly the fields that others build on", async () => {
    const [answer] = await answersTo([{ ...question, quantiles: [0.5, 0.95], zone: "UTC", campaigns: [] }]);
    expect(Object.keys(answer ?? {})).toEqual("id,step,from,quantiles,method,skill,tier,warnings".split(","));
    expect(answer).toMatchObject({ id: "s1", step: "1h", from: "2026-01-08T00:00:00Z" });
    expect(Object.keys(answer?.quantiles ?? {})).toEqual(["0.5", "0.95"]);
    expect(answer?.quantiles["0.95"]).toHaveLength(24);
    expect(Object.keys(answer?.method ?? {})).toEqual(["name", "weights"]);
    expect(process.exitCode).toBe(0);
  });

  it("takes null for a gap, UTC for a zone, and the median and 0.95 where nothing else is said", async () => {
    const [answer] = await answersTo([{ ...question, values: week.map((v, i) => (i % 10 === 3 ? null : v)) }]);
    expect(Object.keys(answer?.quantiles ?? {})).toEqual(["0.5", "0.95"]);
    expect(answer?.quantiles["0.5"]?.every(Number.isFinite)).toBe(true);
  });

  it("keeps the order and the ids of the lines, empty ones left out", async () => {
    const answers = await answersTo([{ ...question, id: "a" }, "", { ...question, id: 7 }, { ...question, id: "c" }]);
    expect(answers.map(({ id }) => id)).toEqual(["a", 7, "c"]);
  });

  it("lifts a declared future window by its multiplier and nothing beside it", async () => {
    const campaigns = [{ start: "2026-01-08T03:00:00Z", end: "2026-01-08T05:00:00Z", multiplier: 3 }];
    const [plain, lifted] = await answersTo([question, { ...question, campaigns }]);
    const ratios = plain?.quantiles["0.95"]?.map((value, hour) => (lifted?.quantiles["0.95"]?.[hour] ?? 0) / value);
    expect(ratios?.map((ratio) => Number(ratio.toFixed(6)))).toEqual(
      Array.from({ length: 24 }, (_, hour) => (hour === 3 || hour === 4 ? 3 : 1)),
    );
  });

  it("masks a declared past window: a peak eight times as high leaves the forecast as it was", async () => {
    const poisoned = week.map((value, hour) => (hour >= 150 && hour < 152 ? 8 * value : value));
    const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
    const campaigns = [{ start: at(150), end: at(152), multiplier: 8 }];
    const [clean, masked] = await answersTo([question, { ...question, values: poisoned, campaigns }]);
    masked?.quantiles["0.5"]?.forEach((value, hour) => {
      const usual = clean?.quantiles["0.5"]?.[hour] ?? NaN;
      expect(Math.abs(value / usual - 1)).toBeLessThan(0.1);
    });
  });

  it("offers beside the forecast what past campaigns of the name brought over the baseline", async () => {
    const values = week.map((value, hour) => (hour >= 150 && hour < 152 ? 8 * value : value));
    const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
    const window = (from: number, given: object) => ({ start: at(from), end: at(from + 2), name: "sale", ...given });
    const campaigns = [window(150, {}), window(174, { multiplier: 2 })];
    const [answer] = await answersTo([{ ...question, values, campaigns }]);
    expect(answer?.uplifts).toMatchObject([{ start: "2026-01-08T06:00:00Z", end: "2026-01-08T08:00:00Z", windows: 1 }]);
    // (log 8 + 2 log 2) / 3
    expect(answer?.uplifts?.[0]?.multiplier).toBeCloseTo(2 ** (5 / 3), 0);
  });

  it("reads windows of missing capacity and holidays", async () => {
    const cut = week.map((value, hour) => (hour >= 72 ? Math.min(value, 12) : value));
    const saturated = [3, 4, 5, 6].map((day) => ({
      start: new Date(Date.UTC(2026, 0, 1 + day, 12)).toISOString(),
      end: new Date(Date.UTC(2026, 0, 2 + day)).toISOString(),
    }));
    const [learned, free, holiday] = await answersTo([
      { ...question, values: cut },
      { ...question, values: cut, saturated },
      { ...question, holidays: ["2026-01-08"] },
    ]);
    const noon = (answer: ForecastJson | undefined) => answer?.quantiles["0.5"]?.[13] ?? NaN;
    expect(noon(learned)).toBeLessThan(14);
    expect(noon(free)).toBeGreaterThan(16);
    expect(noon(holiday)).toBeGreaterThan(0);
    expect(holiday?.warnings).toEqual([]);
  });

  it.each([
    { line: "no json", field: "line", why: "no JSON" },
    { line: "[1]", field: "line", why: "no object" },
    { line: { ...question, start: "yesterday" }, field: "start", why: "no instant" },
    { line: { ...question, start: "2026-02-30T00:00:00Z" }, field: "start", why: "a day that does not exist" },
    { line: { ...question, step: 300 }, field: "step", why: "a number has no unit" },
    { line: { ...question, step: "0s" }, field: "step", why: "steps of nothing" },
    { line: { ...question, values: "1,2,3" }, field: "values", why: "no list" },
    { line: { ...question, values: [1, "2"] }, field: "values[1]", why: "text" },
    { line: { ...question, values: [1, 2, -3] }, field: "values[2]", why: "negative" },
    {
      line: JSON.stringify({ ...question, values: [] }).replace('"values":[]', '"values":[1e309]'),
      field: "values[0]",
      why: "infinite",
    },
    { line: { ...question, values: [null] }, field: "values", why: "only gaps: unknown is not zero" },
    { line: { ...question, horizon: 0 }, field: "horizon", why: "nothing ahead" },
    { line: { ...question, horizon: 1e12 }, field: "horizon", why: "beyond the limit" },
    { line: { ...question, quantiles: [0.5, 1] }, field: "quantiles", why: "a quantile of one" },
    { line: { ...question, zone: "Local" }, field: "zone", why: "no zone" },
    {
      line: { ...question, campaigns: [{ start: "2026-01-02T00:00:00Z", end: "2026-01-01T00:00:00Z" }] },
      field: "campaigns[0].end",
      why: "end before start",
    },
    {
      line: {
        ...question,
        campaigns: [{ start: "2026-01-01T00:00:00Z", end: "2026-01-02T00:00:00Z", multiplier: -1 }],
      },
      field: "campaigns[0].multiplier",
      why: "negative",
    },
    {
      line: { ...question, campaigns: [{ start: "2026-01-01T00:00:00Z", end: "2026-01-02T00:00:00Z", name: 7 }] },
      field: "campaigns[0].name",
      why: "no text",
    },
    { line: { ...question, saturated: [{ start: "x" }] }, field: "saturated[0].start", why: "no instant" },
    { line: { ...question, saturated: {} }, field: "saturated", why: "no list" },
    { line: { ...question, holidays: ["2026-02-30"] }, field: "holidays", why: "a date that does not exist" },
  ])("names $field in the line's place and answers the others: $why", async ({ line, field }) => {
    const [before, wrong, after] = await answersTo([question, line, question]);
    expect(wrong?.error).toMatchObject({ line: 2, field });
    expect(wrong?.error.message).toMatch(/./);
    expect(wrong?.error.remedy).toMatch(/./);
    expect([before?.id, after?.id]).toEqual(["s1", "s1"]);
    expect(process.exitCode).toBe(1);
    expect(terminal.err).toContain("1 of 3 lines");
  });

  it("says of a field it does not know that it was not used", async () => {
    const [answer] = await answersTo([{ ...question, campaign: [] }]);
    expect(answer?.warnings).toContain('the field "campaign" is not known');
  });
});

describe("headstart forecast --csv", () => {
  const lines = week.map((value, hour) => `${Date.UTC(2026, 0, 1, hour) / 1000},${hour === 30 ? "" : value}`);

  async function forecastOf(text: string, ...words: readonly string[]): Promise<void> {
    const path = join(terminal.folder, "series.csv");
    writeFileSync(path, text);
    await forecastCommand().parseAsync(["--csv", path, ...words], { from: "user" });
  }

  it("gives the same answer as the same series on a line", async () => {
    const [line] = await answersTo([{ ...question, values: week.map((v, i) => (i === 30 ? null : v)), horizon: 48 }]);
    terminal.out = "";
    await forecastOf(["time,value", ...lines].join("\n"), "--horizon", "48h", "--quantiles", "0.5,0.95", "-o", "json");
    expect(JSON.parse(terminal.out)).toEqual({ ...line, id: "series" });
  });

  it("writes CSV with a column a quantile", async () => {
    await forecastOf(["time,value", ...lines].join("\n"), "--horizon", "2h", "-o", "csv");
    const [head, first, second, ...rest] = terminal.out.trim().split("\n");
    expect(head).toBe("time,0.5,0.95");
    expect(first).toMatch(/^2026-01-08T00:00:00Z,[\d.]+,[\d.]+$/);
    expect(second).toMatch(/^2026-01-08T01:00:00Z,/);
    expect(rest).toEqual([]);
  });

  it("writes a table of as many rows as a person reads", async () => {
    await forecastOf(["time,value", ...lines].join("\n"), "--horizon", "168h");
    expect(terminal.out.split("\n").filter((line) => line.includes("2026-01-")).length).toBeLessThanOrEqual(168);
    expect(terminal.out).toContain("0.95");
    expect(terminal.out).toContain("of history, skill");
  });

  it("draws a chart within a terminal's width", async () => {
    await forecastOf(["time,value", ...lines].join("\n"), "--horizon", "48h", "-o", "chart");
    expect(terminal.out).toContain("┤");
    expect(terminal.out).toContain("2026-01-08T00:00:00Z to 2026-01-09T23:00:00Z; quantiles 0.5, 0.95");
    expect(Math.max(...terminal.out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("lifts a window given by --campaign", async () => {
    const window = "2026-01-08T00:00:00Z,2026-01-08T01:00:00Z,5";
    await forecastOf(["time,value", ...lines].join("\n"), "--horizon", "1h", "-o", "json");
    const plain = JSON.parse(terminal.out) as ForecastJson;
    terminal.out = "";
    const words = ["--horizon", "1h", "-o", "json", "--campaign", window];
    await forecastOf(["time,value", ...lines].join("\n"), ...words);
    const lifted = JSON.parse(terminal.out) as ForecastJson;
    expect((lifted.quantiles["0.5"]?.[0] ?? 0) / (plain.quantiles["0.5"]?.[0] ?? 0)).toBeCloseTo(5, 9);
  });

  it.each([
    { words: ["--horizon", "soon"], code: 2, says: "--horizon" },
    { words: ["--quantiles", "0.5,two"], code: 2, says: "--quantiles" },
    { words: ["--zone", "+08:00"], code: 2, says: "--zone" },
    { words: ["--campaign", "2026-01-08T00:00:00Z"], code: 2, says: "--campaign" },
    {
      words: ["--campaign", "2026-01-08T01:00:00Z,2026-01-08T01:00:00Z"],
      code: 2,
      says: "does not end after it starts",
    },
    { words: ["--campaign", "2026-01-08T00:00:00Z,2026-01-08T01:00:00Z,no"], code: 2, says: "--campaign" },
    { words: ["--saturated", "2026-01-08T01:00:00Z,2026-01-08T00:00:00Z"], code: 2, says: "--saturated" },
    { words: ["--holiday", "christmas"], code: 2, says: "--holiday" },
    { words: ["--jsonl"], code: 2, says: "one source" },
  ])("refuses $words with a remedy", async ({ words, code, says }) => {
    await expect(forecastOf(["time,value", ...lines].join("\n"), ...words)).rejects.toMatchObject({
      exitCode: code,
      message: expect.stringContaining(says) as string,
    });
  });

  it("names file and line of a wrong row", async () => {
    await expect(forecastOf("time,value\n2026-01-01T00:00:00Z,1\nsoon,2\n")).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining("series.csv:3") as string,
    });
  });
});
