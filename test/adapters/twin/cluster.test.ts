import { describe } from "vitest";
import { PAUSE_ANNOTATION } from "../../../src/api/metadata.ts";
import { instant } from "../../../src/units/instant.ts";
import { put, removed, stored } from "../../../src/twin/objects.ts";
import { DEFAULT_SETTINGS } from "../../../src/twin/state.ts";
import { serverSideApply } from "../../../src/twin/writes.ts";
import { sampleDeployment, sampleHpa } from "../../cluster/samples.ts";
import { at } from "../../controllers/world.ts";
import { stage } from "../../twin/stage.ts";
import { type ClusterStage, clusterContract, SAMPLE } from "../clusterContract.ts";
import { ownersOf } from "../owners.ts";

const HPA = "HorizontalPodAutoscaler";
/** Simulated seconds after which nobody waits any longer. */
const LONGEST = 60;

async function open(): Promise<ClusterStage> {
  const nodes = { ...DEFAULT_SETTINGS.nodes, allocatable: { cpu: 8, memory: 2 ** 35, pods: 110 }, least: 1, most: 1 };
  const played = stage({ start: at("2026-11-11T00:00:00Z"), nodes: 1, settings: { nodes }, demand: () => undefined });
  const { world } = played;
  const hpa = () => stored(world.state(), HPA, SAMPLE);
  const applyAutoscaler = (minReplicas: number) => {
    const spec = { minReplicas, maxReplicas: 40 };
    const change = world.attempt((state) => serverSideApply(state, { kind: HPA, metadata: SAMPLE, spec }, "user"));
    return change.ok ? Promise.resolve() : Promise.reject(new Error(change.failure.message));
  };
  played.apply(
    sampleDeployment({ ...SAMPLE, startup: "1s" }),
    sampleHpa({ ...SAMPLE, min: 4, max: 40, perReplica: 25 }),
  );
  await applyAutoscaler(4);
  return {
    cluster: world.cluster,
    createNamespace: async (name) => namespace(name, {}),
    pauseNamespace: async (name, how) => namespace(name, { [PAUSE_ANNOTATION]: how }),
    removeNamespace: async (name) => world.change((state) => removed(state, "Namespace", { namespace: "", name })),
    applyAutoscaler,
    removeAutoscaler: async () => world.change((state) => removed(state, HPA, SAMPLE)),
    async fileOwners() {
      const { autoscaler, pool } = ownersOf(SAMPLE);
      played.apply(autoscaler, pool);
      const uidOf = (kind: "PredictiveAutoscaler" | "WarmPool", name: string) =>
        stored(world.state(), kind, { ...SAMPLE, name })?.metadata.uid ?? "";
      return {
        autoscaler: uidOf("PredictiveAutoscaler", autoscaler.metadata.name),
        pool: uidOf("WarmPool", pool.metadata.name),
      };
    },
    minReplicas: async () => hpa()?.spec.minReplicas,
    managers: async () => (hpa()?.metadata.managedFields ?? []).map(({ manager }) => manager),
    replicas: async () => stored(world.state(), "Deployment", SAMPLE)?.spec.replicas,
    async eventually(what, reached) {
      const end = instant(world.clock.now() + LONGEST * 1000);
      for (let found = reached(); ; found = reached()) {
        if (found !== undefined && found !== false) return found;
        if (world.clock.now() >= end) throw new Error(`not within ${LONGEST} simulated seconds: ${what}`);
        await played.after(1);
      }
    },
    close: () => played.kill(),
  };

  function namespace(name: string, annotations: Readonly<Record<string, string>>): void {
    world.change((state) =>
      put(state, "Namespace", { kind: "Namespace", metadata: { namespace: "", name, annotations } }),
    );
  }
}

describe("the Cluster port on the twin", () => clusterContract(open));
