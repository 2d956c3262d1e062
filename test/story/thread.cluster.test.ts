import { afterAll, beforeAll, expect, it } from "vitest";
import { type ControlPlane, startControlPlane } from "../cluster/controlPlane.ts";
import { describeCluster } from "../cluster/describeCluster.ts";
import { type ExternalMetrics, serveExternalMetrics } from "../cluster/externalMetrics.ts";
import { installCrds } from "../cluster/installCrds.ts";
import { type PastSeries, type RealPrometheus, startPrometheus } from "../cluster/prometheus.ts";
import { placeholderPriorityClass, sampleHpa } from "../cluster/samples.ts";
import { waitFor } from "../cluster/waitFor.ts";
import { type ControllerProcess, startController } from "./controllerProcess.ts";
import { brokenPromises, THREAD } from "./timeline.ts";
import { campaignObjects, learnedObjects, namespaceObject, type Posted, targetObjects } from "./threadObjects.ts";
import { tellTimeline, watchThread } from "./watchThread.ts";

/** Seconds from the start of the test to T-0, at least. */
const AHEAD = 150;
/** Seconds from the making of the history to the peak that it teaches. */
const PEAK_AHEAD = 150;
/** Seconds: history is learned from on this grid, so the rise is known to begin somewhere between two samples of it. */
const GRID = 300;
/** Seconds before T-0 by which the learned floor must have been seen: Prometheus is stopped next. */
const LEARNED_BEFORE = 125;
const hpaPath = (name: string) => `/apis/autoscaling/v2/namespaces/vision/horizontalpodautoscalers/${name}`;

