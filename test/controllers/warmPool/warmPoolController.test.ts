import { describe, expect, it } from "vitest";
import type { Pod } from "../../../src/api/observed.ts";
import { condition, deployment, KEY, NAMESPACE } from "../world.ts";
import { ownPod, pooled, poolWorld, reserving } from "./poolWorld.ts";

const POOL = { namespace: NAMESPACE, name: "pool" };

/** One that waits for a node. */
function waitingPod(name: string): Pod {
  const pod = ownPod(name);
  const { nodeName: _none, ...spec } = pod.spec;
  return { ...pod, spec, status: { ...pod.status, phase: "Pending" } };
}

describe("warmPool controller", () => {
  it("holds what the window asks for, up to the promise, and lets all go after the hand-over", async () => {
    const world = poolWorld();
    await world.until("2026-11-11T00:59:59Z");
    expect(world.placeholders()).toHaveLength(0);
    await world.until("2026-11-11T01:00:00Z");
    expect(world.placeholders()).toHaveLength(10);
    expect(condition(world.own("WarmPool", "pool"), "Ready")).toMatchObject({ status: "True", reason: "Reserved" });
    await world.until("2026-11-11T02:01:59Z");
    expect(world.placeholders(), "two minutes for pods that are about to take the room").toHaveLength(10);
    await world.until("2026-11-11T02:02:01Z");
    expect(world.placeholders()).toHaveLength(0);
    expect(world.bugs).toEqual([]);
  });

  it("W1: a view that lags by 30 s, turn after turn, creates nothing twice", async () => {
    const world = poolWorld();
    await world.until("2026-11-11T00:59:00Z");
    world.world.lag = true;
    await world.until("2026-11-11T01:00:00Z");
    for (let i = 0; i < 30; i++) {
      // Anything that calls for a turn must not make it order again.
      world.put(ownPod("own-0"));
      world.put(pooled({ reason: `edit ${i}` }));
      await world.after(1);
    }
    expect(world.created()).toBe(10);
    world.catchUp();
    await world.after(60);
    expect(world.created()).toBe(10);
    expect(world.placeholders()).toHaveLength(10);
  });

  it("W1: placeholders that never get a node are not created again and again", async () => {
    const world = poolWorld();
    await world.until("2026-11-11T01:00:00Z");
    for (const pod of world.placeholders()) {
      const { nodeName: _none, ...spec } = pod.spec;
      world.put({ ...pod, spec, status: { ...pod.status, phase: "Pending" } });
    }
    await world.until("2026-11-11T01:59:00Z");
    expect(world.created()).toBe(10);
    expect(condition(world.own("WarmPool", "pool"), "Ready")).toMatchObject({ status: "False", reason: "NoRoom" });
  });

  it("what own pods displace is not created again, and a pod counts for removal only once it has a node", async () => {
    const world = poolWorld();
    await world.until("2026-11-11T01:30:00Z");
    for (let i = 4; i < 9; i++) world.put(waitingPod(`own-${i}`));
    await world.after(1);
    expect(world.placeholders(), "five wait for room: it must not be given away before they have it").toHaveLength(10);
    for (let i = 4; i < 9; i++) {
      const victim = world.placeholders()[0];
      if (victim !== undefined) world.remove("Pod", victim.metadata);
      world.put(ownPod(`own-${i}`));
    }
    await world.after(60);
    expect(world.placeholders()).toHaveLength(5);
    expect(world.created()).toBe(10);
  });

  it("W3: whatever is removed, it is never a pod of the target", async () => {
    const world = poolWorld();
    await world.until("2026-11-11T01:30:00Z");
    for (const replicas of [7, 3, 9, 0, 5, 1]) {
      world.put(pooled({ replicas }));
      await world.after(20);
      expect(world.placeholders()).toHaveLength(replicas);
    }
    const own = world.cluster.list("Pod").filter(({ metadata }) => metadata.labels?.["app"] === "face-fusion");
    expect(own).toHaveLength(4);
    expect(world.deeds().some((deed) => deed.startsWith("delete pod own-"))).toBe(false);
  });

  const never = { preemptionPolicy: "Never" } as const;
  const [workload, own] = [deployment(), ownPod("own-0")];
  it.each([
    {
      where: "in the target's template",
      object: { ...workload, spec: { ...workload.spec, template: { ...workload.spec.template, ...never } } },
    },
    { where: "on its pods only, by their PriorityClass", object: { ...own, spec: { ...own.spec, ...never } } },
  ])("W5: preemptionPolicy Never $where is warned about, and room is given up at the order", async ({ object }) => {
    const world = reserving();
    world.put(object);
    world.put(pooled());
    world.begin();
    await world.until("2026-11-11T01:30:00Z");
    expect(condition(world.own("WarmPool", "pool"), "PreemptionNever")).toMatchObject({ status: "True" });
    await world.until("2026-11-11T02:00:01Z");
    expect(world.placeholders()).toHaveLength(0);
  });

  it("W15: with its pool gone no placeholder stays, also when that happened while we were down", async () => {
    const world = poolWorld();
    await world.until("2026-11-11T01:30:00Z");
    await world.kill();
    const orphans = world.placeholders().map(({ metadata: { ownerReferences: _none, ...metadata }, ...pod }) => ({
      ...pod,
      metadata,
    }));
    world.remove("WarmPool", POOL);
    for (const orphan of orphans) world.put(orphan);
    expect(world.placeholders()).toHaveLength(10);
    world.begin();
    await world.after(1);
    expect(world.placeholders()).toHaveLength(0);
  });

  it.each([
    { names: "one core", requests: { cpu: 1 } },
    { names: "nothing, and a LimitRange gives each pod its core", requests: {} },
  ])("a quota is kept free for the pods to come; their template names $names", async ({ requests }) => {
    const world = reserving();
    const { spec, ...rest } = deployment();
    world.put({ ...rest, spec: { ...spec, template: { ...spec.template, requests } } });
    const countUsed = () => {
      const used = { "requests.cpu": 4 + world.placeholders().length };
      const status = { hard: { "requests.cpu": 20 }, used };
      world.put({ kind: "ResourceQuota", metadata: { namespace: NAMESPACE, name: "team" }, status });
    };
    countUsed();
    // A real quota counts each pod as it is admitted, so before anybody sees the pod.
    world.world.beforeWrite = () => queueMicrotask(countUsed);
    world.put(pooled());
    world.begin();
    await world.until("2026-11-11T01:00:00Z");
    // 16 cores free, 10 for promised pods that do not exist yet, 1 for a rollout.
    expect(world.placeholders()).toHaveLength(5);
    expect(condition(world.own("WarmPool", "pool"), "QuotaBlocked")).toMatchObject({ status: "True" });
    expect(condition(world.own("WarmPool", "pool"), "QuotaBlocked")?.message).toContain("team");
  });

  it("the namespace's pause: freeze changes nothing, release lets all go", async () => {
    const world = poolWorld();
    await world.until("2026-11-11T01:30:00Z");
    world.pause("freeze");
    world.put(pooled({ replicas: 2 }));
    await world.after(60);
    expect(world.placeholders()).toHaveLength(10);
    world.pause("release");
    await world.after(5);
    expect(world.placeholders()).toHaveLength(0);
  });

  it("killed in the middle of creating, the restart completes the pool and does not exceed it", async () => {
    const world = poolWorld();
    await world.until("2026-11-11T00:59:00Z");
    let left = 4;
    world.world.beforeWrite = () => {
      if (left-- <= 0) world.world.outage = "Unavailable";
    };
    await world.until("2026-11-11T01:00:00Z");
    await world.kill();
    world.world.beforeWrite = () => {};
    world.world.outage = undefined;
    expect(world.placeholders().length).toBeLessThan(10);
    world.begin();
    await world.after(30);
    expect(world.placeholders()).toHaveLength(10);
  });

  it("a suspended pool takes no more room, and holds none past its windows", async () => {
    const world = reserving();
    world.put(pooled({}, { suspend: true }));
    world.begin();
    await world.until("2026-11-11T01:30:00Z");
    expect(world.placeholders()).toHaveLength(0);
    world.put(pooled());
    await world.after(5);
    world.put(pooled({}, { suspend: true }));
    await world.until("2026-11-11T02:03:00Z");
    expect(world.placeholders()).toHaveLength(0);
    expect(world.stored("Deployment", KEY)?.spec.replicas).toBe(4);
  });
});
