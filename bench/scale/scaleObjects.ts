import type { ControlPlane } from "../../test/cluster/controlPlane.ts";
import { type Manifest, ownManifest } from "../../test/cluster/manifests.ts";
import { sampleDeployment, sampleHpa } from "../../test/cluster/samples.ts";

/** Which target; they are spread over namespaces as teams are. */
export interface TargetName {
  readonly namespace: string;
  readonly name: string;
}

const TARGETS_EACH = 50;
const PODS_EACH = 3;
const PODS_ON_NODE = 60;
/** Requests under way at once while the objects are made. */
const HANDS = 16;

export function targetNames(count: number): readonly TargetName[] {
  return Array.from({ length: count }, (_, index) => ({
    namespace: `team-${Math.floor(index / TARGETS_EACH)}`,
    name: `model-${index}`,
  }));
}

/**
 * Fills the control plane: each target is a Deployment with three Ready pods, an HPA and a PredictiveAutoscaler; every
 * tenth has a CronHPA of its own beside it, every tenth a campaign of tomorrow.
 */
export async function createTargets(plane: ControlPlane, targets: readonly TargetName[], now: number): Promise<void> {
  const namespaces = [...new Set(targets.map(({ namespace }) => namespace))];
  await inParallel(namespaces, async (namespace) => {
    await plane.create("/api/v1/namespaces", { metadata: { name: namespace } });
    await plane.create(`/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata: { name: "default" } });
  });
  await inParallel(nodeNames(targets.length), (name) => createNode(plane, name));
  await inParallel([...targets.entries()], async ([index, target]) => {
    for (const { path, object } of manifestsOf(target, index, now)) await plane.create(path, object);
    await createPods(plane, target, index);
  });
}

function manifestsOf(target: TargetName, index: number, now: number): readonly Manifest[] {
  const { namespace, name } = target;
  const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name };
  const autoscaler = ownManifest("PredictiveAutoscaler", target, {
    scaleTargetRef,
    demand: { perReplica: "25", signals: [{ name: "all", query: `sum(rate(requests_total{model="${name}"}[1m]))` }] },
    startup: { leadTime: "5m" },
  });
  const hpa = sampleHpa({ namespace, name, min: 2, max: 100, perReplica: 25 });
  return [
    {
      path: `/apis/apps/v1/namespaces/${namespace}/deployments`,
      object: sampleDeployment({ namespace, name, startup: "20s", replicas: PODS_EACH }),
    },
    { path: `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`, object: hpa },
    autoscaler,
    ...(index % 10 === 3 ? [nightly(target, { scaleTargetRef, now })] : []),
    ...(index % 10 === 7 ? [campaignManifest(target, { start: now + 30 * 3_600_000, replicas: 40 })] : []),
  ];
}

/** Its window is half a day away, so that it neither opens nor ends while anything is measured. */
function nightly(
  target: TargetName,
  { scaleTargetRef, now }: { readonly scaleTargetRef: unknown; readonly now: number },
): Manifest {
  const hour = new Date(now + 12 * 3_600_000).getUTCHours();
  return ownManifest(
    "CronHPA",
    { ...target, name: `${target.name}-nightly` },
    { scaleTargetRef, schedules: [{ name: "night", schedule: `0 ${hour} * * *`, duration: "2h", minReplicas: 3 }] },
  );
}

/** A campaign of one hour for one target. */
export function campaignManifest(
  target: TargetName,
  { start, replicas }: { readonly start: number; readonly replicas: number },
): Manifest {
  return ownManifest(
    "Campaign",
    { namespace: target.namespace, name: `${target.name}-${start.toString(36)}` },
    {
      owner: { team: "growth" },
      timeZone: "UTC",
      start: new Date(start).toISOString(),
      end: new Date(start + 3_600_000).toISOString(),
      targets: [{ name: target.name, peak: { replicas } }],
      readyBefore: "1m",
    },
  );
}

function nodeNames(targets: number): readonly string[] {
  return Array.from({ length: Math.ceil((targets * PODS_EACH) / PODS_ON_NODE) }, (_, index) => `node-${index}`);
}

async function createNode(plane: ControlPlane, name: string): Promise<void> {
  const allocatable = { cpu: "256", memory: "1024Gi", pods: "250" };
  const conditions = [{ type: "Ready", status: "True", lastTransitionTime: new Date().toISOString() }];
  await plane.create("/api/v1/nodes", {
    metadata: { name },
    status: { allocatable, capacity: allocatable, conditions },
  });
}

/** Nobody schedules or runs them: what a kubelet would say is written down. */
async function createPods(plane: ControlPlane, { namespace, name }: TargetName, index: number): Promise<void> {
  const deployment = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}/status`;
  await plane.merge(deployment, { status: { replicas: PODS_EACH, readyReplicas: PODS_EACH } });
  for (let pod = 0; pod < PODS_EACH; pod++) {
    const nodeName = `node-${Math.floor((index * PODS_EACH + pod) / PODS_ON_NODE)}`;
    const path = `/api/v1/namespaces/${namespace}/pods`;
    await plane.create(path, {
      metadata: { name: `${name}-${pod}`, labels: { app: name } },
      spec: { nodeName, containers: [{ name: "model", image: "example.test/model:1" }] },
    });
    const since = new Date().toISOString();
    const ready = ["PodScheduled", "Ready"].map((type) => ({ type, status: "True", lastTransitionTime: since }));
    await plane.merge(`${path}/${name}-${pod}/status`, { status: { phase: "Running", conditions: ready } });
  }
}

async function inParallel<T>(items: readonly T[], each: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]();
  const hand = async () => {
    for (const item of rest) await each(item);
  };
  await Promise.all(Array.from({ length: HANDS }, hand));
}
