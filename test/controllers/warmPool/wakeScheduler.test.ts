import { describe, expect, it } from "vitest";
import { POOL_LABEL, WAKER_LABEL } from "../../../src/api/metadata.ts";
import type { Pod } from "../../../src/api/observed.ts";
import { podOf } from "../fakeCluster.ts";
import { deployment, NAMESPACE, worldAt } from "../world.ts";
import { ownPod, pooled } from "./poolWorld.ts";

/** Four own pods run, and the pool holds three placeholders; then three more own pods displace them. */
async function handedOver(spec: object = {}) {
  const world = worldAt("2026-11-11T01:00:00Z", { which: "enforce" });
  for (let i = 0; i < 4; i++) world.put(ownPod(`own-${i}`));
  world.put(pooled({ replicas: 3, upTo: 7 }, spec));
  world.begin();
  await world.until("2026-11-11T02:00:00Z");
  const labelled = (label: string) =>
    world.cluster.list("Pod").filter(({ metadata }) => metadata.labels?.[label] === "pool");
  for (const { metadata } of labelled(POOL_LABEL)) world.remove("Pod", metadata);
  for (let i = 4; i < 7; i++) world.put(stuck(`own-${i}`));
  const made = () => world.deeds().filter((deed) => deed === "create waker pool").length;
  return { ...world, wakers: () => labelled(WAKER_LABEL), made };
}

/** Made at the window's end; the scheduler displaced a placeholder for it, and then overlooked it. */
function stuck(name: string): Pod {
  const { metadata, spec, ...pod } = ownPod(name);
  const { nodeName: _none, ...unbound } = spec;
  return {
    ...pod,
    metadata: { ...metadata, creationTimestamp: "2026-11-11T02:00:00Z" },
    spec: unbound,
    status: { phase: "Pending", restarts: 0, nominatedNode: "node-6" },
  };
}

describe("W19: a pod beside the room that was handed over to it, overlooked by the scheduler", () => {
  it("is woken by a pod that takes nothing, gets a node and goes; once it has a node there is peace", async () => {
    const world = await handedOver();
    await world.after(2);
    expect(world.made()).toBe(0);
    await world.after(2);
    expect(world.made(), "three are stuck, one waker wakes them all").toBe(1);
    expect(world.wakers(), "it had a node at once, and is gone").toEqual([]);
    for (let i = 4; i < 7; i++) world.put(ownPod(`own-${i}`));
    await world.after(110);
    expect(world.made()).toBe(1);
    expect(world.bugs).toEqual([]);
  });

  it("is woken again, ever more seldom, until the hand-over ends", async () => {
    const world = await handedOver();
    await world.after(180);
    // After 3, 8, 18, 38 and 78 s; the hand-over ends after 120 s.
    expect(world.made()).toBe(5);
    expect(world.wakers()).toEqual([]);
  });

  it.each<{ why: string; spec?: object; pause?: "freeze" | "release"; nominated?: false }>([
    { why: "a suspended pool wakes nobody", spec: { suspend: true } },
    { why: "nor does one whose namespace is frozen", pause: "freeze" },
    { why: "nor one that is released", pause: "release" },
    { why: "a pod that displaced nobody waits for room, not for the scheduler", nominated: false },
  ])("$why", async ({ spec, pause, nominated }) => {
    const world = await handedOver(spec);
    if (pause !== undefined) world.pause(pause);
    if (nominated === false) for (let i = 4; i < 7; i++) world.put(withoutNomination(`own-${i}`));
    await world.after(60);
    expect(world.made()).toBe(0);
  });

  it("a waker that was left behind by a kill is removed at the next start", async () => {
    const world = await handedOver();
    await world.kill();
    world.put(podOf({ namespace: NAMESPACE, name: "left", labels: { [WAKER_LABEL]: "pool" } }, deployment()));
    world.remove("WarmPool", { namespace: NAMESPACE, name: "pool" });
    world.begin();
    await world.after(1);
    expect(world.wakers()).toEqual([]);
  });
});

function withoutNomination(name: string): Pod {
  const pod = stuck(name);
  const { nominatedNode: _none, ...status } = pod.status;
  return { ...pod, status };
}
