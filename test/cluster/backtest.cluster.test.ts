import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runHeadstart } from "../story/runHeadstart.ts";
import { describeCluster } from "./describeCluster.ts";
import { type RealPrometheus, startPrometheus } from "./prometheus.ts";

const STEP = 300;
const DAY = 86_400;
const DAYS = 29;
const PER_REPLICA = 25;

/** 100 to 900 requests a second, highest at noon UTC; a campaign of three times as much in the third week. */
function demandAt(seconds: number, campaign: Campaign): number {
  const usual = 500 - 400 * Math.cos((2 * Math.PI * (seconds % DAY)) / DAY);
  return seconds >= campaign.start && seconds < campaign.end ? 3 * usual : usual;
}

interface Campaign {
  readonly start: number;
  readonly end: number;
}

const AUTOSCALER = `
apiVersion: headstart.dev/v1alpha1
kind: PredictiveAutoscaler
metadata: { name: face-fusion, namespace: vision }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: face-fusion }
  demand:
    perReplica: "${PER_REPLICA}"
    signals:
      - { name: small, query: 'requests{class="small"}' }
      - { name: large, query: 'requests{class="large"}', cost: "6" }
  forecast: { history: 28d, percentile: 95, headroomPercent: 10 }
  startup: { leadTime: 12m }
`;

const campaignOf = ({ start, end }: Campaign) => `
---
apiVersion: headstart.dev/v1alpha1
kind: Campaign
metadata: { name: sale, namespace: vision }
spec:
  timeZone: UTC
  start: "${new Date(start * 1000).toISOString()}"
  end: "${new Date(end * 1000).toISOString()}"
  targets: [{ name: face-fusion, peak: { multiplier: "3", of: SameTime } }]
`;

interface Row {
  readonly name: string;
  readonly replicaHours: number;
  readonly served: number;
  readonly minutesShort: number;
  readonly overOracle: number;
}

interface Answer {
  readonly runs: readonly { readonly perReplica: number; readonly leadTime: string; readonly policies: Row[] }[];
  readonly recommendation: {
    readonly setting: string;
    readonly held: boolean;
    readonly compared: readonly { readonly name: string; readonly older: Row; readonly newer: Row }[];
  };
}

describeCluster("the backtest of a service's own history in a real Prometheus", () => {
  let prometheus: RealPrometheus;
  const folder = mkdtempSync(join(tmpdir(), "headstart-backtest-"));
  const now = Math.floor(Date.now() / 1000 / STEP) * STEP;
  // Five days ago, at 18:00 for two hours: in the scored fortnight, off the daily peak.
  const start = Math.floor(now / DAY) * DAY - 5 * DAY + 18 * 3600;
  const campaign: Campaign = { start, end: start + 2 * 3600 };

  beforeAll(async () => {
    const count = (DAYS * DAY) / STEP;
    const times = Array.from({ length: count }, (_, i) => now - STEP * (count - 1 - i));
    const series = (kind: string, share: number) => ({
      metric: "requests",
      labels: { class: kind },
      samples: times.map((at) => [at, share * demandAt(at, campaign)] as const),
    });
    // Together demand: 0.4 × 1 + 0.1 × 6.
    prometheus = await startPrometheus([series("small", 0.4), series("large", 0.1)]);
  });
  afterAll(async () => {
    await prometheus?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const replayed = async (name: string, manifests: string, ...flags: readonly string[]) => {
    const file = join(folder, `${name}.yaml`);
    writeFileSync(file, manifests);
    const args = ["backtest", "--prometheus-url", prometheus.url, "-f", file, "-o", "json", ...flags];
    const ended = await runHeadstart(args);
    expect(ended).toMatchObject({ exitCode: 0 });
    return JSON.parse(ended.stdout) as Answer;
  };

  it("says what each policy would have paid and missed, and recommends what held afterwards", async () => {
    const { runs, recommendation } = await replayed("declared", AUTOSCALER + campaignOf(campaign));
    const [run] = runs;
    expect(run).toMatchObject({ perReplica: PER_REPLICA, leadTime: "12m" });
    const row = (name: string) => run!.policies.find((policy) => policy.name === name)!;
    // Of 28 days 14 are scored. Static: 1.2 × 900 units over 25 are 44 replicas all the time.
    const hours = row("static").replicaHours / 44;
    expect(hours).toBeGreaterThan(13.9 * 24);
    expect(hours).toBeLessThanOrEqual(14 * 24 + 1 / 60);
    expect(row("oracle")).toMatchObject({ minutesShort: 0, overOracle: 1 });
    // Three times the usual of 18:00 is beyond what static holds; it was declared to headstart alone.
    expect(row("static").minutesShort).toBeGreaterThan(0);
    expect(row("hpa").minutesShort).toBeGreaterThan(row("headstart").minutesShort);
    expect(row("headstart").minutesShort).toBe(0);
    expect(row("headstart").replicaHours).toBeLessThan(row("static").replicaHours);

    expect(recommendation).toMatchObject({ held: true });
    expect(recommendation.setting).toMatch(/^p\d\d\+\d+%$/);
    const [recommended, hpa, fixed] = recommendation.compared;
    expect([recommended?.name, hpa?.name, fixed?.name]).toEqual(["headstart as recommended", "hpa", "static"]);
    expect(recommended!.older.served).toBeGreaterThanOrEqual(0.999);
    expect(recommended!.newer.served).toBeGreaterThanOrEqual(0.999);
    expect(recommended!.newer.replicaHours).toBeLessThan(fixed!.newer.replicaHours);
  });

  it("a campaign that nobody declared is missed in part", async () => {
    const { runs } = await replayed("undeclared", AUTOSCALER, "--policies", "headstart,oracle");
    expect(runs[0]!.policies.find(({ name }) => name === "headstart")!.minutesShort).toBeGreaterThan(0);
  });

  it("a query that Prometheus refuses ends with its word for it and the remedy, not with figures", async () => {
    const file = join(folder, "wrong.yaml");
    writeFileSync(file, AUTOSCALER.replace(`'requests{class="small"}'`, `'sum('`));
    const ended = await runHeadstart(["backtest", "--prometheus-url", prometheus.url, "-f", file, "-o", "json"]);
    expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
    expect(ended.stderr).toContain("parse error");
  });
});
