import { afterAll, beforeAll, expect, it } from "vitest";
import { connectPrometheus, type PrometheusConnection } from "../../../src/adapters/prometheus/prometheusConnection.ts";
import { prometheusHistory } from "../../../src/adapters/prometheus/prometheusHistory.ts";
import { DAY, MINUTE, milliseconds } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";
import { describeCluster } from "../../cluster/describeCluster.ts";
import { type RealPrometheus, startPrometheus } from "../../cluster/prometheus.ts";

describeCluster("history from a real Prometheus", () => {
  let prometheus: RealPrometheus;
  let connection: PrometheusConnection;
  const end = Math.floor(Date.now() / 300_000) * 300_000;
  const step = milliseconds(5 * MINUTE);
  beforeAll(async () => {
    const samples = Array.from({ length: 27 * 1440 }, (_, i) => [end / 1000 - 60 * (27 * 1440 - i), i % 1440] as const);
    prometheus = await startPrometheus([
      { metric: "demand", labels: { pod: "a" }, samples },
      { metric: "demand", labels: { pod: "b" }, samples },
    ]);
    connection = connectPrometheus({ url: prometheus.url });
  });
  afterAll(async () => {
    await connection?.close();
    await prometheus?.stop();
  });

  const read = (query: string) =>
    prometheusHistory(connection).read({
      query,
      range: { start: instant(end - 28 * DAY), end: instant(end) },
      step,
      staleAfter: milliseconds(28 * DAY),
    });

  it("four weeks come back sample for sample, the day before them as a gap", async () => {
    const reading = await read("sum(demand)");
    expect(reading.state).toBe("Live");
    const values = reading.series?.values ?? new Float64Array();
    expect(values).toHaveLength(28 * 288);
    expect(values.subarray(0, 286).every(Number.isNaN)).toBe(true);
    for (let i = 288; i < values.length; i++) expect(values[i]).toBe(2 * (((i - 288) * 5) % 1440));
  });

  it("M3: a misspelt label is NoSuchSeries, two series ask for a sum, a bad query is refused in words", async () => {
    expect((await read('sum(demand{pod="x"})')).state).toBe("NoSuchSeries");
    expect((await read("demand")).state).toBe("SeveralSeries");
    expect(await read("sum(")).toMatchObject({ state: "HttpError", failure: { code: "QueryRefused" } });
  });
});
