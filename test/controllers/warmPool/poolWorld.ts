import { POOL_LABEL } from "../../../src/api/metadata.ts";
import type { Pod } from "../../../src/api/observed.ts";
import { podOf } from "../fakeCluster.ts";
import { deployment, NAMESPACE, ownObject, TARGET, worldAt } from "../world.ts";

const WINDOW = { start: "2026-11-11T01:00:00Z", end: "2026-11-11T02:00:00Z", replicas: 10, upTo: 14, reason: "sale" };

/** A pool whose window opens an hour after midnight, for an hour: ten placeholders, fourteen pods in all. */
export function pooled(window: object = {}, more: object = {}) {
  return ownObject("WarmPool", "pool", { targetRef: TARGET, windows: [{ ...WINDOW, ...window }], ...more });
}

/** From midnight on: so many own pods run, and there is no pool yet; the controllers are not begun. */
export function reserving(ownPods = 4) {
  const world = worldAt("2026-11-11T00:00:00Z", { which: "enforce" });
  for (let i = 0; i < ownPods; i++) world.put(ownPod(`own-${i}`));
  const placeholders = () =>
    world.cluster.list("Pod").filter(({ metadata }) => metadata.labels?.[POOL_LABEL] === "pool");
  const created = () => world.deeds().filter((deed) => deed.startsWith("create placeholder")).length;
  return { ...world, placeholders, created };
}

/** The same with the pool, and the controllers begun. */
export function poolWorld() {
  const world = reserving();
  world.put(pooled());
  world.begin();
  return world;
}

/** One of the target's, on a node. */
export function ownPod(name: string): Pod {
  return podOf({ namespace: NAMESPACE, name, labels: { app: "face-fusion" } }, deployment());
}
