import { execFile } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { PlanJson } from "../../src/plan/planJson.ts";
import { type ControlPlane, startControlPlane } from "../cluster/controlPlane.ts";
import { describeCluster } from "../cluster/describeCluster.ts";
import { installCrds } from "../cluster/installCrds.ts";
import { sampleDeployment, sampleHpa } from "../cluster/samples.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const OWN = "/apis/headstart.dev/v1alpha1/namespaces/default";

describeCluster("the desk at a real API server", () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane();
    await installCrds(plane);
    const sample = { name: "sample", startup: "1s" };
    await plane.kubectl(["apply", "-f", "-"], JSON.stringify(sampleDeployment(sample)));
    const hpa = sampleHpa({ name: "sample", min: 4, max: 40, perReplica: 25 });
    await plane.create("/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers", hpa);
    await plane.create(`${OWN}/predictiveautoscalers`, {
      apiVersion: "headstart.dev/v1alpha1",
      kind: "PredictiveAutoscaler",
      metadata: { name: "sample" },
      spec: {
        scaleTargetRef: { name: "sample" },
        demand: { perReplica: "25", signals: [{ name: "all", query: "sum(rate(x[1m]))" }] },
        startup: { leadTime: "10m" },
      },
    });
  });
  afterAll(() => plane?.stop());

  function headstart(...words: readonly string[]): Promise<{ code: number; out: string; err: string }> {
    const program = ["--import", "tsx", join(ROOT, "src", "cli", "main.ts"), ...words];
    return new Promise((resolve) => {
      const all = [...program, "--kubeconfig", plane.kubeconfig];
      execFile(process.execPath, all, { cwd: ROOT, env: { PATH: process.env["PATH"] ?? "" } }, (error, out, err) =>
        resolve({ code: Number(error?.code ?? 0), out, err }),
      );
    });
  }

  it("a hold is filed, listed, shown, and explained; a shortage is exit 3; nothing is led", async () => {
    const held = await headstart("hold", "sample", "--replicas", "50", "--until", "1h", "--reason", "load test");
    expect(held).toMatchObject({ code: 0, err: "" });
    const name = /default\/(hold-sample-\S+)/.exec(held.out)?.[1] ?? "";
    expect(await plane.get(`${OWN}/campaigns/${name}`)).toMatchObject({
      metadata: { annotations: { "headstart.dev/reason": "load test" } },
    });
    expect((await headstart("campaign", "list", "-A")).out).toContain(name);
    expect((await headstart("campaign", "show", name)).out).toContain("because: load test");

    const explained = await headstart("explain", "sample");
    expect(explained.code, explained.err).toBe(3);
    expect(explained.out).toContain(`the floor is 40: campaign default/${name} asks for 40`);
    expect(explained.out).toContain("short by 10");
    const { targets } = JSON.parse((await headstart("explain", "default/sample", "-o", "json")).out) as PlanJson;
    expect(targets[0]).toMatchObject({ name: "sample", floor: 40, shortBy: 10 });
    expect(await plane.list(`${OWN}/cronhpas`)).toEqual([]);
    const hpa = await plane.get("/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers/sample");
    expect(hpa?.spec.minReplicas).toBe(4);
  });

  it("doctor names what the sample lacks, by what the API server says", async () => {
    const { code, out, err } = await headstart("doctor", "sample", "-o", "json");
    expect(code, err).toBe(3);
    const codes = (JSON.parse(out) as { findings: { code: string }[] }).findings.map((finding) => finding.code);
    expect(codes).toEqual(["NoReadinessProbe", "NoRequests", "NoPreStop", "NoDisruptionBudget", "TwoWriters"]);
    expect(await headstart("doctor", "absent")).toMatchObject({ code: 1, out: "" });
  });

  it("what is not there is one line with the remedy", async () => {
    const absent = await headstart("explain", "absent");
    expect(absent.code).toBe(1);
    expect(absent.err).toMatch(
      /^headstart: TARGET: no PredictiveAutoscaler absent .*; kubectl get pas -A lists them.*\n$/,
    );
    expect(await headstart("campaign", "show", "absent")).toMatchObject({ code: 1, out: "" });
  });

  it("a hold that the API server refuses says its words", async () => {
    const held = await headstart("hold", "nowhere/x", "--replicas", "5", "--until", "1h", "--reason", "test");
    expect(held.code).toBe(1);
    expect(held.err).toContain('namespaces "nowhere" not found');
  });
});
