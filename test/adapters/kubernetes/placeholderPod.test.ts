import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { placeholderPod } from "../../../src/adapters/kubernetes/placeholderPod.ts";

const SRC = join(import.meta.dirname, "..", "..", "..", "src");

const template = {
  containers: [
    { name: "model", resources: { requests: { cpu: "3", memory: "12Gi", "nvidia.com/gpu": "1" } } },
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

const made = (role: "Placeholder" | "Waker") =>
  placeholderPod(
    {
      role,
      namespace: "vision",
      pool: "face-fusion-plan",
      owner: { kind: "WarmPool", name: "face-fusion-plan", uid: "u1" },
      shapeOf: { kind: "Deployment", key: { namespace: "vision", name: "face-fusion" } },
    },
    template,
    "pause",
  ) as PodJson;
const pod = made("Placeholder");

describe("a waker", () => {
  it("W19: goes where a placeholder would, names the same resources for a quota's sake, and takes none of them", () => {
    const waker = made("Waker");
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
  it("W6: has the whole shape of one model pod: sums, GPU, node selectors, tolerations, topology", () => {
    const { nodeSelector, tolerations, topologySpreadConstraints } = template;
    expect(pod.spec).toMatchObject({ nodeSelector, tolerations, topologySpreadConstraints });
    expect(pod.spec.containers).toHaveLength(1);
    expect(pod.spec.containers[0]?.resources).toEqual({
      requests: { cpu: "3250m", memory: String(12 * 2 ** 30), "nvidia.com/gpu": "1" },
      limits: { "nvidia.com/gpu": "1" },
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
