import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { placeholderPod } from "../../../src/adapters/kubernetes/placeholderPod.ts";
import { type PodSpec, summedRequests } from "../../../src/adapters/kubernetes/podShape.ts";

const SRC = join(import.meta.dirname, "..", "..", "..", "src");

const template = {
  containers: [
    {
      name: "model",
      resources: {
        requests: { cpu: "3", memory: "12Gi", "nvidia.com/gpu": "1" },
        limits: { memory: "16Gi", "nvidia.com/gpu": "1" },
        claims: [{ name: "one pod's own" }],
      },
    },
    { name: "proxy", resources: { requests: { cpu: "250m" } } },
  ],
  nodeSelector: { gpu: "a10" },
  tolerations: [{ key: "gpu", operator: "Exists" }],
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule" }],
  readinessGates: [{ conditionType: "example.com/warm" }],
};

interface PodJson {
  readonly metadata: { readonly labels: Readonly<Record<string, string>>; readonly ownerReferences: unknown[] };
  readonly spec: Readonly<Record<string, unknown>> & {
    readonly containers: readonly { readonly image: string; readonly resources: Readonly<Record<string, unknown>> }[];
  };
}

const made = (role: "Placeholder" | "Waker", more: object = {}) =>
  placeholderPod(
    {
      role,
      namespace: "vision",
      pool: "face-fusion-plan",
      owner: { kind: "WarmPool", name: "face-fusion-plan", uid: "u1" },
      shapeOf: { kind: "Deployment", key: { namespace: "vision", name: "face-fusion" } },
    },
    { metadata: { labels: { app: "face-fusion", tier: "gpu" } }, spec: { ...template, ...more } },
    "pause",
  ) as PodJson;
const pod = made("Placeholder");

describe("a waker", () => {
  it("W19: goes where a placeholder would, names the same resources for a quota's sake, and takes none of them", () => {
    const apart = { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "zone" }] };
    const waker = made("Waker", { affinity: { podAntiAffinity: apart, nodeAffinity: { some: "terms" } } });
    expect(waker.spec["affinity"], "no pod may keep it waiting").toEqual({ nodeAffinity: { some: "terms" } });
    expect(waker.spec["topologySpreadConstraints"]).toBeUndefined();
    const { nodeSelector, tolerations } = template;
    expect(waker.spec).toMatchObject({ nodeSelector, tolerations, priorityClassName: "headstart-placeholder" });
    expect(waker.spec.containers[0]?.resources).toEqual({
      requests: { cpu: "0", memory: "0", "nvidia.com/gpu": "0" },
      limits: { "nvidia.com/gpu": "0" },
    });
    expect(waker.metadata.labels).toMatchObject({ "headstart.dev/waker": "face-fusion-plan" });
    expect(Object.keys(waker.metadata.labels), "not counted as a placeholder").not.toContain("headstart.dev/warm-pool");
  });
});

