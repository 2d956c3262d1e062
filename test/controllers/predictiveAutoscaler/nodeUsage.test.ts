import * as fc from "fast-check";
import { expect, it } from "vitest";
import { POOL_LABEL } from "../../../src/api/metadata.ts";
import { nodeUsageOf, usedBy } from "../../../src/controllers/predictiveAutoscaler/nodeUsage.ts";
import type { Cluster } from "../../../src/ports/cluster.ts";
import { instant } from "../../../src/units/instant.ts";
import { fakeCluster, podOf } from "../fakeCluster.ts";
import { simulatedClock } from "../simulatedClock.ts";
import { deployment, NAMESPACE } from "../world.ts";

const NODES = ["one", "two"];

/** A pod of a node or of none yet; with its cores, as a placeholder or not, over or not. */
const change = fc.record({
  name: fc.constantFrom("a", "b", "c", "d"),
  node: fc.constantFrom(undefined, ...NODES),
  cpu: fc.constantFrom(0.1, 0.2, 3),
  phase: fc.constantFrom("Running", "Succeeded"),
  isPlaceholder: fc.boolean(),
  isGone: fc.boolean(),
});

it("property: whatever pods come, move and go, a node's usage is what a look at all of them gives", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
      const fake = fakeCluster(simulatedClock(instant(0)).clock);
      const usage = nodeUsageOf(fake.cluster);
      for (const { name, node, cpu, phase, isPlaceholder, isGone } of changes) {
        if (isGone) fake.remove("Pod", { namespace: NAMESPACE, name });
        else {
          const labels = isPlaceholder ? { [POOL_LABEL]: "pool" } : {};
          const pod = podOf({ namespace: NAMESPACE, name, labels }, deployment());
          const spec = { ...pod.spec, requests: { cpu }, ...(node === undefined ? {} : { nodeName: node }) };
          const { nodeName: _dropped, ...pending } = spec;
          fake.put({ ...pod, spec: node === undefined ? pending : spec, status: { ...pod.status, phase } });
        }
        for (const each of NODES) expect(usage(each)).toEqual(usedBy(counted(fake.cluster, each)));
      }
    }),
    { seed: 11, numRuns: 300 },
  );
});

function counted(cluster: Cluster, node: string) {
  return cluster
    .list("Pod")
    .filter(({ spec, status }) => spec.nodeName === node && status.phase === "Running")
    .filter(({ metadata }) => metadata.labels?.[POOL_LABEL] === undefined);
}

it("looks at all pods once, however often it is asked", () => {
  const fake = fakeCluster(simulatedClock(instant(0)).clock);
  let looks = 0;
  const cluster: Cluster = {
    ...fake.cluster,
    list: (kind, namespace) => (looks++, fake.cluster.list(kind, namespace)),
  };
  for (let i = 0; i < 100; i++) nodeUsageOf(cluster)("one");
  expect(looks).toBe(1);
});
