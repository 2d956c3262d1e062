import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POOL_LABEL, WAKER_LABEL } from "../../src/api/metadata.ts";
import type { LooseObject } from "../cluster/apiClient.ts";
import { auditedWrites, placeholdersMade } from "../cluster/audit.ts";
import { describeCluster } from "../cluster/describeCluster.ts";
import { sampleDeployment } from "../cluster/samples.ts";
import { waitFor } from "../cluster/waitFor.ts";
import { conditionOf, ownPath, type RealWorld, startRealWorld } from "../story/realWorld.ts";
import { type Manifest, namespaceManifest } from "../cluster/manifests.ts";
import { applyAll, campaignManifests, type StoryForm } from "../story/threadObjects.ts";
import { deployment, deploymentsOf, floorNow, pool, templated } from "./targets.ts";

const NAMESPACES = [
  "never-ready",
  "never-preempts",
  "gpus",
  "withdrawn",
  "deleted",
  "razed",
  "orphaned",
  "apart",
] as const;
const NAME = "face-fusion";
const HOUR = 3_600_000;
/** The garbage collector learns of new kinds every 30 s. */
const COLLECTED = 120_000;

/** Three pods stand, twelve are promised; room is reserved from an hour ahead. */
const CAMPAIGN: StoryForm = {
  startup: "1s",
  requests: { cpu: "1" },
  leadTime: "0s",
  declared: "270",
  readyBefore: "1s",
  reserveBefore: "1h",
  scaleIn: { stepPercent: 100, interval: "5s", maxHold: "1s" },
  story: {
    ...{ found: 3, promised: 12, reserved: 9, reserveAt: -3_600, orderAt: -31, readyBy: -1, end: 20 },
    ...{ steps: [], liveWish: 3 },
  },
};

