import type { ScalingPolicyStatus } from "../../api/scalingPolicy.ts";
import type { Cluster, RawObject } from "../../ports/cluster.ts";
import { type Finding, conditionsFrom, fitted } from "../conditions.ts";
import { describeFailures, readOwn, validOf } from "../ownObjects.ts";
import { publishStatus, turnAfter } from "../publishStatus.ts";
import { type Controller, type Surroundings, controllerOf, keyOfText, textOfKey } from "../runtime/controller.ts";
import type { Turn } from "../runtime/keyedQueue.ts";
import { specChanged } from "../specChanged.ts";

/** Says of each policy whether it can be used; who uses it is not its business. */
export function scalingPolicyController(surroundings: Surroundings): Controller {
  const { cluster, clock } = surroundings;

  async function turn(text: string): Promise<Turn> {
    const raw = cluster.get("ScalingPolicy", keyOfText(text));
    if (raw === undefined || raw.metadata.deletionTimestamp !== undefined) return { kind: "done" };
    const { generation } = raw.metadata;
    const before = raw.status as ScalingPolicyStatus | undefined;
    const status: ScalingPolicyStatus = {
      ...(generation === undefined ? {} : { observedGeneration: generation }),
      conditions: conditionsFrom(findingsOf(cluster, raw), before?.conditions, { now: clock.now(), generation }),
    };
    const key = { namespace: "", name: raw.metadata.name, uid: raw.metadata.uid };
    return turnAfter(await publishStatus(cluster, "ScalingPolicy", { key, before, status }));
  }

  return controllerOf(
    {
      name: "scalingPolicy",
      concurrency: 1,
      longestDelay: 60_000,
      turn,
      watch: (add, hint) => {
        // One that becomes the default, or ceases to be, concerns the others too.
        const addAll = () => {
          for (const { metadata } of cluster.list("ScalingPolicy")) add(textOfKey({ ...metadata, namespace: "" }));
        };
        addAll();
        return [
          cluster.subscribe("ScalingPolicy", (key, before, after) => {
            if (specChanged(before, after)) addAll();
            else hint(textOfKey(key));
          }),
        ];
      },
    },
    surroundings,
  );
}

function findingsOf(cluster: Cluster, raw: RawObject): readonly Finding[] {
  const read = readOwn("ScalingPolicy", raw);
  if (!read.ok) {
    const message = fitted(`${describeFailures(read.failure)}; until then no autoscaler can be ruled by it`, 4096);
    return [
      { type: "Ready", status: false, reason: "InvalidSpec", message },
      { type: "Stalled", status: true, reason: "InvalidSpec", message },
    ];
  }
  const defaults = validOf(cluster, "ScalingPolicy").filter(({ spec }) => spec.default);
  if (read.value.spec.default && defaults.length > 1) {
    const names = defaults.map(({ metadata }) => metadata.name).toSorted();
    const message = `${names.join(", ")} all say default: true; keep one: until then policyName must be given`;
    return [{ type: "Ready", status: false, reason: "SeveralDefaultPolicies", message: fitted(message, 4096) }];
  }
  const message = read.value.spec.default ? "rules where no policyName is given" : "rules where it is named";
  return [{ type: "Ready", status: true, reason: "Usable", message }];
}
