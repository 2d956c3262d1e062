import { afterAll, beforeAll, expect, it } from "vitest";
import { describeCluster } from "./describeCluster.ts";
import { type RealPrometheus, startPrometheus } from "./prometheus.ts";
import { waitFor } from "./waitFor.ts";

describeCluster("the real Prometheus", () => {
  let prometheus: RealPrometheus;
  const now = Math.floor(Date.now() / 1000);
  beforeAll(async () => {
    const minutes = Array.from({ length: 28 * 24 * 60 }, (_, index) => now - 60 * (28 * 24 * 60 - index));
    prometheus = await startPrometheus([{ metric: "demand", samples: minutes.map((at) => [at, at % 997] as const) }]);
  });
  afterAll(() => prometheus?.stop());

  const query = async (text: string, time = "") => {
    const answer = await fetch(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(text)}${time}`);
    const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
    return data.result[0]?.value[1];
  };

  it("holds four weeks of history", async () => {
    expect(await query("count_over_time(demand[27d])", `&time=${now - 600}`)).toBe(String(27 * 24 * 60));
  });

  it("follows live values, is gone when halted, and has kept all when it is back", async () => {
    prometheus.set("live_demand", 42);
    await waitFor("the live value is scraped", async () => (await query("live_demand")) === "42");
    await prometheus.halt();
    await expect(fetch(prometheus.url)).rejects.toThrow();
    await prometheus.restart();
    expect(await query("count_over_time(demand[27d])", `&time=${now - 600}`)).toBe(String(27 * 24 * 60));
  });
});
