import { expect, it } from "vitest";
import type { KubeConnection } from "../../src/adapters/kubernetes/kubeConnection.ts";
import { stopDeployment } from "../../src/app/stopDeployment.ts";
import { deployment, KEY, NAMESPACE, worldAt } from "../controllers/world.ts";

it("a controller is stopped once no pod is left that its whole selector finds", async () => {
  const world = worldAt("2026-11-11T00:00:00Z");
  const { spec, ...rest } = deployment();
  const matchExpressions = [
    { key: "component", operator: "In", values: ["planner", "enforcer"] },
    { key: "track", operator: "NotIn", values: ["canary"] },
    { key: "release", operator: "Exists" },
    { key: "example.com/batch", operator: "DoesNotExist" },
  ];
  world.put({
    ...rest,
    spec: { ...spec, replicas: 0, selector: { app: "headstart" }, matchExpressions },
    status: { replicas: 0, readyReplicas: 0 },
  });
  const asked: string[] = [];
  const call = (_method: string, path: string) => {
    asked.push(path);
    // Its process goes on for a moment.
    return Promise.resolve({ status: 200, body: { items: asked.length === 1 ? [{}] : [] } });
  };
  await stopDeployment(world.cluster, { call } as unknown as KubeConnection, KEY);
  const [path = "", query] = asked[0]?.split("?") ?? [];
  expect(path).toBe(`/api/v1/namespaces/${NAMESPACE}/pods`);
  expect(new URLSearchParams(query).get("labelSelector")).toBe(
    "app=headstart,component in (planner,enforcer),track notin (canary),release,!example.com/batch",
  );
  expect(asked).toHaveLength(2);
});
