import type { ObjectKey } from "../../src/api/metadata.ts";

const apiVersion = "headstart.dev/v1alpha1";

/** An autoscaler and a pool for the workload of that name, as a user would file them: something to own things. */
export function ownersOf({ namespace, name }: ObjectKey) {
  const target = { apiVersion: "apps/v1", kind: "Deployment", name };
  return {
    autoscaler: {
      apiVersion,
      kind: "PredictiveAutoscaler",
      metadata: { namespace, name },
      spec: {
        scaleTargetRef: target,
        demand: { perReplica: "25", signals: [{ name: "all", query: "demand" }] },
        startup: { leadTime: "1m" },
      },
    },
    pool: { apiVersion, kind: "WarmPool", metadata: { namespace, name: `${name}-plan` }, spec: { targetRef: target } },
  };
}
