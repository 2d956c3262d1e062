import { afterAll, beforeAll, expect, it } from "vitest";
import type { CampaignStatus } from "../../src/api/campaign.ts";
import { placeholdersMade } from "../cluster/audit.ts";
import type { ControlPlane } from "../cluster/controlPlane.ts";
import { describeCluster } from "../cluster/describeCluster.ts";
import { type PastSeries, type RealPrometheus, startPrometheus } from "../cluster/prometheus.ts";
import { waitFor } from "../cluster/waitFor.ts";
import { disagreements, type Tolerance } from "./agreement.ts";
import { THREAD } from "./forms.ts";
import { playThread } from "./playThread.ts";
import { conditionOf, type RealWorld, startRealWorld } from "./realWorld.ts";
import { type Manifest, namespaceManifest } from "../cluster/manifests.ts";
import { applyAll, campaignManifests, hpaManifest, learnedManifests } from "./threadObjects.ts";
import { brokenPromises } from "./timeline.ts";
import { readySince, tellTimeline, tellUnready, watchThread } from "./watchThread.ts";

/** Seconds from the start of the test to T-0, at least. */
const AHEAD = 150;
/** Seconds from the making of the history to the peak that it teaches. */
const PEAK_AHEAD = 150;
/** Seconds: history is learned from on this grid, so the rise is known to begin somewhere between two samples of it. */
const GRID = 300;
/** Seconds before T-0 by which the learned floor must have been seen: Prometheus is stopped next. */
const LEARNED_BEFORE = 125;
/** Samples of four weeks, one a minute, and of a day more: what is asked for must be whole. */
const FOUR_WEEKS = 28 * 1440;
const HISTORY = FOUR_WEEKS + 1440;
const NAMESPACE = "vision";
/** Of the twin: 3 s were enough on a busy machine; the steps down are 10 s apart. */
const NEAR_ENOUGH: Tolerance = { from: THREAD.story.reserveAt, seconds: 8, replicas: 2 };

describeCluster("the thread on the real control plane", () => {
  let world: RealWorld;
  let prometheus: RealPrometheus;
  let peak: number;

  beforeAll(async () => {
    // Room for exactly the promise: the real pods can only take what the placeholders hold for them.
    world = await startRealWorld(10, { cpu: "12", memory: "64Gi", pods: "110", "nvidia.com/gpu": "4" });
    peak = Math.floor(Date.now() / 1000) + PEAK_AHEAD;
    const quietUntil = peak + 9 * 3_600;
    prometheus = await startPrometheus([flat(), daily("search_demand", peak), daily("browse_demand", quietUntil)]);
    for (const [metric, value] of Object.entries({ fusion_demand: 60, search_demand: 50, browse_demand: 50 })) {
      world.metrics.set(metric, value);
      prometheus.set(metric, value);
    }
    await apply([namespaceManifest(NAMESPACE)]);
  });
  afterAll(async () => {
    await prometheus?.stop();
    await world?.stop();
  });

  const start = () => world.controller("headstart", [`--prometheus-url=${prometheus.url}`]);
  const apply = (manifests: readonly Manifest[]) => applyAll(world.plane, manifests);
  const hpa = (name: string) => world.hpa(NAMESPACE, name);
  const own = (object: string) => world.own(NAMESPACE, object);

  it("M7 S10 S11 H1: is ready in time without Prometheus and through a SIGKILL, and all is given back", async () => {
    // Lead time and reaction before the sample ahead of the peak: the latest moment at which the floor may rise.
    const learnedAt = Math.floor(peak / GRID) * GRID - 60;
    const zero = new Date(Math.ceil(Math.max(Date.now() / 1000 + AHEAD, learnedAt + LEARNED_BEFORE)) * 1000);
    const stage = { namespace: NAMESPACE, start: zero, metric: "fusion_demand" };
    const { story } = THREAD;
    const untilZero = () => Math.max(0, zero.getTime() - Date.now());
    await apply(campaignManifests(THREAD, stage));
    await apply(learnedManifests(NAMESPACE, "search", "search_demand"));
    await apply(learnedManifests(NAMESPACE, "browse", "browse_demand"));
    expect(await samplesOf(prometheus, "search_demand")).toBeGreaterThan(FOUR_WEEKS - 10);
    await waitFor("the HPA follows live demand", async () => {
      const seen = await hpa("face-fusion");
      const isActive = conditionOf(seen, "ScalingActive")?.status === "True";
      return isActive && seen.status?.["currentReplicas"] === story.liveWish;
    });
    const before = await hpa("face-fusion");
    let controller = await start();
    const watching = watchThread(world.plane, stage);

    // (a) The learned peak is ahead, live demand is still low: the floor stands already, and only where it is learned.
    const learned = await waitFor("the learned floor", async () => atLeast((await hpa("search")).spec, 22), 120_000);
    expect(Date.now() / 1000).toBeLessThan(peak);
    expect(learned).toBeLessThanOrEqual(24);
    await waitFor(
      "the other history is learned from",
      async () => (await own("predictiveautoscalers/browse"))?.status?.["forecast"]?.tier === "28d",
      120_000,
    );
    expect((await hpa("browse")).spec.minReplicas).toBeLessThanOrEqual(4);

    // (b), (c) Room is taken first; from then on there is no Prometheus any more.
    const isReserved = ({ reserved }: { reserved: number }) => reserved >= story.reserved;
    await watching.until("room is reserved", isReserved, untilZero() + story.orderAt * 1000);
    await prometheus.halt();

    // (d) Killed while pods are starting, and started again.
    const isStarting = ({ replicas, ready }: { replicas: number; ready: number }) =>
      replicas === story.promised && ready < story.promised;
    await watching.until("pods are starting", isStarting, untilZero());
    await controller.kill("SIGKILL");
    controller = await start();
    await waitFor("the new one knows that Prometheus is away", async () =>
      (await controller.metrics()).includes(inputState("face-fusion", "HttpError")),
    );

    // (e) Back in steps, and everything as it was.
    await watching.until(
      "the replicas are back",
      (last) => last.at >= story.end && !last.annotated && last.replicas <= story.liveWish && last.reserved === 0,
      untilZero() + story.end * 1000 + 120_000,
    );
    await watching.stop();
    const told = `${tellTimeline(watching.timeline)}\n${tellUnready(watching.pods())}`;
    expect(brokenPromises(watching.timeline, story), told).toEqual([]);
    const real = { name: "the real control plane", timeline: watching.timeline, pods: watching.pods() };
    const twin = await playThread();
    expect(disagreements(real, twin, NEAR_ENOUGH), tellTimeline(watching.timeline)).toEqual([]);
    const after = await hpa("face-fusion");
    expect(JSON.stringify(after.spec)).toBe(JSON.stringify(before.spec));
    expect(JSON.stringify(after.metadata.annotations)).toBe(JSON.stringify(before.metadata.annotations));
    expect(after.metadata.managedFields?.map(({ manager }) => manager)).not.toContain("headstart");
    const wish = { namespace: NAMESPACE, name: "face-fusion", min: 5, max: 50, metric: "fusion_demand" };
    await apply([hpaManifest(wish)]);
    expect((await hpa("face-fusion")).spec.minReplicas).toBe(5);

    // The campaign's owner reads the same.
    const campaign = await waitFor("the campaign is Completed", async () => {
      const found = await own("campaigns/sale");
      return found?.status?.["phase"] === "Completed" ? found : undefined;
    });
    expect(campaign.status?.["verdict"]).toMatchObject({ ready: true });
    // What was kept, by hand in the README; what came nobody knows while Prometheus is away.
    const outcome = campaign.status?.["outcome"] as CampaignStatus["outcome"];
    expect(outcome).toMatchObject({ declaredPeak: 900, message: expect.stringContaining("face-fusion") as string });
    expect(outcome?.observedPeak).toBeUndefined();
    // Placeholders are looked at each half minute, which is as long as they stand here.
    expect(outcome?.replicaHoursReserved).toBeGreaterThan(1.5);
    expect(outcome?.replicaHoursReserved).toBeLessThan(1.9);
    expect(placeholdersMade(world.writesOf("headstart", "pods"))).toBe(story.reserved);
    // And the learned peak had its pods Ready before it came.
    expect((await readyTimes(world.plane, "search")).filter((at) => at < peak).length).toBeGreaterThanOrEqual(22);
  });
});

