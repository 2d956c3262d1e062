import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, it } from "vitest";
import { prometheusTelemetry } from "../../src/adapters/telemetry/prometheusTelemetry.ts";
import { findBinaries } from "../cluster/binaries.ts";
import { describeCluster } from "../cluster/describeCluster.ts";
import { realHelm, render } from "./helm.ts";

interface AlertRule {
  readonly alert: string;
  readonly expr: string;
}

const TURNS = (controller: string, values: string) => ({
  series: `headstart_turns_total{controller="${controller}",outcome="done"}`,
  values,
});
const REQUIRED = { series: 'headstart_required_replicas{namespace="vision",name="a"}', values: "5x60" };
const FLOOR = (source: string) => ({
  series: `headstart_floor_replicas{namespace="vision",name="a",source="${source}"}`,
  values: "40x60",
});

/** What was scraped, a sample a minute for an hour, and which alert fires at its end. */
const STORIES = [
  {
    why: "both parts take their turns",
    series: [REQUIRED, FLOOR("Campaign"), TURNS("predictiveAutoscaler", "0+2x60"), TURNS("cronHpa", "0+2x60")],
    fires: [],
  },
  {
    why: "the enforcer stands still while a campaign's floor is in force",
    series: [REQUIRED, FLOOR("Campaign"), TURNS("predictiveAutoscaler", "0+2x60"), TURNS("cronHpa", "0+2x20 40x40")],
    fires: ["HeadstartNotEnforcing"],
  },
  {
    why: "the enforcer is gone with all its series",
    series: [REQUIRED, FLOOR("Forecast"), TURNS("predictiveAutoscaler", "0+2x60"), TURNS("cronHpa", "0+2x10")],
    fires: ["HeadstartNotEnforcing"],
  },
  {
    why: "nobody asks for more than was found, so there is nothing to enforce",
    series: [REQUIRED, FLOOR("Found"), TURNS("predictiveAutoscaler", "0+2x60")],
    fires: [],
  },
  {
    why: "the planner is gone",
    series: [{ ...REQUIRED, values: "5x10" }, TURNS("predictiveAutoscaler", "0+2x10"), TURNS("cronHpa", "0+2x60")],
    fires: ["HeadstartNotPlanning"],
  },
  {
    why: "the last autoscaler was deleted, and nothing is left to plan",
    series: [
      { ...REQUIRED, values: "5x10" },
      TURNS("predictiveAutoscaler", "0+2x10 20x50"),
      TURNS("cronHpa", "0+2x60"),
    ],
    fires: [],
  },
  {
    why: "the planner is stuck: its figures stand, and it takes no turn",
    series: [REQUIRED, TURNS("predictiveAutoscaler", "0+2x10 20x50"), TURNS("cronHpa", "0+2x60")],
    fires: ["HeadstartNotPlanning"],
  },
  {
    why: "a promise is short, and the demand of another target unknown",
    series: [
      { series: 'headstart_short_replicas{namespace="vision",name="a"}', values: "4x60" },
      { series: 'headstart_input_state{namespace="vision",name="b",state="Stale"}', values: "1x60" },
      { series: 'headstart_input_state{namespace="vision",name="a",state="Live"}', values: "1x60" },
    ],
    fires: ["HeadstartInputUnknown", "HeadstartPromiseShort"],
  },
] as const;

describeCluster("the chart's alerts", () => {
  const folder = mkdtempSync(join(tmpdir(), "headstart-alerts-"));
  let rules: readonly AlertRule[] = [];
  beforeAll(async () => {
    const rendered = await render(await realHelm(), ["prometheusRule.enabled=true"]);
    const spec = rendered.find(({ kind }) => kind === "PrometheusRule")?.["spec"];
    writeFileSync(join(folder, "rules.json"), JSON.stringify(spec));
    rules = spec.groups[0].rules;
  });

  it("ask for metrics that /metrics serves, and for nothing else", async () => {
    const telemetry = prometheusTelemetry();
    const { text } = await telemetry.render();
    const served = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    const asked = rules.flatMap(({ expr }) => [...expr.matchAll(/\bheadstart_\w+/g)].map(([name]) => name));
    expect(asked.length).toBeGreaterThanOrEqual(rules.length);
    expect(asked.filter((name) => !served.has(name))).toEqual([]);
  });

  it.each(STORIES)("$fires: $why", async ({ series, fires }) => {
    const { promtool } = await findBinaries();
    const test = join(folder, "test.json");
    const told = rules.map(({ alert }) => ({ alertname: alert, eval_time: "60m" }));
    // promtool compares labels and annotations, too: asked once for what fires, its answer names all that differs.
    const query = { expr: 'count by (alertname) (ALERTS{alertstate="firing"})', eval_time: "60m" };
    const samples = fires.map((alertname) => ({ labels: `{alertname="${alertname}"}`, value: 1 }));
    expect(told.map(({ alertname }) => alertname)).toEqual(expect.arrayContaining([...fires]));
    writeFileSync(
      test,
      JSON.stringify({
        rule_files: [join(folder, "rules.json")],
        evaluation_interval: "1m",
        tests: [{ interval: "1m", input_series: series, promql_expr_test: [{ ...query, exp_samples: samples }] }],
      }),
    );
    const said = await promisify(execFile)(promtool, ["test", "rules", test]).catch((error: unknown) => error);
    expect(JSON.stringify(said)).toContain("SUCCESS");
  });
});
