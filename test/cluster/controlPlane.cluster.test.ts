import { spawn } from "node:child_process";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ControlPlane, startControlPlane } from "./controlPlane.ts";
import { describeCluster } from "./describeCluster.ts";
import { type ExternalMetrics, serveExternalMetrics } from "./externalMetrics.ts";
import { cleanEnvironment } from "./leash.ts";
import { sampleDeployment, sampleHpa } from "./samples.ts";
import { waitFor } from "./waitFor.ts";

const DEPLOYMENT = "/apis/apps/v1/namespaces/default/deployments/sample";
const HPA = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers/sample";

describeCluster("the control plane", () => {
  let plane: ControlPlane;
  let metrics: ExternalMetrics;
  beforeAll(async () => {
    plane = await startControlPlane();
    metrics = await serveExternalMetrics(plane);
    await plane.addNodes(2, { cpu: "32", memory: "64Gi", pods: "110" });
    metrics.set("demand", 60);
    await plane.create(
      "/apis/apps/v1/namespaces/default/deployments",
      sampleDeployment({ name: "sample", startup: "3s" }),
    );
    await plane.create(
      "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers",
      sampleHpa({ name: "sample", min: 2, max: 40, perReplica: 25 }),
    );
  });
  afterAll(async () => {
    await metrics?.stop();
    await plane?.stop();
  });

  const ready = async () => (await plane.get(DEPLOYMENT))?.status?.["readyReplicas"] as number | undefined;

  it("makes pods Ready after the start-up time of their annotation", async () => {
    await waitFor("3 are Ready", async () => (await ready()) === 3);
    const pods = await plane.list("/api/v1/namespaces/default/pods");
    const took = pods.map(({ metadata, status }) => {
      const since = status?.conditions?.find(({ type }) => type === "Ready") as
        { lastTransitionTime?: string } | undefined;
      return Date.parse(since?.lastTransitionTime ?? "") - Date.parse(metadata.creationTimestamp ?? "");
    });
    // Whole seconds on both sides: three seconds can read as two.
    for (const milliseconds of took) expect(milliseconds).toBeGreaterThanOrEqual(2_000);
  });

  it("scales by live external metrics, and by a raised minimum in one jump", async () => {
    metrics.set("demand", 250);
    await waitFor("10 replicas by load", async () => (await plane.get(DEPLOYMENT))?.spec.replicas === 10);
    await plane.merge(HPA, { spec: { minReplicas: 20 } });
    await waitFor("20 replicas by the floor", async () => (await plane.get(DEPLOYMENT))?.spec.replicas === 20);
    await plane.merge(HPA, { spec: { minReplicas: 2 } });
    await waitFor("10 again", async () => (await plane.get(DEPLOYMENT))?.spec.replicas === 10);
  });

  it("keeps the replicas when a floor is lowered while metrics are unavailable", async () => {
    metrics.unset("demand");
    const inactive = (hpa: Awaited<ReturnType<ControlPlane["get"]>>) =>
      hpa?.status?.conditions?.some(({ type, status }) => type === "ScalingActive" && status === "False");
    await waitFor("the HPA has noticed", async () => inactive(await plane.get(HPA)));
    expect((await plane.get(DEPLOYMENT))?.spec.replicas).toBe(10);
  });

  it("runs beside another one, and both end with the process that started them, even by SIGKILL", async () => {
    const script = `
      import { startControlPlane } from "${import.meta.dirname}/controlPlane.ts";
      const plane = await startControlPlane();
      console.log(JSON.stringify(["etcd", "kube-apiserver", "kwok"].map((name) => plane.component(name).pid())));
      setInterval(() => {}, 1000);
    `;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
      env: cleanEnvironment(),
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const pids = await waitFor(
      "the other one runs",
      () => (output.includes("]") ? (JSON.parse(output) as number[]) : false),
      120_000,
    );
    expect(pids).toHaveLength(3);
    child.kill("SIGKILL");
    await waitFor("all its components have ended", () => pids.every((pid) => !alive(pid)));
    expect((await plane.raw("GET", "/readyz")).status).toBe(200);
  });
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
