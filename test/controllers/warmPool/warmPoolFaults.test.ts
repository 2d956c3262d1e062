import { describe, expect, it } from "vitest";
import { POOL_LABEL } from "../../../src/api/metadata.ts";
import type { Written } from "../../../src/ports/cluster.ts";
import { failed, success } from "../../../src/units/result.ts";
import { podOf } from "../fakeCluster.ts";
import { condition, deployment, KEY, NAMESPACE } from "../world.ts";
import { pooled, reserving } from "./poolWorld.ts";

/** No pod of the target runs; the controllers are not begun. */
function faulty() {
  const world = reserving(0);
  world.put(pooled());
  return world;
}

describe("warmPool controller, when something is wrong", () => {
  it("a refusal in ever new words is tried again with back-off, not as fast as statuses can be written", async () => {
    const world = faulty();
    let asked = 0;
    // The API server names the pod in its refusal, and the name is a new one each time.
    world.cluster.createPlaceholder = (): Promise<Written> => {
      asked += 1;
      if (asked > 1_000) return Promise.resolve(success(undefined));
      const message = `pods "pool-${asked.toString(36)}" is forbidden: violates PodSecurity`;
      return Promise.resolve(failed({ code: "Forbidden", message, remedy: "label the namespace" }));
    };
    world.begin();
    await world.until("2026-11-11T01:05:00Z");
    expect(asked).toBeGreaterThan(5);
    expect(asked, "5 ms doubled up to 30 s").toBeLessThan(40);
    expect(condition(world.own("WarmPool", "pool"), "Ready")).toMatchObject({ status: "False", reason: "Forbidden" });
  });

  it("a placeholder that failed on its node holds no room: it is removed, and another takes its place", async () => {
    const world = faulty();
    world.begin();
    await world.until("2026-11-11T01:30:00Z");
    for (const pod of world.placeholders().slice(0, 3)) {
      world.put({ ...pod, status: { ...pod.status, phase: "Failed" } });
    }
    await world.after(60);
    expect(world.placeholders()).toHaveLength(10);
    expect(world.placeholders().every(({ status }) => status.phase === "Running")).toBe(true);
    expect(world.own("WarmPool", "pool")?.status).toMatchObject({ reserved: 10 });
  });

  it("a node that refuses every placeholder is asked once a minute for each, not as fast as it refuses", async () => {
    const world = faulty();
    let refused = 0;
    world.cluster.subscribe("Pod", (_, before, after) => {
      if (before !== undefined || after === undefined || refused > 1_000) return;
      refused += 1;
      queueMicrotask(() => world.put({ ...after, status: { ...after.status, phase: "Failed" } }));
    });
    world.begin();
    await world.until("2026-11-11T01:05:30Z");
    expect(refused, "ten at once, and ten again after each minute").toBe(60);
    expect(condition(world.own("WarmPool", "pool"), "Ready")).toMatchObject({ status: "False", reason: "NoRoom" });
  });

  it("W3: a pod that another controller owns is none of ours, whatever its labels say", async () => {
    const world = faulty();
    const owner = { apiVersion: "apps/v1", kind: "ReplicaSet", name: "face-fusion-1", uid: "rs", controller: true };
    for (const pool of ["pool", "no-such-pool"]) {
      const labels = { app: "face-fusion", [POOL_LABEL]: pool };
      const metadata = { namespace: NAMESPACE, name: `own-${pool}`, labels, ownerReferences: [owner] };
      world.put(podOf(metadata, deployment()));
    }
    world.begin();
    await world.until("2026-11-11T03:00:00Z");
    const names = world.cluster.list("Pod").map(({ metadata }) => metadata.name);
    expect(names).toEqual(["own-pool", "own-no-such-pool"]);
    expect(world.stored("Deployment", KEY)).toBeDefined();
  });
});