function atLeast({ minReplicas }: { readonly minReplicas?: number }, least: number): number | undefined {
  return minReplicas !== undefined && minReplicas >= least ? minReplicas : undefined;
}

function inputState(name: string, state: string): string {
  return `headstart_input_state{namespace="${NAMESPACE}",name="${name}",state="${state}"} 1`;
}

/** Unix seconds at which each pod of the deployment became Ready, of those that are. */
async function readyTimes(plane: ControlPlane, name: string): Promise<readonly number[]> {
  const pods = await plane.list(`/api/v1/namespaces/${NAMESPACE}/pods?labelSelector=app%3D${name}`);
  return pods.map(readySince).flatMap((since) => (since === undefined ? [] : [Date.parse(since) / 1000]));
}

/** How many samples the real Prometheus holds of the last four weeks. */
async function samplesOf({ url }: RealPrometheus, metric: string): Promise<number> {
  const query = encodeURIComponent(`sum(count_over_time(${metric}[28d]))`);
  const answer = (await (await fetch(`${url}/api/v1/query?query=${query}`)).json()) as {
    readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
  };
  return Number(answer.data.result[0]?.value[1] ?? 0);
}

/** Four weeks of a flat 60. */
function flat(): PastSeries {
  return { metric: "fusion_demand", samples: minutes().map((at) => [at, 60 * noise(at)] as const) };
}

/** Four weeks of 50, and 500 for an hour at the same time of every day. */
function daily(metric: string, peakStart: number): PastSeries {
  const inPeak = (at: number) => (((at - peakStart) % 86_400) + 86_400) % 86_400 < 3_600;
  return { metric, samples: minutes().map((at) => [at, (inPeak(at) ? 500 : 50) * noise(at)] as const) };
}

function minutes(): readonly number[] {
  const end = Math.floor(Date.now() / 60_000) * 60;
  return Array.from({ length: HISTORY }, (_, index) => end - 60 * (HISTORY - index));
}

/** Two percent, from the time alone, so that every run sees the same. */
function noise(at: number): number {
  return 1 + 0.02 * Math.sin(at * 12.9898);
}
