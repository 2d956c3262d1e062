import { afterAll, beforeAll, expect, it } from "vitest";
import { KIND_FACTS } from "../../src/api/kinds.ts";
import type { LooseObject } from "../cluster/apiClient.ts";
import { type ControlPlane, startControlPlane } from "../cluster/controlPlane.ts";
import { describeCluster } from "../cluster/describeCluster.ts";
import { sampleDeployment, sampleHpa } from "../cluster/samples.ts";
import { waitFor } from "../cluster/waitFor.ts";
import { logOf } from "../chart/installed.ts";
import { type ControllerProcess, startController } from "../story/controllerProcess.ts";
import { HOSTILE_MANIFESTS } from "./hostileManifests.ts";
import { hostileObjects } from "./hostileObjects.ts";
import { relaxedCrds } from "./relaxedCrds.ts";
import type { Manifest } from "./samples.ts";

const NAMESPACE = "hostile";
const CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const OWN = "/apis/headstart.dev/v1alpha1";

function collectionOf({ kind }: Pick<Manifest, "kind">): string {
  const { plural, scope } = KIND_FACTS[kind];
  return scope === "Cluster" ? `${OWN}/${plural}` : `${OWN}/namespaces/${NAMESPACE}/${plural}`;
}

const pathOf = (manifest: Manifest) => `${collectionOf(manifest)}/${manifest.metadata.name}`;

