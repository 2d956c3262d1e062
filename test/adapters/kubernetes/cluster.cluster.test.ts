import { afterAll, beforeAll, expect, it } from "vitest";
import { connectCluster, type ConnectedCluster } from "../../../src/adapters/kubernetes/connectCluster.ts";
import { connectKube, type KubeConnection } from "../../../src/adapters/kubernetes/kubeConnection.ts";
import { pinoLog } from "../../../src/adapters/system/pinoLog.ts";
import { systemClock } from "../../../src/adapters/system/systemClock.ts";
import { FLOOR_ANNOTATION } from "../../../src/api/metadata.ts";
import type { JsonPatch } from "../../../src/ports/cluster.ts";
import { type ControlPlane, startControlPlane } from "../../cluster/controlPlane.ts";
import { describeCluster } from "../../cluster/describeCluster.ts";
import { placeholderPriorityClass, sampleDeployment, sampleHpa } from "../../cluster/samples.ts";
import { waitFor } from "../../cluster/waitFor.ts";

const KEY = { namespace: "default", name: "sample" };
const HPA = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers/sample";

describeCluster("the Kubernetes adapter on a real API server", () => {
  let plane: ControlPlane;
  let connection: KubeConnection;
  let connected: ConnectedCluster;
  beforeAll(async () => {
    plane = await startControlPlane();
    await plane.create("/apis/scheduling.k8s.io/v1/priorityclasses", placeholderPriorityClass());
    await plane.create("/apis/apps/v1/namespaces/default/deployments", sampleDeployment({ ...KEY, startup: "1s" }));
    const hpa = JSON.stringify(sampleHpa({ ...KEY, min: 4, max: 40, perReplica: 25 }));
    await plane.kubectl(["apply", "--server-side", "--field-manager=user", "-f", "-"], hpa);
    connection = await connectKube({ kubeconfig: plane.kubeconfig });
    connected = connectCluster({
      connection,
      clock: systemClock(),
      log: pinoLog("silent"),
      namespaces: [],
      kinds: ["HorizontalPodAutoscaler", "Deployment", "Pod", "Node", "Namespace", "ResourceQuota"],
    });
    connected.start();
    await waitFor("the view is complete", () => connected.cluster.synced());
  });
  afterAll(async () => {
    await connected?.stop();
    await connection?.close();
    await plane?.stop();
  });

  const seen = () => connected.cluster.get("HorizontalPodAutoscaler", KEY);
  const raise = (from: number, to: number): JsonPatch => [
    { op: "test", path: "/spec/minReplicas", value: from },
    { op: "replace", path: "/spec/minReplicas", value: to },
    { op: "add", path: "/metadata/annotations", value: { [FLOOR_ANNOTATION]: "{}" } },
  ];

  it("follows objects as they are made, changed and removed", async () => {
    await plane.create("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "followed" } });
    const key = { namespace: "", name: "followed" };
    await waitFor("the namespace is seen", () => connected.cluster.get("Namespace", key));
    await plane.merge("/api/v1/namespaces/followed", {
      metadata: { annotations: { "headstart.dev/pause": "freeze" } },
    });
    const paused = () =>
      connected.cluster.get("Namespace", key)?.metadata.annotations?.["headstart.dev/pause"] === "freeze";
    await waitFor("its annotation is seen", paused);
    await plane.remove("/api/v1/namespaces/followed");
    await waitFor("its end is seen", () => connected.cluster.get("Namespace", key) === undefined);
  });

  it("a patch whose test does not hold is a Conflict, and changes nothing", async () => {
    const written = await connected.cluster.patch("HorizontalPodAutoscaler", KEY, raise(99, 30));
    expect(written).toMatchObject({ ok: false, failure: { code: "Conflict" } });
    expect((await plane.get(HPA))?.spec.minReplicas).toBe(4);
  });

  it("a value the API server will not have is Refused, with its words", async () => {
    const written = await connected.cluster.patch("HorizontalPodAutoscaler", KEY, raise(4, 41));
    expect(written).toMatchObject({ ok: false, failure: { code: "Refused" } });
  });

  it("H1: after giving back and disowning, the user's next server-side apply meets no conflict", async () => {
    expect(await connected.cluster.patch("HorizontalPodAutoscaler", KEY, raise(4, 30))).toMatchObject({ ok: true });
    await waitFor("the view has it", () => seen()?.spec.minReplicas === 30);
    expect(seen()?.metadata.annotations?.[FLOOR_ANNOTATION]).toBe("{}");
    const user = JSON.stringify(sampleHpa({ ...KEY, min: 5, max: 40, perReplica: 25 }));
    const apply = () => plane.kubectl(["apply", "--server-side", "--field-manager=user", "-f", "-"], user);
    await expect(apply()).rejects.toThrow(/conflict with "headstart"/);

    const back: JsonPatch = [
      { op: "test", path: "/spec/minReplicas", value: 30 },
      { op: "replace", path: "/spec/minReplicas", value: 4 },
      { op: "remove", path: `/metadata/annotations/${FLOOR_ANNOTATION.replace("/", "~1")}` },
    ];
    expect(await connected.cluster.patch("HorizontalPodAutoscaler", KEY, back)).toMatchObject({ ok: true });
    expect(await connected.cluster.disown("HorizontalPodAutoscaler", KEY)).toMatchObject({ ok: true });
    const managers = (await plane.get(HPA))?.metadata.managedFields?.map(({ manager }) => manager);
    expect(managers).not.toContain("headstart");
    await apply();
    expect((await plane.get(HPA))?.spec.minReplicas).toBe(5);
  });

  it("scales through the subresource only from the count it has read", async () => {
    await plane.remove(HPA);
    await waitFor("the HPA is gone", () => seen() === undefined);
    const replicas = async () =>
      (await plane.get("/apis/apps/v1/namespaces/default/deployments/sample"))?.spec.replicas;
    const standing = (await replicas()) as number;
    expect(await connected.cluster.scale("Deployment", KEY, { expected: standing + 1, to: 9 })).toMatchObject({
      ok: false,
    });
    expect(await connected.cluster.scale("Deployment", KEY, { expected: standing, to: 6 })).toMatchObject({ ok: true });
    expect(await replicas()).toBe(6);
  });

  it("W6: a placeholder has the pod's shape and the lowest priority, and no label of the target", async () => {
    await plane.addNodes(1, { cpu: "8", memory: "32Gi", pods: "110" });
    const pool = await plane.create("/api/v1/namespaces/default/configmaps", {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "stands-in-for-the-pool" },
    });
    const owner = { kind: "WarmPool" as const, name: "sample-plan", uid: pool.metadata.uid ?? "" };
    const placeholder = {
      namespace: "default",
      pool: "sample-plan",
      owner,
      shapeOf: { kind: "Deployment" as const, key: KEY },
    };
    expect(await connected.cluster.createPlaceholder(placeholder)).toMatchObject({ ok: true });
    const pod = await waitFor("the view has it", () =>
      connected.cluster.list("Pod", "default").find(({ metadata }) => metadata.labels?.["headstart.dev/warm-pool"]),
    );
    expect(pod.spec).toMatchObject({ requests: { cpu: 1 }, priority: -10 });
    expect(pod.metadata.labels?.["app"]).toBeUndefined();
    expect(
      await connected.cluster.deletePod({ namespace: "default", name: pod.metadata.name }, "wrong-uid"),
    ).toMatchObject({
      ok: false,
    });
    expect(await connected.cluster.deletePod(pod.metadata, pod.metadata.uid ?? "")).toMatchObject({ ok: true });
    await waitFor("it is gone", () => connected.cluster.get("Pod", pod.metadata) === undefined);
  });

  it("records an event once, and counts its repetitions", async () => {
    const note = {
      regarding: { kind: "Deployment" as const, key: KEY },
      type: "Normal" as const,
      reason: "FloorRaised",
      action: "Scale",
      note: "floor 4 → 30",
    };
    connected.cluster.record(note);
    const events = async () =>
      (await plane.list("/apis/events.k8s.io/v1/namespaces/default/events")).filter(
        (event) => (event as { reason?: string }).reason === "FloorRaised",
      );
    await waitFor("the event is there", async () => (await events()).length === 1);
    connected.cluster.record(note);
    await waitFor("it is counted", async () => {
      const [event] = await events();
      return (event as { series?: { count: number } } | undefined)?.series?.count === 2;
    });
    expect(await events()).toHaveLength(1);
  });
});