describe("a placeholder", () => {
  it("W6: has the whole shape of one model pod: containers, GPU, node selectors, tolerations, topology", () => {
    const { nodeSelector, tolerations, topologySpreadConstraints } = template;
    expect(pod.spec).toMatchObject({ nodeSelector, tolerations, topologySpreadConstraints });
    expect(pod.spec.containers.map(({ resources }) => resources)).toEqual([
      {
        requests: { cpu: "3", memory: "12Gi", "nvidia.com/gpu": "1" },
        limits: { memory: "16Gi", "nvidia.com/gpu": "1" },
      },
      { requests: { cpu: "250m" }, limits: {} },
    ]);
  });

  type Amounts = Readonly<Record<string, string>>;
  const resources = (requests: Amounts, limits?: Amounts) => ({ resources: { requests, ...(limits && { limits }) } });
  it.each<{ what: string; spec: PodSpec }>([
    { what: "containers", spec: { containers: [resources({ cpu: "2" }, { cpu: "3" }), resources({ memory: "1Gi" })] } },
    {
      what: "a sidecar beside them",
      spec: {
        initContainers: [{ restartPolicy: "Always", ...resources({ cpu: "250m" }) }],
        containers: [resources({ cpu: "2" })],
      },
    },
    {
      what: "an init container that needs more than they do, of a device too",
      spec: {
        initContainers: [resources({ cpu: "5", "nvidia.com/gpu": "2" }, { "nvidia.com/gpu": "2" })],
        containers: [resources({ cpu: "1500m", memory: "1Gi" }, { memory: "2Gi" }), resources({ cpu: "1" })],
      },
    },
    { what: "the pod as a whole", spec: { resources: { requests: { cpu: "4" } }, containers: [{}, {}] } },
    { what: "nothing at all", spec: { containers: [{}] } },
  ])("W6: asks for as much as the model's pod, where that is of $what", ({ spec }) => {
    const placeholder = made("Placeholder", { initContainers: [], ...spec }).spec as PodSpec;
    expect(summedRequests(placeholder)).toEqual(summedRequests(spec));
  });

  describe("W6: keeps apart from others of its pool where the model's pods keep apart from each other", () => {
    const app = { labelSelector: { matchLabels: { app: "face-fusion" } } };
    const gpu = {
      labelSelector: { matchExpressions: [{ key: "tier", operator: "In", values: ["gpu", "tpu"] }] },
      matchLabelKeys: ["pod-template-hash"],
    };
    const other = { labelSelector: { matchLabels: { app: "proxy" } } };
    const pool = { labelSelector: { matchLabels: { "headstart.dev/warm-pool": "face-fusion-plan" } } };
    const rule = { maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule" };

    it("in zones: a rule for the model's pods becomes one for the pool, others stay", () => {
      const { topologySpreadConstraints } = made("Placeholder", {
        topologySpreadConstraints: [app, gpu, other, {}].map((selector) => ({ ...rule, ...selector })),
      }).spec;
      expect(topologySpreadConstraints).toEqual([pool, pool, other, {}].map((each) => ({ ...rule, ...each })));
    });

    it("on nodes: apart from each other, and from the model's pods where that can be", () => {
      const [host, zone] = [{ topologyKey: "kubernetes.io/hostname" }, { topologyKey: "zone" }];
      const apart = {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { ...host, ...app },
          { ...host, ...other },
        ],
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 10, podAffinityTerm: { ...zone, ...gpu } }],
      };
      const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } };
      const { affinity } = made("Placeholder", { affinity: { nodeAffinity, podAntiAffinity: apart } }).spec;
      expect(affinity).toEqual({
        nodeAffinity,
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { ...host, ...pool },
            { ...host, ...other },
          ],
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 10, podAffinityTerm: { ...zone, ...gpu } },
            { weight: 10, podAffinityTerm: { ...zone, ...pool } },
            { weight: 100, podAffinityTerm: { ...host, ...app } },
          ],
        },
      });
    });
  });

  it("W2, W4, W17: is never promoted: it holds no model, and no selector of the target finds it", () => {
    expect(pod.spec.containers[0]?.image).toBe("pause");
    expect(Object.keys(pod.metadata.labels)).toEqual([
      "headstart.dev/warm-pool",
      "app.kubernetes.io/name",
      "app.kubernetes.io/managed-by",
    ]);
    expect(pod.metadata.ownerReferences).toMatchObject([{ kind: "WarmPool", controller: true }]);
  });

  it("W8: belongs to its pool alone: no Deployment is unhealthy because it waits", () => {
    expect(pod.metadata.ownerReferences).toHaveLength(1);
  });

  it("W14: carries no readiness gate: nobody has to open one before pods serve", () => {
    expect(pod.spec["readinessGates"]).toBeUndefined();
  });

  it("W9, W10: is the only booking: no CapacityBuffer and no ProvisioningRequest is ever written", () => {
    const sources = readdirSync(SRC, { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && entry.name.endsWith(".ts"),
    );
    const booking = sources
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) =>
        /capacitybuffers|provisioningrequests|autoscaling\.x-k8s\.io/i.test(readFileSync(path, "utf8")),
      );
    expect(sources.length).toBeGreaterThan(100);
    expect(booking).toEqual([]);
  });
});
