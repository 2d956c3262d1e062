import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { prometheusTelemetry } from "../../src/adapters/telemetry/prometheusTelemetry.ts";
import { replicas } from "../../src/units/replicas.ts";
import { describeCluster } from "../cluster/describeCluster.ts";
import { type PastSeries, type RealPrometheus, startPrometheus } from "../cluster/prometheus.ts";
import { CHART, realHelm, render } from "./helm.ts";

const FILE = join(CHART, "dashboards", "reserved-capacity.json");

interface Panel {
  readonly title: string;
  readonly type: string;
  readonly targets?: readonly { readonly expr: string }[];
}

interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: string }[] };
}

const dashboard = JSON.parse(readFileSync(FILE, "utf8")) as Dashboard;
const queries = dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));

/** What Grafana puts in for the reader's choices. */
const CHOICES: readonly (readonly [string, string])[] = [
  ["$namespace", "vision|games"],
  ["$name", "face-fusion"],
  ["$__range", "10m"],
  ["$__rate_interval", "5m"],
];

function chosen(query: string): string {
  return CHOICES.reduce((text, [variable, value]) => text.replaceAll(variable, value), query);
}

/** What the controllers expose about two targets, one of which lost its demand. */
async function exposed(): Promise<string> {
  const telemetry = prometheusTelemetry();
  telemetry.target(
    { namespace: "vision", name: "face-fusion" },
    {
      ...{ required: 30, ready: 33, reserved: 20, promised: 60, shortBy: 4, forecast: 700, demand: 640 },
      ...{ leadTimeSeconds: 720, skill: 0.4, lookAgainAtSeconds: 1_795_000_000, inputState: "Live" },
      floor: { source: "Campaign", value: replicas(40) },
    },
  );
  telemetry.target(
    { namespace: "games", name: "lobby" },
    { required: 5, ready: 5, reserved: 10, promised: 15, shortBy: 0, inputState: "Stale" },
  );
  telemetry.turn("predictiveAutoscaler", "done");
  return (await telemetry.render()).text;
}

/** The exposition as a quarter of an hour of scrapes, two a minute. */
function scraped(text: string, end: number): readonly PastSeries[] {
  const times = Array.from({ length: 31 }, (_, i) => end - 900 + 30 * i);
  return text.split("\n").flatMap((line) => {
    const [, metric, pairs = "", value] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (metric === undefined || value === undefined) return [];
    const labels = Object.fromEntries([...pairs.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, to]) => [name, to]));
    return [{ metric, labels, samples: times.map((at) => [at, Number(value)] as const) }];
  });
}

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

describeCluster("the dashboard, asked of a real Prometheus that scraped the controllers", () => {
  const end = Math.floor(Date.now() / 1000);
  let prometheus: RealPrometheus;
  beforeAll(async () => {
    prometheus = await startPrometheus(scraped(await exposed(), end));
  });
  afterAll(() => prometheus.stop());

  async function asked(path: string, fields: Readonly<Record<string, string>>): Promise<unknown> {
    const answer = await fetch(`${prometheus.url}/api/v1/${path}?${new URLSearchParams(fields).toString()}`);
    const { status, data, error } = (await answer.json()) as { status: string; data: unknown; error?: string };
    expect(`${status} ${error ?? ""}`).toBe("success ");
    return data;
  }
  const figuresOf = async (query: string): Promise<readonly Sample[]> => {
    const { result } = (await asked("query", { query: chosen(query), time: String(end) })) as { result: Sample[] };
    return result;
  };

  it.each(queries)("$title: $expr", async ({ expr }) => {
    expect(await figuresOf(expr)).not.toEqual([]);
  });

  it.each(dashboard.templating.list.filter(({ query }) => query.startsWith("label_values(")))(
    "the choices of $name",
    async ({ name, query }) => {
      const [, selector = "", label = ""] = /^label_values\((.*), (\w+)\)$/.exec(query) ?? [];
      const values = await asked(`label/${label}/values`, { "match[]": chosen(selector) });
      expect(values).toEqual({ namespace: ["games", "vision"], name: ["face-fusion", "lobby"] }[name]);
    },
  );

  it.each<{ title: string; says: string }>([
    { title: "Reserved now", says: "30" },
    { title: "Reserved in this time range", says: "5" },
    { title: "Promised, but short", says: "4" },
    { title: "Targets whose demand is unknown", says: "1" },
  ])("$title says $says", async ({ title, says }) => {
    const [sample] = await figuresOf(queries.find((each) => each.title === title)!.expr);
    // Thirty replicas for ten minutes are five replica-hours.
    expect(Number(sample?.value[1]).toFixed(0)).toBe(says);
  });

  it("two scraped replicas of the planner do not count a target twice", async () => {
    const twice = scraped(await exposed(), end).flatMap((each) =>
      ["a", "b"].map((pod) => ({ ...each, labels: { ...each.labels, pod } })),
    );
    const both = await startPrometheus(twice);
    try {
      const query = chosen(queries.find(({ title }) => title === "Reserved now")!.expr);
      const answer = await fetch(`${both.url}/api/v1/query?${new URLSearchParams({ query, time: String(end) })}`);
      expect(JSON.stringify(await answer.json())).toContain('"30"');
    } finally {
      await both.stop();
    }
  });
});

describeCluster("the dashboard in the chart", () => {
  it("is a ConfigMap that a sidecar finds by its label, with Grafana's own braces untouched", async () => {
    const helm = await realHelm();
    const values = ["dashboards.enabled=true", "dashboards.annotations.grafana_folder=Autoscaling"];
    const [map] = (await render(helm, values)).filter(({ metadata }) => metadata.name === "headstart-dashboards");
    expect(map?.metadata).toMatchObject({
      labels: { grafana_dashboard: "1" },
      annotations: { grafana_folder: "Autoscaling" },
    });
    expect(map?.["data"]["reserved-capacity.json"]).toBe(readFileSync(FILE, "utf8"));
    expect((await render(helm)).some(({ metadata }) => metadata.name === "headstart-dashboards")).toBe(false);
  });
});
