import { afterAll, beforeAll, expect, it } from "vitest";
import { type PodSpec, summedLimits, summedRequests } from "../../../src/adapters/kubernetes/podShape.ts";
import { POOL_LABEL } from "../../../src/api/metadata.ts";
import type { LooseObject } from "../../cluster/apiClient.ts";
import { describeCluster } from "../../cluster/describeCluster.ts";
import { namespaceManifest } from "../../cluster/manifests.ts";
import { sampleDeployment } from "../../cluster/samples.ts";
import { waitFor } from "../../cluster/waitFor.ts";
import { ownersOf } from "../owners.ts";
import { connectedPlane, type ConnectedPlane } from "./connectedPlane.ts";

const requesting = (cpu: string, limits?: object) => ({ resources: { requests: { cpu }, ...(limits && { limits }) } });

/** What else stands in a namespace, and the containers of the model's pods there. */
const WORLDS = [
  {
    namespace: "defaults-of-two",
    why: "one of two containers asks for nothing, and a LimitRange gives it what it asks for",
    beside: limitRange({ defaultRequest: { cpu: "200m" }, default: { cpu: "400m", memory: "64Mi" } }),
    containers: [requesting("300m"), {}],
  },
  {
    namespace: "most-of-each",
    why: "together they ask for more than a LimitRange grants one container",
    beside: limitRange({ max: { cpu: "500m" } }),
    containers: [requesting("400m"), requesting("300m")],
  },
  {
    namespace: "limits-counted",
    why: "a quota wants limits to be named, and counts them",
    beside: {
      collection: "resourcequotas",
      object: {
        apiVersion: "v1",
        kind: "ResourceQuota",
        spec: { hard: { "limits.cpu": "10", "limits.memory": "4Gi" } },
      },
    },
    containers: [requesting("100m", { cpu: "1", memory: "64Mi" }), requesting("1m", { cpu: "1", memory: "1Mi" })],
  },
];

function limitRange(limit: object) {
  const spec = { limits: [{ type: "Container", ...limit }] };
  return { collection: "limitranges", object: { apiVersion: "v1", kind: "LimitRange", spec } };
}

describeCluster("a placeholder and the model's pods, as the real API server admits them", () => {
  let stage: ConnectedPlane;
  beforeAll(async () => {
    stage = await connectedPlane();
  });
  afterAll(() => stage?.stop());

  it.each(WORLDS)("W6: have one shape where $why", async ({ namespace, beside, containers }) => {
    const key = { namespace, name: "sample" };
    const core = `/api/v1/namespaces/${namespace}`;
    const { path, object } = namespaceManifest(namespace);
    await stage.plane.create(path, object);
    await stage.plane.create(`${core}/${beside.collection}`, { ...beside.object, metadata: { name: "sample" } });
    const deployment = sampleDeployment({ ...key, startup: "1s", replicas: 1 });
    const named = containers.map((each, i) => ({ name: `c${i}`, image: "example.test/model:1", ...each }));
    Object.assign(deployment.spec.template.spec, { containers: named });
    await stage.plane.create(`/apis/apps/v1/namespaces/${namespace}/deployments`, deployment);
    const pods = () => stage.plane.list(`${core}/pods`);
    const [model] = await waitFor("the model's pod is made", async () => {
      const made = await pods();
      return made.length > 0 && made;
    });
    const { pool } = ownersOf(key);
    const owner = await stage.plane.create(`/apis/headstart.dev/v1alpha1/namespaces/${namespace}/warmpools`, pool);
    const written = await stage.connected.cluster.createPlaceholder({
      ...{ role: "Placeholder", namespace, pool: "sample-plan", shapeOf: { kind: "Deployment", key } },
      owner: { kind: "WarmPool", name: owner.metadata.name, uid: owner.metadata.uid ?? "" },
    });
    expect(written).toEqual({ ok: true, value: undefined });
    const placeholder = (await pods()).find(({ metadata }) => metadata.labels?.[POOL_LABEL] !== undefined);
    expect(shapeOf(placeholder)).toEqual(shapeOf(model));
  });
});

function shapeOf(pod: LooseObject | undefined) {
  const spec = pod?.spec as PodSpec;
  return { requests: summedRequests(spec), limits: summedLimits(spec) };
}
