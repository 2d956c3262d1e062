import type { Pod } from "../../api/observed.ts";
import type { Snapshot } from "../../plan/snapshot.ts";
import type { Cluster } from "../../ports/cluster.ts";
import type { Failure } from "../../units/failure.ts";
import type { Instant } from "../../units/instant.ts";
import { replicas } from "../../units/replicas.ts";
import { podsOf, textOfTarget } from "../targets.ts";
import { leadTimeObserver } from "./leadTimeObserver.ts";
import { type ObservedAutoscaler, campaignsNaming, declaredBy } from "./observeAutoscaler.ts";
import { othersFloor } from "./othersFloor.ts";
import type { InputsOf } from "./refreshInputs.ts";
import { roomFor } from "./room.ts";

export interface SnapshotInput extends InputsOf {
  readonly observed: ObservedAutoscaler;
  /** Of the policy's replicasAddedPerTurn, for this namespace and turn. */
  readonly addable: number;
}

/** Joins cluster, history and time into what one decision looks at, all of one moment. */
export function takeSnapshot(cluster: Cluster, input: SnapshotInput, now: Instant): Snapshot {
  const { autoscaler, observed, policy, memory } = input;
  const key = { namespace: autoscaler.metadata.namespace, name: autoscaler.metadata.name };
  const own = podsOf(cluster, observed.workload);
  seeStarts(own, input, now);
  const snapshot: Snapshot = {
    now,
    target: key,
    spec: autoscaler.spec,
    policy: { name: policy.name, spec: policy.spec },
    scale: { ...observed.scale, others: othersFloor(cluster, observed, { autoscaler: key, now }) },
    demand: memory.inputs.live?.demand ?? { kind: "unknown", state: "TimedOut", since: undefined },
    forecast: memory.inputs.inHand ?? { kind: "none", because: NOT_YET },
    leadTime: memory.leadTimes.knowledge(autoscaler.spec.startup),
    campaigns: declaredBy(campaignsNaming(cluster, key), key, { cluster, now }),
    room: roomFor(cluster, observed.workload, own),
    addable: replicas(input.addable),
    previous: memory.previous,
  };
  return Object.freeze(snapshot);
}

function seeStarts(own: readonly Pod[], { observed, memory }: SnapshotInput, now: Instant): void {
  const target = textOfTarget(observed.target);
  if (memory.target !== target) memory.leadTimes = leadTimeObserver();
  memory.target = target;
  memory.leadTimes.see(own, now);
}

const NOT_YET: Failure = {
  code: "NotYet",
  message: "no forecast was made yet",
  remedy: "wait for the first turn; until then the floors written before are kept",
};
