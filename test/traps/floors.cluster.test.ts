import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FLOOR_ANNOTATION } from "../../src/api/metadata.ts";
import type { LooseObject } from "../cluster/apiClient.ts";
import { describeCluster } from "../cluster/describeCluster.ts";
import { sampleDeployment } from "../cluster/samples.ts";
import { waitFor } from "../cluster/waitFor.ts";
import { conditionOf, ownPath, type RealWorld, startRealWorld } from "../story/realWorld.ts";
import { type Manifest, namespaceManifest } from "../cluster/manifests.ts";
import { applyAll, hpaManifest, targetManifests } from "../story/threadObjects.ts";
import { endWindow, floorNow } from "./targets.ts";

const NAMESPACES = ["edited", "falling", "unset", "core", "rich", "near", "agreed", "gone"] as const;
const NAME = "face-fusion";

describeCluster("floors on the real control plane", () => {
  let world: RealWorld;
  beforeAll(async () => {
    world = await startRealWorld(6);
    for (const namespace of NAMESPACES) await apply([namespaceManifest(namespace)]);
    world.metrics.set("demand", 60);
    await world.controller("headstart", ["--controllers=enforce", `--namespaces=${NAMESPACES.join(",")}`]);
  });
  afterAll(() => world?.stop());

  const apply = (manifests: readonly Manifest[]) => applyAll(world.plane, manifests);
  const target = (namespace: string, metric = "demand") =>
    targetManifests({ namespace, name: NAME, startup: "1s", metric, min: 3, max: 50 });
  const minimum = async (namespace: string) => (await world.hpa(namespace)).spec.minReplicas as number | undefined;
  const floorIs = (namespace: string, floor: number) =>
    waitFor(`the floor is ${floor}`, async () => (await minimum(namespace)) === floor);
  const replicas = async (namespace: string) =>
    (await world.plane.get(`/apis/apps/v1/namespaces/${namespace}/deployments/${NAME}`))?.status?.[
      "replicas"
    ] as number;
  const nothingOfOurs = (namespace: string) =>
    waitFor("nothing of ours is left", async () => isUntouched(await world.hpa(namespace)));

  describe.concurrent("", () => {
    it("H1: what the user sets meanwhile is what is given back; an apply with the field is told of us", async () => {
      const namespace = "edited";
      await apply([...target(namespace), floorNow(namespace, 8)]);
      await floorIs(namespace, 8);
      const wish = hpaManifest({ namespace, name: NAME, metric: "demand", min: 5, max: 50 });
      await expect(apply([wish])).rejects.toThrow(/conflict with \\"headstart\\"/);
      const path = `${wish.path}/${NAME}?fieldManager=kubectl-edit`;
      await world.plane.merge(path, { spec: { minReplicas: 7 } });
      await waitFor("it is raised again, above the user's 7", async () => {
        const { spec, metadata } = await world.hpa(namespace);
        return spec.minReplicas === 8 && (metadata.annotations?.[FLOOR_ANNOTATION] ?? "").includes('"found":7');
      });
      await endWindow(world, namespace);
      await floorIs(namespace, 7);
      await nothingOfOurs(namespace);
    });

    it("H1: who applies the very value that stands keeps it when the window ends", async () => {
      const namespace = "agreed";
      await apply([...target(namespace), floorNow(namespace, 8)]);
      await floorIs(namespace, 8);
      await apply([hpaManifest({ namespace, name: NAME, metric: "demand", min: 8, max: 50 })]);
      await nothingOfOurs(namespace);
      await endWindow(world, namespace);
      const { spec } = floorNow(namespace, 9).object;
      await world.plane.merge(ownPath(namespace, "cronhpas/evening"), { spec });
      await floorIs(namespace, 9);
      await endWindow(world, namespace);
      await floorIs(namespace, 8);
    });

    it("§2: a CronHPA that is deleted within its window, beside another: down in steps, not at once", async () => {
      const namespace = "gone";
      const other = floorNow(namespace, 9);
      const quiet = { ...other.object, metadata: { name: "other", namespace } };
      await apply([...target(namespace), floorNow(namespace, 40), { ...other, object: quiet }]);
      await floorIs(namespace, 40);
      // As if it had stood for long: the first step is due at once.
      const record = JSON.stringify({ found: 3, applied: 40, since: "2026-01-01T00:00:00Z", by: "evening" });
      const path = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/${NAME}`;
      await world.plane.merge(path, { metadata: { annotations: { [FLOOR_ANNOTATION]: record } } });
      await world.plane.remove(ownPath(namespace, "cronhpas/evening"));
      await floorIs(namespace, 29);
      const { metadata } = await world.hpa(namespace);
      expect(JSON.parse(metadata.annotations?.[FLOOR_ANNOTATION] ?? "")).toMatchObject({ found: 3, from: 40 });
    });

    it("H3: a floor that as many pods meet already is set all the same, and keeps them when load falls", async () => {
      const namespace = "falling";
      world.metrics.set("falling_demand", 150);
      await apply(target(namespace, "falling_demand"));
      await waitFor("load alone asks for 6", async () => (await replicas(namespace)) === 6);
      await apply([floorNow(namespace, 6)]);
      await floorIs(namespace, 6);
      world.metrics.set("falling_demand", 25);
      await waitFor("the HPA would have fewer", async () => limitedBy(await world.hpa(namespace), "TooFewReplicas"));
      expect(await replicas(namespace)).toBe(6);
      await endWindow(world, namespace);
      await waitFor("load alone decides again", async () => (await replicas(namespace)) === 3);
      await nothingOfOurs(namespace);
    });

    it("H4: an HPA without minReplicas is raised, and is afterwards as it was", async () => {
      const namespace = "unset";
      const [deployment, hpa] = target(namespace) as [Manifest, Manifest];
      const { minReplicas: _none, ...spec } = hpa.object["spec"] as Record<string, unknown>;
      await apply([deployment, { ...hpa, object: { ...hpa.object, spec } }]);
      const before = await world.hpa(namespace);
      await apply([floorNow(namespace, 5)]);
      await floorIs(namespace, 5);
      await endWindow(world, namespace);
      await nothingOfOurs(namespace);
      expect(JSON.stringify((await world.hpa(namespace)).spec)).toBe(JSON.stringify(before.spec));
    });

    it("H4: a target of the core group is led through its HPA; without one the condition says what to do", async () => {
      const namespace = "core";
      const ref = { apiVersion: "v1", kind: "ReplicationController", name: NAME };
      const [, hpa] = target(namespace) as [Manifest, Manifest];
      const spec = { ...(hpa.object["spec"] as object), scaleTargetRef: ref };
      const alone = floorNow(namespace, 5, { ...ref, name: "no-hpa" });
      await apply([
        replicationController(namespace),
        { ...hpa, object: { ...hpa.object, spec } },
        floorNow(namespace, 5, ref),
        { ...alone, object: { ...alone.object, metadata: { name: "alone", namespace } } },
      ]);
      await floorIs(namespace, 5);
      const path = `/api/v1/namespaces/${namespace}/replicationcontrollers/${NAME}`;
      await waitFor("five pods are Ready", async () => (await world.plane.get(path))?.status?.["readyReplicas"] === 5);
      const stalled = await waitFor("the other one is Stalled", async () => {
        const condition = conditionOf(await world.own(namespace, "cronhpas/alone"), "Stalled");
        return condition?.status === "True" ? condition : undefined;
      });
      expect(stalled).toMatchObject({ reason: "TargetNotWatched" });
      expect(stalled.message).toMatch(/no HPA for the ReplicationController.*create one/);
      await endWindow(world, namespace);
      await floorIs(namespace, 3);
      await nothingOfOurs(namespace);
    });

    it("H5: metrics of every kind, behavior and foreign annotations stay byte for byte", async () => {
      const namespace = "rich";
      const [deployment, hpa] = target(namespace) as [Manifest, Manifest];
      const spec = { ...(hpa.object["spec"] as object), metrics: METRICS, behavior: BEHAVIOR };
      await apply([deployment, { ...hpa, object: { ...hpa.object, spec } }]);
      const before = await world.hpa(namespace);
      expect(before.spec.metrics).toHaveLength(METRICS.length);
      await apply([floorNow(namespace, 8)]);
      await floorIs(namespace, 8);
      const raised = await world.hpa(namespace);
      expect(JSON.stringify({ ...raised.spec, minReplicas: 3 })).toBe(JSON.stringify(before.spec));
      expect(raised.metadata.annotations).toMatchObject(before.metadata.annotations ?? {});
      await endWindow(world, namespace);
      await nothingOfOurs(namespace);
      const after = await world.hpa(namespace);
      expect(JSON.stringify(after.spec)).toBe(JSON.stringify(before.spec));
      expect(JSON.stringify(after.metadata.annotations)).toBe(JSON.stringify(before.metadata.annotations));
    });

    it("H6: floors within a tenth of what stands are reached exactly", async () => {
      const namespace = "near";
      world.metrics.set("near_demand", 20 * 25);
      await apply([...target(namespace, "near_demand"), floorNow(namespace, 20)]);
      const path = ownPath(namespace, "cronhpas/evening");
      for (const floor of [20, 21, 22, 24, 26, 28, 30]) {
        const { windows } = (await world.plane.get(path))?.spec as { windows: readonly object[] };
        await world.plane.merge(path, { spec: { windows: [{ ...windows[0], minReplicas: floor }] } });
        await waitFor(`exactly ${floor} stand`, async () => (await replicas(namespace)) === floor);
      }
    });
  });
});

function isUntouched({ metadata }: LooseObject): boolean {
  const managers = metadata.managedFields?.map(({ manager }) => manager) ?? [];
  return metadata.annotations?.[FLOOR_ANNOTATION] === undefined && !managers.includes("headstart");
}

function limitedBy(hpa: LooseObject, reason: string): boolean {
  const limited = conditionOf(hpa, "ScalingLimited");
  // While it still remembers the higher wish, nothing is shown.
  const remembers = conditionOf(hpa, "AbleToScale")?.reason === "ScaleDownStabilized";
  return limited?.status === "True" && limited.reason === reason && !remembers;
}

function replicationController(namespace: string): Manifest {
  const { spec } = sampleDeployment({ name: NAME, namespace, startup: "1s" });
  const object = {
    apiVersion: "v1",
    kind: "ReplicationController",
    metadata: { name: NAME, namespace },
    spec: { replicas: 3, selector: spec.selector.matchLabels, template: spec.template },
  };
  return { path: `/api/v1/namespaces/${namespace}/replicationcontrollers`, object };
}

const averageOf = (averageValue: string) => ({ type: "AverageValue", averageValue });
const described = { apiVersion: "networking.k8s.io/v1", kind: "Ingress", name: "front" };
const METRICS = [
  { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 60 } } },
  { type: "ContainerResource", containerResource: { name: "memory", container: "model", target: averageOf("1500Mi") } },
  { type: "Pods", pods: { metric: { name: "queue" }, target: averageOf("2500m") } },
  {
    type: "Object",
    object: { describedObject: described, metric: { name: "hits" }, target: { type: "Value", value: "2k" } },
  },
  {
    type: "External",
    external: { metric: { name: "demand", selector: { matchLabels: { class: "large" } } }, target: averageOf("25") },
  },
];
const BEHAVIOR = {
  scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: "Pods", value: 20, periodSeconds: 15 }] },
  scaleDown: {
    stabilizationWindowSeconds: 120,
    selectPolicy: "Min",
    policies: [
      { type: "Percent", value: 10, periodSeconds: 60 },
      { type: "Pods", value: 4, periodSeconds: 60 },
    ],
  },
};
