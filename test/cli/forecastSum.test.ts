import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { forecastCommand } from "../../src/cli/forecast.ts";
import { type SumJson, sumLines } from "../../src/cli/forecastSum.ts";
import { seeded } from "../forecast/history.ts";
import { useTerminal } from "./terminal.ts";

const terminal = useTerminal();

/** Three weeks of hours, 100 by night and 200 by day, each with noise of its own. */
function hours(seed: number): number[] {
  const random = seeded(seed);
  return Array.from({ length: 21 * 24 }, (_, i) => (i % 24 < 12 ? 100 : 200) * (0.8 + 0.4 * random()));
}

const question = (id: string, values: readonly number[], given: object = {}) => ({
  ...{ id, start: "2026-01-01T00:00:00Z", step: "1h", values, horizon: 24, quantiles: [0.5, 0.95] },
  ...given,
});

async function linesOf(lines: readonly object[]): Promise<readonly Record<string, unknown>[]> {
  const text = lines.map((line) => JSON.stringify(line)).join("\n");
  await sumLines(Readable.from([`${text}\n`]), process.stdout);
  const out = terminal.out.trim().split("\n");
  terminal.out = "";
  return out.map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function filesOf(names: readonly string[], ...words: readonly string[]): Promise<void> {
  const paths = names.map((name, i) => {
    const path = join(terminal.folder, `${name}.csv`);
    const rows = hours(1000 + 77 * i).map((value, hour) => `${Date.UTC(2026, 0, 1, hour) / 1000},${value}`);
    writeFileSync(path, ["time,value", ...rows].join("\n"));
    return path;
  });
  await forecastCommand().parseAsync(["--csv", ...paths, ...words], { from: "user" });
}

const mean = (values: readonly number[] | undefined): number =>
  (values ?? []).reduce((sum, v) => sum + v, 0) / (values?.length ?? 0);

describe("headstart forecast --sum", () => {
  it("of files answers with exactly the fields that others build on, with less than all tails together", async () => {
    await filesOf(["a", "b", "c"], "--sum", "--horizon", "24h", "-o", "json");
    const sum = JSON.parse(terminal.out) as SumJson;
    expect(Object.keys(sum)).toEqual("ids,step,from,quantiles,apart,peak,rehearsals,warnings".split(","));
    expect(sum).toMatchObject({ ids: ["a", "b", "c"], step: "1h", from: "2026-01-22T00:00:00Z", warnings: [] });
    expect(sum.quantiles["0.95"]).toHaveLength(24);
    expect(mean(sum.quantiles["0.5"]) / mean(sum.apart["0.5"])).toBeCloseTo(1, 1);
    const over = (of: SumJson["apart"]): number => mean(of["0.95"]) - mean(of["0.5"]);
    expect(over(sum.quantiles)).toBeLessThan(0.85 * over(sum.apart));
    expect(sum.peak["0.95"]).toBeGreaterThan(mean(sum.quantiles["0.95"]));
  });

  it("writes each joint quantile beside what the targets' own add up to", async () => {
    await filesOf(["a", "b"], "--sum", "--horizon", "3h", "-o", "csv");
    const [head, ...rows] = terminal.out.trim().split("\n");
    expect(head).toBe("time,0.5,0.5 apart,0.95,0.95 apart");
    expect(rows).toHaveLength(3);
    terminal.out = "";
    await filesOf(["a", "b"], "--sum", "--horizon", "3h");
    expect(terminal.out).toMatch(/^sum of a \+ b, \d+ rehearsals in common/);
  });

  it("takes all lines for one sum, the same as of the same series in files", async () => {
    await filesOf(["a", "b"], "--sum", "--horizon", "24h", "-o", "json");
    const files = JSON.parse(terminal.out) as SumJson;
    terminal.out = "";
    const lines = await linesOf([question("a", hours(1000)), question("b", hours(1077))]);
    expect(lines).toEqual([files]);
    expect(process.exitCode).toBe(0);
  });

  it("lifts each target's own campaign", async () => {
    const campaigns = [{ start: "2026-01-22T00:00:00Z", end: "2026-01-22T01:00:00Z", multiplier: 3 }];
    const [plain] = await linesOf([question("a", hours(1000)), question("b", hours(1077))]);
    const [lifted] = await linesOf([question("a", hours(1000)), question("b", hours(1077), { campaigns })]);
    const [alone] = await linesOf([question("b", hours(1077))]);
    const first = (line: unknown, of: "quantiles" | "apart", hour = 0): number => (line as SumJson)[of]["0.5"]![hour]!;
    // Three times one of two: twice its own is added.
    expect(first(lifted, "apart") - first(plain, "apart")).toBeCloseTo(2 * first(alone, "apart"), 6);
    expect(first(lifted, "quantiles") / first(plain, "quantiles")).toBeGreaterThan(1.7);
    expect(first(lifted, "quantiles", 1)).toBe(first(plain, "quantiles", 1));
  });

  it.each([
    { other: { step: "30m" }, field: "targets[1].request.history.step", why: "mixed steps" },
    { other: { zone: "Asia/Shanghai" }, field: "targets[1].request.zone", why: "mixed zones" },
    { other: { quantiles: [0.5, 0.9] }, field: "targets[1].quantiles", why: "mixed quantiles" },
    { other: { values: "none" }, field: "values", why: "a line that cannot be read" },
  ])("of $why has an error for an answer, naming $field", async ({ other, field }) => {
    const lines = await linesOf([question("a", hours(1000)), question("b", hours(1077), other)]);
    expect(lines).toMatchObject([{ error: { field, remedy: expect.stringMatching(/./) as string } }]);
    expect(process.exitCode).toBe(1);
  });

  it("several files without it are refused: what they need together is not said by either", async () => {
    await expect(filesOf(["a", "b"])).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("--csv: 2 files") as string,
    });
  });
});
