import { describe, expect, it } from "vitest";
import type { KubeConnection } from "../../src/adapters/kubernetes/kubeConnection.ts";
import { isHeeded } from "../../src/app/pauseNamespaces.ts";
import type { OwnKind } from "../../src/ports/cluster.ts";
import { NAMESPACE, ownObject, TARGET, windowed, worldAt } from "../controllers/world.ts";

const T0 = "2026-11-11T00:00:00Z";
const PLURALS: Readonly<Record<string, OwnKind>> = {
  predictiveautoscalers: "PredictiveAutoscaler",
  cronhpas: "CronHPA",
  warmpools: "WarmPool",
};

/** One of each kind, a pool and a CronHPA without a target among them, and an API server that lists them. */
async function led() {
  const world = worldAt(T0);
  world.put(windowed("evening", [["2026-11-11T00:00:00Z", "2026-11-11T02:00:00Z", 30]]));
  world.put(windowed("nobody", [], { scaleTargetRef: { ...TARGET, name: "nobody" } }));
  world.put(ownObject("WarmPool", "pool", { targetRef: { ...TARGET, name: "nobody" }, windows: [] }));
  const demand = { perReplica: "25", signals: [{ name: "images", query: "up" }] };
  world.put(ownObject("PredictiveAutoscaler", "fusion", { scaleTargetRef: TARGET, demand, suspend: true }));
  world.begin();
  await world.after(60);
  const call = (_method: string, path: string) => {
    const kind = PLURALS[/([a-z]+)\?/.exec(path)?.[1] ?? ""] ?? "CronHPA";
    return Promise.resolve({ status: 200, body: { items: world.cluster.list(kind, NAMESPACE) } });
  };
  const connection = { call } as unknown as KubeConnection;
  return { ...world, heeds: (wish: "freeze" | "release" | undefined) => isHeeded(connection, NAMESPACE, wish) };
}

describe("whether a pause is heeded", () => {
  it("freeze, then release, then on: each only once the controllers have seen that very wish", async () => {
    const world = await led();
    expect(await world.heeds(undefined), "nothing is paused, suspended or not").toBe(true);
    expect(await world.heeds("freeze")).toBe(false);
    world.pause("freeze");
    await world.after(1);
    expect(await world.heeds("freeze")).toBe(true);
    expect(await world.heeds("release"), "both say Paused").toBe(false);
    world.pause("release");
    expect(await world.heeds("release"), "no turn was taken yet").toBe(false);
    await world.after(1);
    expect(await world.heeds("release")).toBe(true);
    expect(await world.heeds("freeze")).toBe(false);
    world.pause(undefined);
    await world.after(1);
    expect(await world.heeds(undefined)).toBe(true);
  });

  it("one that no controller sees is not heeded", async () => {
    const world = await led();
    world.pause("freeze");
    await world.after(1);
    await world.kill();
    world.pause("release");
    await world.after(60);
    expect(await world.heeds("release")).toBe(false);
  });
});
