import { afterAll, beforeAll, expect, it } from "vitest";
import { POOL_LABEL, WAKER_LABEL } from "../../src/api/metadata.ts";
import { describeCluster } from "../cluster/describeCluster.ts";
import { namespaceManifest } from "../cluster/manifests.ts";
import { waitFor } from "../cluster/waitFor.ts";
import { startRealWorld, type RealWorld } from "../story/realWorld.ts";
import { applyAll } from "../story/threadObjects.ts";
import { readySince } from "../story/watchThread.ts";
import { deployment, deploymentsOf, pool } from "./targets.ts";

const NAMESPACE = "handed-over";
const NAME = "face-fusion";
/** One pod stands, and room for the others is reserved: there are exactly so many GPUs. */
const PROMISED = 40;
/** Without a waker five of twenty hand-overs left one to three pods waiting, for up to five minutes each. */
const ROUNDS = 4;
/** Far less than the five minutes, after which the scheduler looks again by itself. */
const IN_TIME = 90_000;

describeCluster("W19: forty pods on exactly forty GPUs, thirty-nine of them held by placeholders", () => {
  let world: RealWorld;
  beforeAll(async () => {
    world = await startRealWorld(10, { cpu: "16", memory: "64Gi", pods: "110", "nvidia.com/gpu": "4" });
    await applyAll(world.plane, [namespaceManifest(NAMESPACE)]);
    await world.controller("headstart", [`--namespaces=${NAMESPACE}`, "--controllers=enforce"]);
    const gpu = { cpu: "1", "nvidia.com/gpu": "1" };
    await applyAll(world.plane, [deployment(NAMESPACE, gpu), pool(NAMESPACE, PROMISED - 1)]);
  });
  afterAll(() => world?.stop());

  const podsOf = (labels: string) =>
    world.plane.list(`/api/v1/namespaces/${NAMESPACE}/pods?labelSelector=${encodeURIComponent(labels)}`);
  const scale = (replicas: number) => world.plane.merge(`${deploymentsOf(NAMESPACE)}/${NAME}`, { spec: { replicas } });

  it("all become Ready in time, hand-over after hand-over, and no waker stays", async () => {
    for (let round = 1; round <= ROUNDS; round++) {
      await waitFor(
        `round ${round}: room is reserved`,
        async () => {
          const held = (await podsOf(POOL_LABEL)).filter(({ spec }) => spec.nodeName !== undefined);
          return held.length === PROMISED - 1;
        },
        IN_TIME,
      );
      await scale(PROMISED);
      await waitFor(
        `round ${round}: all are Ready`,
        async () => (await podsOf(`app=${NAME}`)).filter((pod) => readySince(pod) !== undefined).length === PROMISED,
        IN_TIME,
      );
      await waitFor("no waker is left", async () => (await podsOf(WAKER_LABEL)).length === 0);
      expect(await podsOf(POOL_LABEL), "what was displaced is not made again").toEqual([]);
      await scale(1);
    }
  });
});