describeCluster("hostile objects in a cluster that checks nothing", () => {
  let plane: ControlPlane;
  let controller: ControllerProcess;
  const hostile = hostileObjects(NAMESPACE);

  beforeAll(async () => {
    plane = await startControlPlane();
    for (const definition of relaxedCrds()) await plane.create(CRDS, definition);
    await plane.create("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
    await plane.addNodes(2, { cpu: "32", memory: "64Gi", pods: "110" });
    for (const name of ["led", "held"]) {
      const sample = { namespace: NAMESPACE, name };
      await plane.create(
        `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`,
        sampleDeployment({ ...sample, startup: "1s" }),
      );
      const hpa = sampleHpa({ ...sample, min: 2, max: 20, perReplica: 25 });
      await plane.create(`/apis/autoscaling/v2/namespaces/${NAMESPACE}/horizontalpodautoscalers`, hpa);
    }
    for (const { object } of hostile) {
      await waitFor(`${object.metadata.name} is stored`, async () => {
        const { status, body } = await plane.raw("POST", collectionOf(object), object);
        if (status === 201 || status === 409) return true;
        throw new Error(`${status} ${JSON.stringify(body).slice(0, 500)}`);
      });
    }
    await ownEachOther("cycle-of-one-floor-to-the-next", "cycle-of-the-next-floor-to-the-first");
    controller = await startController(plane, []);
  });
  afterAll(async () => {
    await controller?.stop();
    await plane?.stop();
  });

  /** Two objects of which each says that the other owns it. */
  async function ownEachOther(one: string, other: string): Promise<void> {
    const path = (name: string) => `${OWN}/namespaces/${NAMESPACE}/cronhpas/${name}`;
    for (const [owned, owner] of [
      [one, other],
      [other, one],
    ] as const) {
      const { uid } = (await plane.get(path(owner)))!.metadata;
      const reference = { apiVersion: "headstart.dev/v1alpha1", kind: "CronHPA", name: owner, uid, controller: true };
      await plane.merge(path(owned), { metadata: { ownerReferences: [reference] } });
    }
  }

  it("there are more than forty, of all kinds", () => {
    expect(hostile.length).toBeGreaterThan(40);
    expect(new Set(hostile.map(({ object }) => object.kind)).size).toBe(5);
  });

  it.each(hostile.map((each) => [each.title, each] as const))(
    "S18: %s: a condition names field, value and remedy",
    async (_, { object, field, says }) => {
      const message = await waitFor("the condition Stalled", async () => {
        const found = await plane.get(pathOf(object));
        return conditionOf(found, "Stalled", "True")?.message;
      });
      expect(message).toContain(field);
      expect(message).toContain(says);
      expect(message).toMatch(/\(got .+\); .+until then/s);
      expect(message.length).toBeLessThanOrEqual(4096);
      const ready = conditionOf(await plane.get(pathOf(object)), "Ready", "False");
      expect(ready?.message).toBe(message);
    },
  );

  it("S18: what no cluster can hold is refused by the server itself", async () => {
    const campaigns = `${OWN}/namespaces/${NAMESPACE}/campaigns`;
    const large = HOSTILE_MANIFESTS.find(({ title }) => title === "two megabytes of a name")!;
    expect((await plane.raw("POST", campaigns, large.object)).status).toBeGreaterThanOrEqual(400);
    const infinite = `{"apiVersion":"headstart.dev/v1alpha1","kind":"Campaign","metadata":{"name":"infinite"},
      "spec":{"targets":[{"name":"a","peak":{"replicas":1e309}}]}}`;
    await expect(plane.kubectl(["create", `--namespace=${NAMESPACE}`, "-f", "-"], infinite)).rejects.toThrow();
  });

  it("S18: a status of somebody else's writing is replaced", async () => {
    const target = hostile.find(({ object }) => object.kind === "Campaign")!;
    const nonsense = { status: { conditions: "none", phase: 7, targets: [null] } };
    await plane.raw("PATCH", `${pathOf(target.object)}/status`, nonsense, "application/merge-patch+json");
    await waitFor("the condition is there again", async () => {
      return conditionOf(await plane.get(pathOf(target.object)), "Stalled", "True");
    });
  });

  it("S18: valid neighbours, written last, proceed to their floors", async () => {
    const now = Date.now();
    const [start, end] = [new Date(now - 60_000).toISOString(), new Date(now + 3_600_000).toISOString()];
    const own = (kind: string, name: string, spec: object) => ({
      ...{ apiVersion: "headstart.dev/v1alpha1", kind, metadata: { name, namespace: NAMESPACE }, spec },
    });
    await plane.create(
      `${OWN}/namespaces/${NAMESPACE}/predictiveautoscalers`,
      own("PredictiveAutoscaler", "led", {
        scaleTargetRef: { name: "led" },
        demand: { perReplica: 25, signals: [{ name: "all", query: "demand" }] },
        startup: { leadTime: "5s" },
      }),
    );
    await plane.create(
      `${OWN}/namespaces/${NAMESPACE}/campaigns`,
      own("Campaign", "valid", {
        ...{ timeZone: "UTC", start, end },
        targets: [{ name: "led", peak: { replicas: 6 } }],
      }),
    );
    await plane.create(
      `${OWN}/namespaces/${NAMESPACE}/cronhpas`,
      own("CronHPA", "valid", { scaleTargetRef: { name: "held" }, windows: [{ start, end, minReplicas: 4 }] }),
    );
    const floorOf = async (name: string) =>
      (await plane.get(`/apis/autoscaling/v2/namespaces/${NAMESPACE}/horizontalpodautoscalers/${name}`))?.spec
        .minReplicas as number;
    await waitFor("the campaign's floor", async () => (await floorOf("led")) === 6);
    await waitFor("the schedule's floor", async () => (await floorOf("held")) === 4);
  });

  it("S18: the controller has lived through all of it, and through their removal", async () => {
    for (const { object } of hostile) await plane.remove(pathOf(object));
    await waitFor("they are gone", async () => {
      const left = await plane.list(`${OWN}/namespaces/${NAMESPACE}/cronhpas`);
      return left.length <= 2;
    });
    expect(controller.running()).toBe(true);
    expect(await controller.metrics()).toContain('headstart_turns_total{controller="campaign",outcome="done"}');
    expect(logOf(controller)).not.toMatch(/a turn ended with a bug|watching was interrupted/);
  });
});

function conditionOf(found: LooseObject | undefined, type: string, status: string) {
  const conditions = found?.status?.conditions;
  if (!Array.isArray(conditions)) return undefined;
  return conditions.find((each) => each.type === type && each.status === status) as
    { readonly message: string } | undefined;
}