describeCluster("reserved room on the real control plane", () => {
  let world: RealWorld;
  beforeAll(async () => {
    world = await startRealWorld(6);
    world.metrics.set("demand", 60);
    for (const name of ["gpu-0", "gpu-1"]) await world.plane.create("/api/v1/nodes", gpuNode(name));
    await world.plane.create("/apis/scheduling.k8s.io/v1/priorityclasses", NEVER_PREEMPTS);
    for (const namespace of NAMESPACES) await apply([namespaceManifest(namespace)]);
    await world.controller("headstart", [`--namespaces=${NAMESPACES.join(",")}`]);
  });
  afterAll(() => world?.stop());

  const apply = (manifests: readonly Manifest[]) => applyAll(world.plane, manifests);
  const podsOf = (namespace: string, labels: string) =>
    world.plane.list(`/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(labels)}`);
  const placeholders = (namespace: string) => podsOf(namespace, POOL_LABEL);
  const held = (namespace: string, count: number, deadline?: number) =>
    waitFor(
      `${count} placeholders hold room`,
      async () => {
        const found = await placeholders(namespace);
        return found.length === count && found.every(({ spec }) => spec.nodeName !== undefined) ? found : undefined;
      },
      deadline,
    );
  async function ungate(pods: readonly LooseObject[]): Promise<void> {
    for (const { metadata, spec } of pods) {
      if (spec.schedulingGates === undefined) continue;
      const path = `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`;
      await world.plane.merge(path, { spec: { schedulingGates: null } });
    }
  }
  const campaign = (namespace: string, ahead: number, form = CAMPAIGN) =>
    campaignManifests(form, { namespace, start: new Date(Date.now() + ahead), metric: "demand" });
  const written = (namespace: string) => auditedWrites(world.plane).filter((write) => write.namespace === namespace);
  const made = (namespace: string) => placeholdersMade(written(namespace).filter(({ user }) => user === "headstart"));
  const createdByOthers = (namespace: string) =>
    written(namespace).filter(({ user, resource, subresource, verb, status }) => {
      const isCreate = resource === "pods" && subresource === "" && verb === "create";
      return user !== "headstart" && isCreate && status === 201;
    });

  describe.concurrent("", () => {
    it("W1: of a template that never gets Ready no pod and no placeholder is made above the promise", async () => {
      const namespace = "never-ready";
      const manifests = campaign(namespace, 50_000);
      await apply(manifests.map((manifest) => templated(manifest, { annotations: { "never-ready": "true" } })));
      const judged = await waitFor(
        "the start is judged",
        async () => (await world.own(namespace, "campaigns/sale"))?.status?.["verdict"],
        150_000,
      );
      expect(judged).toMatchObject({ ready: false, message: expect.stringContaining("0 of 12 Ready") as string });
      expect(made(namespace), "placeholders").toBe(9);
      expect(createdByOthers(namespace), "pods of the target").toHaveLength(12);
      await waitFor("no placeholder is left", async () => (await placeholders(namespace)).length === 0);
    });

    it("W5: a PriorityClass that never preempts is warned about", async () => {
      const namespace = "never-preempts";
      const spec = { priorityClassName: NEVER_PREEMPTS.metadata.name };
      await apply([templated(deployment(namespace), { spec }), pool(namespace, 3)]);
      const warned = await waitFor("the pool warns", async () => {
        const condition = conditionOf(await world.own(namespace, "warmpools/room"), "PreemptionNever");
        return condition?.status === "True" ? condition : undefined;
      });
      expect(warned.message).toMatch(/preemptionPolicy: Never.*remove it/);
    });

    it("W6 W11: placeholders have the GPU pod's shape, and keep its room until the real pods are bound", async () => {
      const namespace = "gpus";
      // Gates hold the real pods back between being made and being scheduled, for as long as the test wants.
      await apply([
        templated(deployment(namespace, gpus("2")), { spec: { ...ON_GPUS, ...GATED } }),
        pool(namespace, 3),
      ]);
      await ungate(await waitFor("the one pod is made", async () => some(await podsOf(namespace, `app=${NAME}`), 1)));
      const standing = await held(namespace, 3);
      for (const { spec, metadata } of standing) {
        expect(spec).toMatchObject({ nodeSelector: ON_GPUS.nodeSelector, priority: -10 });
        expect(spec.tolerations).toEqual(expect.arrayContaining(ON_GPUS.tolerations));
        expect(spec.containers[0].resources.limits).toMatchObject({ "nvidia.com/gpu": "2" });
        expect(spec.nodeName).toMatch(/^gpu-/);
        expect(metadata.labels).not.toHaveProperty("app");
      }
      // Eight others would like the same GPUs; they may push nobody away, but take whatever becomes free.
      const competitor = sampleDeployment({
        name: "rival",
        namespace,
        startup: "1s",
        requests: gpus("1"),
        replicas: 8,
      });
      const rival = { ...ON_GPUS, priorityClassName: NEVER_PREEMPTS.metadata.name };
      await apply([templated({ path: deploymentsOf(namespace), object: competitor }, { spec: rival })]);
      const rivals = () => podsOf(namespace, "app=rival");
      const isTurnedAway = (pod: LooseObject) => conditionOf(pod, "PodScheduled")?.reason === "Unschedulable";
      await waitFor("the rivals wait", async () => some(await rivals(), 8)?.every(isTurnedAway));

      // The one pod becomes four. While they have no node the placeholders stay; then the real ones push them away.
      await apply([floorNow(namespace, 4)]);
      const real = await waitFor("four are made", async () => some(await podsOf(namespace, `app=${NAME}`), 4));
      await waitFor("the pool has seen them", async () => {
        return (await world.own(namespace, "warmpools/room"))?.status?.["wanted"] === 0;
      });
      await held(namespace, 3);
      await ungate(real);
      await waitFor("all four are Ready", async () => {
        return (await world.plane.get(`${deploymentsOf(namespace)}/${NAME}`))?.status?.["readyReplicas"] === 4;
      });
      await held(namespace, 0);
      expect((await rivals()).filter(({ spec }) => spec.nodeName !== undefined)).toEqual([]);
      await waitFor("no waker is left", async () => (await podsOf(namespace, WAKER_LABEL)).length === 0);
      expect(made(namespace), "none was made again").toBe(3);
    });

    it("W6: where the model's pods must be on nodes of their own, so are the placeholders", async () => {
      const namespace = "apart";
      const term = { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: NAME } } };
      const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
      await apply([templated(deployment(namespace), { spec: { affinity } })]);
      const first = await waitFor("the one pod has a node", async () => {
        return (await podsOf(namespace, `app=${NAME}`)).find(({ spec }) => spec.nodeName !== undefined);
      });
      await apply([pool(namespace, 5)]);
      const standing = [first, ...(await held(namespace, 5))];
      expect(new Set(standing.map(({ spec }) => spec.nodeName)).size, "six pods on the six nodes").toBe(6);
      await apply([floorNow(namespace, 6)]);
      await waitFor("all six are Ready", async () => {
        return (await world.plane.get(`${deploymentsOf(namespace)}/${NAME}`))?.status?.["readyReplicas"] === 6;
      });
    });

    it("W15: deleting the campaign frees its room", async () => {
      const namespace = "withdrawn";
      await apply(campaign(namespace, HOUR / 2));
      await held(namespace, 9);
      await world.plane.remove(ownPath(namespace, "campaigns/sale"));
      await held(namespace, 0);
    });

    it("W15: deleting the autoscaler frees its room", async () => {
      const namespace = "deleted";
      await apply(campaign(namespace, HOUR / 2));
      await held(namespace, 9);
      await world.plane.remove(ownPath(namespace, `predictiveautoscalers/${NAME}`));
      await held(namespace, 0, COLLECTED);
      expect(await world.own(namespace, `warmpools/${NAME}-plan`)).toBeUndefined();
    });

    it("W15: deleting the namespace takes all with it, and nothing holds it up", async () => {
      const namespace = "razed";
      await apply(campaign(namespace, HOUR / 2));
      await held(namespace, 9);
      await world.plane.remove(`/api/v1/namespaces/${namespace}`);
      const isGone = async () => (await world.plane.get(`/api/v1/namespaces/${namespace}`)) === undefined;
      await waitFor("the namespace is gone", isGone, COLLECTED);
    });

    it("W15: placeholders whose pool was deleted without them are swept", async () => {
      const namespace = "orphaned";
      await apply([deployment(namespace), pool(namespace, 3)]);
      await held(namespace, 3);
      await world.plane.remove(`${ownPath(namespace, "warmpools/room")}?propagationPolicy=Orphan`);
      await held(namespace, 0, COLLECTED);
    });
  });
});

const NEVER_PREEMPTS = {
  apiVersion: "scheduling.k8s.io/v1",
  kind: "PriorityClass",
  metadata: { name: "never-preempts" },
  value: 0,
  preemptionPolicy: "Never",
};

const TAINT = { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" };
const ON_GPUS = {
  nodeSelector: { accelerator: "a10" },
  tolerations: [{ key: TAINT.key, operator: "Exists", effect: TAINT.effect }],
};

const GATED = { schedulingGates: [{ name: "example.test/checked" }] };

function some<T>(found: readonly T[], count: number): readonly T[] | undefined {
  return found.length === count ? found : undefined;
}

function gpuNode(name: string) {
  const room = { cpu: "32", memory: "128Gi", pods: "110", "nvidia.com/gpu": "4" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { "kubernetes.io/hostname": name, accelerator: "a10" } },
    spec: { taints: [TAINT] },
    status: { allocatable: room, capacity: room },
  };
}

function gpus(count: string) {
  return { cpu: "1", "nvidia.com/gpu": count };
}
