import type { Pod, Workload } from "../../../src/api/observed.ts";
import type { Cluster, Observed, ObservedKind } from "../../../src/ports/cluster.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import { SECOND } from "../../../src/units/duration.ts";

/** What of ours is broken on purpose, so that a check is seen to fail: the negative controls. */
export type Sabotage =
  /** Who does not lead any more goes on writing. */
  | "writes without the lease"
  /** Every pod that exists is taken for Ready. */
  | "sees all Ready"
  /** No pod is known to have restarted. */
  | "overlooks restarts"
  /** A decision waits for what it reads for as long as that takes. */
  | "waits for every answer";

/** The patience of a decision with what it reads (predictiveAutoscalerController.ts). */
const PATIENCE = 5 * SECOND;

export function sabotagedClock(clock: Clock, how: Sabotage | undefined): Clock {
  if (how !== "waits for every answer") return clock;
  return {
    now: clock.now,
    at: (at, callback) => (at - clock.now() === PATIENCE ? () => {} : clock.at(at, callback)),
  };
}

export function sabotagedView(cluster: Cluster, how: Sabotage | undefined): Cluster {
  if (how !== "sees all Ready" && how !== "overlooks restarts") return cluster;
  const seen = <K extends ObservedKind>(kind: K, object: Observed[K] | undefined): Observed[K] | undefined =>
    object === undefined ? undefined : (distorted(kind, object, how) as Observed[K]);
  return {
    ...cluster,
    list: (kind, namespace) => cluster.list(kind, namespace).map((object) => seen(kind, object)!),
    get: (kind, key) => seen(kind, cluster.get(kind, key)),
    subscribe: (kind, listener) =>
      cluster.subscribe(kind, (key, before, after) => listener(key, seen(kind, before), seen(kind, after))),
  };
}

function distorted(kind: ObservedKind, object: unknown, how: "sees all Ready" | "overlooks restarts"): unknown {
  if (kind === "Pod" && how === "overlooks restarts") {
    const pod = object as Pod;
    return { ...pod, status: { ...pod.status, restarts: 0 } };
  }
  if ((kind === "Deployment" || kind === "StatefulSet") && how === "sees all Ready") {
    const workload = object as Workload;
    return { ...workload, status: { ...workload.status, readyReplicas: workload.status.replicas } };
  }
  return object;
}