describeCluster("the thread on the real control plane", () => {
  let plane: ControlPlane;
  let metrics: ExternalMetrics;
  let prometheus: RealPrometheus;
  let controller: ControllerProcess;
  let peak: number;

  beforeAll(async () => {
    plane = await startControlPlane();
    await installCrds(plane);
    peak = Math.floor(Date.now() / 1000) + PEAK_AHEAD;
    prometheus = await startPrometheus([flat(), daily(peak)]);
    metrics = await serveExternalMetrics(plane);
    await plane.addNodes(10, { cpu: "12", memory: "64Gi", pods: "110" });
    await post([namespaceObject("vision")]);
    await plane.create("/apis/scheduling.k8s.io/v1/priorityclasses", placeholderPriorityClass());
    for (const [metric, value] of Object.entries({ fusion_demand: 60, search_demand: 50 })) {
      metrics.set(metric, value);
      prometheus.set(metric, value);
    }
  });
  afterAll(async () => {
    await controller?.stop();
    await Promise.all([metrics?.stop(), prometheus?.stop()]);
    await plane?.stop();
  });

  async function post(objects: readonly Posted[]): Promise<void> {
    for (const { path, object } of objects) await plane.create(path, object);
  }
  const start = () => startController(plane, [`--prometheus-url=${prometheus.url}`]);
  const until = (at: Date) => waitFor(`it is ${at.toISOString()}`, () => Date.now() >= at.getTime(), 400_000);

  it("M7 S10 S11 H1: is ready in time without Prometheus and through a SIGKILL, and all is given back", async () => {
    // Lead time and reaction before the sample ahead of the peak: the latest moment at which the floor may rise.
    const learnedAt = Math.floor(peak / GRID) * GRID - 60;
    const zero = new Date(Math.ceil(Math.max(Date.now() / 1000 + AHEAD, learnedAt + LEARNED_BEFORE)) * 1000);
    const seconds = (after: number) => new Date(zero.getTime() + after * 1000);
    await post(
      targetObjects({
        namespace: "vision",
        name: "unmeasured",
        startup: "1s",
        metric: "nobody_knows",
        min: 2,
        max: 20,
      }),
    );
    await post(
      campaignObjects({ namespace: "vision", start: zero, startup: "20s", leadTime: "30s", metric: "fusion_demand" }),
    );
    await post(learnedObjects("vision", "search_demand"));
    await waitFor(
      "the HPA follows live demand",
      async () => (await plane.get(hpaPath("face-fusion")))?.status?.["currentReplicas"] === 3,
    );
    const before = (await plane.get(hpaPath("face-fusion")))!;
    controller = await start();
    const watching = watchThread(plane, "vision", zero);

    // (a) The learned peak is ahead, live demand is still low: the floor stands already.
    const learned = await waitFor(
      "the learned floor",
      async () => {
        const floor = (await plane.get(hpaPath("search")))?.spec.minReplicas as number;
        return floor >= 22 ? floor : undefined;
      },
      120_000,
    );
    expect(Date.now() / 1000).toBeLessThan(peak);
    expect(learned).toBeLessThanOrEqual(24);

    // (c) No Prometheus from before the order until the end.
    await until(seconds(THREAD.orderAt - 20));
    await prometheus.halt();
    // A floor of a user's own, on an HPA whose metrics nobody serves.
    await post([floorWithoutMetrics(seconds(THREAD.orderAt - 5), seconds(THREAD.orderAt + 15))]);

    // (d) Killed while pods are starting, and started again.
    await until(seconds(THREAD.orderAt + 6));
    await controller.kill("SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    controller = await start();

    // (e) Back in steps, and everything as it was.
    await until(seconds(THREAD.end + 25));
    await watching.until("the replicas are back", (last) => {
      return !last.annotated && last.replicas <= THREAD.liveWish && last.reserved === 0;
    });
    await watching.stop();
    expect(brokenPromises(watching.timeline, THREAD), tellTimeline(watching.timeline)).toEqual([]);
    const after = (await plane.get(hpaPath("face-fusion")))!;
    expect(after.spec).toEqual(before.spec);
    expect(after.metadata.annotations).toEqual(before.metadata.annotations);
    expect(after.metadata.managedFields?.map(({ manager }) => manager)).not.toContain("headstart");
    const user = JSON.stringify(
      sampleHpa({ namespace: "vision", name: "face-fusion", min: 5, max: 50, perReplica: 25, metric: "fusion_demand" }),
    );
    // The test created it by a plain POST, so its own first apply has to take the fields over once; ours are not in
    // the way.
    await plane.kubectl(["apply", "--server-side", "--field-manager=node", "-f", "-"], user);
    expect((await plane.get(hpaPath("face-fusion")))?.spec.minReplicas).toBe(5);

    // The campaign's owner reads the same.
    const campaign = await waitFor("the campaign is Completed", async () => {
      const found = await plane.get("/apis/headstart.dev/v1alpha1/namespaces/vision/campaigns/sale");
      return found?.status?.["phase"] === "Completed" ? found : undefined;
    });
    expect(campaign.status?.["verdict"]).toMatchObject({ ready: true });

    // With metrics away the floor is given back, the replicas stay, and the condition says why.
    const cronHpa = await waitFor("the condition says why replicas do not fall", async () => {
      const found = await plane.get("/apis/headstart.dev/v1alpha1/namespaces/vision/cronhpas/unmeasured");
      return found?.status?.conditions?.find(({ type, status }) => type === "ReturnBlocked" && status === "True");
    });
    expect(cronHpa.message).toMatch(/metrics/);
    expect((await plane.get(hpaPath("unmeasured")))?.spec.minReplicas).toBe(2);
  });
});

/** Four weeks of a flat 60. */
function flat(): PastSeries {
  return { metric: "fusion_demand", samples: minutes().map((at) => [at, 60 * noise(at)] as const) };
}

/** Four weeks of 50, and 500 for an hour at the same time of every day. */
function daily(peakStart: number): PastSeries {
  const inPeak = (at: number) => (((at - peakStart) % 86_400) + 86_400) % 86_400 < 3_600;
  return {
    metric: "search_demand",
    samples: minutes().map((at) => [at, (inPeak(at) ? 500 : 50) * noise(at)] as const),
  };
}

function minutes(): readonly number[] {
  const end = Math.floor(Date.now() / 60_000) * 60;
  return Array.from({ length: 28 * 1440 }, (_, index) => end - 60 * (28 * 1440 - index));
}

/** Two percent, from the time alone, so that every run sees the same. */
function noise(at: number): number {
  return 1 + 0.02 * Math.sin(at * 12.9898);
}

function floorWithoutMetrics(start: Date, end: Date): Posted {
  return {
    path: "/apis/headstart.dev/v1alpha1/namespaces/vision/cronhpas",
    object: {
      apiVersion: "headstart.dev/v1alpha1",
      kind: "CronHPA",
      metadata: { name: "unmeasured", namespace: "vision" },
      spec: {
        scaleTargetRef: { name: "unmeasured" },
        windows: [{ start: start.toISOString(), end: end.toISOString(), minReplicas: 6 }],
      },
    },
  };
}
