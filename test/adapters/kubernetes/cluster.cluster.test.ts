import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PAUSE_ANNOTATION } from "../../../src/api/metadata.ts";
import type { ControlPlane } from "../../cluster/controlPlane.ts";
import { describeCluster } from "../../cluster/describeCluster.ts";
import { sampleDeployment, sampleHpa } from "../../cluster/samples.ts";
import { waitFor } from "../../cluster/waitFor.ts";
import { type ClusterStage, clusterContract, SAMPLE } from "../clusterContract.ts";
import { ownersOf } from "../owners.ts";
import { connectedPlane, type ConnectedPlane } from "./connectedPlane.ts";

const HPA = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers/sample";
const DEPLOYMENT = "/apis/apps/v1/namespaces/default/deployments/sample";
const OWN = "/apis/headstart.dev/v1alpha1/namespaces/default";

describeCluster("the Kubernetes adapter on a real API server", () => {
  let stage: ConnectedPlane;
  beforeAll(async () => {
    stage = await connectedPlane(async (plane) => {
      await plane.create(
        "/apis/apps/v1/namespaces/default/deployments",
        sampleDeployment({ ...SAMPLE, startup: "1s" }),
      );
      // Room for all that the HPA asks for while a test has its minimum raised: it does not take that back for minutes.
      await plane.addNodes(1, { cpu: "64", memory: "256Gi", pods: "110" });
      await applyAutoscaler(plane, 4);
    });
  });
  afterAll(() => stage?.stop());

  async function applyAutoscaler(plane: ControlPlane, min: number): Promise<void> {
    const hpa = JSON.stringify(sampleHpa({ ...SAMPLE, min, max: 40, perReplica: 25 }));
    await plane.kubectl(["apply", "--server-side", "--field-manager=user", "-f", "-"], hpa);
  }

  async function filed(collection: string, object: { readonly metadata: { readonly name: string } }): Promise<string> {
    const path = `${OWN}/${collection}`;
    const found = await stage.plane.get(`${path}/${object.metadata.name}`);
    return (found ?? (await stage.plane.create(path, object))).metadata.uid ?? "";
  }

  describe("as every Cluster port", () => clusterContract(open));

  async function open(): Promise<ClusterStage> {
    return {
      cluster: stage.connected.cluster,
      createNamespace: async (name) =>
        void (await stage.plane.create("/api/v1/namespaces", {
          apiVersion: "v1",
          kind: "Namespace",
          metadata: { name },
        })),
      pauseNamespace: async (name, how) =>
        void (await stage.plane.merge(`/api/v1/namespaces/${name}`, {
          metadata: { annotations: { [PAUSE_ANNOTATION]: how } },
        })),
      removeNamespace: async (name) => void (await stage.plane.remove(`/api/v1/namespaces/${name}`)),
      applyAutoscaler: (min) => applyAutoscaler(stage.plane, min),
      removeAutoscaler: async () => void (await stage.plane.remove(HPA)),
      fileOwners: async () => {
        const { autoscaler, pool } = ownersOf(SAMPLE);
        return {
          autoscaler: await filed("predictiveautoscalers", autoscaler),
          pool: await filed("warmpools", pool),
        };
      },
      minReplicas: async () => (await stage.plane.get(HPA))?.spec.minReplicas as number | undefined,
      managers: async () => (await stage.plane.get(HPA))?.metadata.managedFields?.map(({ manager }) => manager) ?? [],
      replicas: async () => (await stage.plane.get(DEPLOYMENT))?.spec.replicas as number | undefined,
      eventually: (what, reached) => waitFor(what, reached),
      close: async () => {},
    };
  }

  it("what somebody added to an object of ours is gone with our next apply", async () => {
    const { autoscaler } = ownersOf(SAMPLE);
    const uid = await filed("predictiveautoscalers", autoscaler);
    const key = { namespace: "default", name: "edited-plan" };
    const windows = [{ start: "2026-11-11T01:00:00Z", end: "2026-11-11T02:00:00Z", minReplicas: 9 }];
    const spec = { scaleTargetRef: { name: "sample" }, windows };
    const owner = { kind: "PredictiveAutoscaler" as const, name: "sample", uid };
    const applied = () => stage.connected.cluster.apply({ kind: "CronHPA", key, owner, spec });
    expect(await applied()).toMatchObject({ ok: true });
    const schedules = [{ name: "more", schedule: "0 19 * * *", duration: "4h", minReplicas: 50 }];
    const path = `${OWN}/cronhpas/${key.name}`;
    await stage.plane.merge(`${path}?fieldManager=kubectl-edit`, {
      spec: { schedules, excludeDates: ["2026-10-01"] },
    });
    const reason = "written by the test";
    const found = { ...key, uid: (await stage.plane.get(path))?.metadata.uid };
    expect(await stage.connected.cluster.writeStatus("CronHPA", found, { reason, conditions: [] })).toMatchObject({
      ok: true,
    });
    expect(await applied()).toMatchObject({ ok: true });
    const after = await stage.plane.get(path);
    expect(after?.spec["windows"]).toEqual(windows);
    expect([after?.spec["schedules"] ?? [], after?.spec["excludeDates"] ?? []]).toEqual([[], []]);
    expect(after).toMatchObject({ status: { reason }, metadata: { ownerReferences: [{ uid, controller: true }] } });
  });

  it("says of a namespace that is being deleted what it is, and not that a right is missing", async () => {
    const namespace = "ending";
    await stage.plane.create("/api/v1/namespaces", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: namespace },
    });
    const held = { name: "held", finalizers: ["example.test/held"] };
    const maps = `/api/v1/namespaces/${namespace}/configmaps`;
    await stage.plane.create(maps, { apiVersion: "v1", kind: "ConfigMap", metadata: held });
    await stage.plane.remove(`/api/v1/namespaces/${namespace}`);
    const { autoscaler } = ownersOf(SAMPLE);
    const owner = {
      kind: "PredictiveAutoscaler" as const,
      name: "sample",
      uid: await filed("predictiveautoscalers", autoscaler),
    };
    const spec = { scaleTargetRef: { name: "sample" }, windows: [] };
    const written = await stage.connected.cluster.apply({
      kind: "CronHPA",
      key: { namespace, name: "late" },
      owner,
      spec,
    });
    expect(written).toMatchObject({ ok: false, failure: { code: "NamespaceTerminating" } });
    await stage.plane.merge(`${maps}/held`, { metadata: { finalizers: null } });
  });

  it("records an event once, and counts its repetitions", async () => {
    const note = {
      regarding: { kind: "Deployment" as const, key: SAMPLE },
      type: "Normal" as const,
      reason: "FloorRaised",
      action: "Scale",
      note: "floor 4 → 30",
    };
    stage.connected.cluster.record(note);
    const events = async () =>
      (await stage.plane.list("/apis/events.k8s.io/v1/namespaces/default/events")).filter(
        (event) => (event as { reason?: string }).reason === "FloorRaised",
      );
    await waitFor("the event is there", async () => (await events()).length === 1);
    stage.connected.cluster.record(note);
    await waitFor("it is counted", async () => {
      const [event] = await events();
      return (event as { series?: { count: number } } | undefined)?.series?.count === 2;
    });
    expect(await events()).toHaveLength(1);
  });
});
