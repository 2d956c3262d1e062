import { afterAll, beforeAll, expect, it } from "vitest";
import { WAKER_LABEL } from "../../../src/api/metadata.ts";
import { describeCluster } from "../../cluster/describeCluster.ts";
import { namespaceManifest } from "../../cluster/manifests.ts";
import { sampleDeployment } from "../../cluster/samples.ts";
import { waitFor } from "../../cluster/waitFor.ts";
import { ownersOf } from "../owners.ts";
import { connectedPlane, type ConnectedPlane } from "./connectedPlane.ts";

type Limits = readonly Readonly<Record<string, unknown>>[];

/** LimitRanges of a namespace, one list of limits each, and what a waker of one GPU and one core names there. */
const WORLDS: readonly {
  readonly namespace: string;
  readonly why: string;
  readonly ranges: readonly Limits[];
  readonly least: Readonly<Record<string, string>>;
}[] = [
  { namespace: "least-nothing", why: "nothing is demanded", ranges: [], least: {} },
  {
    namespace: "least-of-a-container",
    why: "each container has to ask for a minimum",
    ranges: [[{ type: "Container", min: { cpu: "100m", memory: "64Mi" } }]],
    least: { cpu: "100m", memory: "64Mi" },
  },
  {
    namespace: "least-of-a-pod",
    why: "two LimitRanges demand a minimum, one of the pod as a whole, and bound its limits",
    ranges: [
      [{ type: "Container", min: { cpu: "100m" }, max: { cpu: "2" }, default: { memory: "1Gi" } }],
      [
        {
          type: "Pod",
          min: { cpu: "250m", memory: "32Mi" },
          max: { cpu: "4", memory: "8Gi", "ephemeral-storage": "1Gi" },
        },
      ],
    ],
    least: { cpu: "250m", memory: "32Mi", "ephemeral-storage": "0" },
  },
  {
    namespace: "least-by-a-ratio",
    why: "limits may be no more than twice the requests",
    ranges: [[{ type: "Container", maxLimitRequestRatio: { cpu: "2" }, default: { cpu: "1" } }]],
    least: { cpu: "1m" },
  },
];

describeCluster("W19: a waker on the real API server", () => {
  let stage: ConnectedPlane;
  beforeAll(async () => {
    stage = await connectedPlane(async (plane) => {
      await plane.addNodes(1, { cpu: "16", memory: "64Gi", pods: "110", "nvidia.com/gpu": "4" });
    });
  });
  afterAll(() => stage?.stop());

  it.each(WORLDS)("is admitted, and gets a node, where $why", async ({ namespace, ranges, least }) => {
    const key = { namespace, name: "sample" };
    const { path, object } = namespaceManifest(namespace);
    await stage.plane.create(path, object);
    for (const [index, limits] of ranges.entries()) {
      const range = { apiVersion: "v1", kind: "LimitRange", metadata: { name: `range-${index}` }, spec: { limits } };
      await stage.plane.create(`/api/v1/namespaces/${namespace}/limitranges`, range);
    }
    const requests = { cpu: "1", "nvidia.com/gpu": "1" };
    const deployment = sampleDeployment({ ...key, startup: "1s", replicas: 0, requests });
    await stage.plane.create(`/apis/apps/v1/namespaces/${namespace}/deployments`, deployment);
    const { pool } = ownersOf(key);
    const owner = await stage.plane.create(`/apis/headstart.dev/v1alpha1/namespaces/${namespace}/warmpools`, pool);
    const written = await stage.connected.cluster.createPlaceholder({
      ...{ role: "Waker", namespace, pool: "sample-plan", shapeOf: { kind: "Deployment", key } },
      owner: { kind: "WarmPool", name: owner.metadata.name, uid: owner.metadata.uid ?? "" },
    });
    expect(written).toEqual({ ok: true, value: undefined });
    const waker = await waitFor("it has a node", async () => {
      const pods = await stage.plane.list(`/api/v1/namespaces/${namespace}/pods`);
      return pods.find(({ metadata, spec }) => metadata.labels?.[WAKER_LABEL] !== undefined && spec.nodeName);
    });
    expect(waker.spec.containers[0].resources.requests).toMatchObject({ "nvidia.com/gpu": "0", cpu: "0", ...least });
  });
});
