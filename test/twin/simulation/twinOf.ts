import type { ScalingPolicyInput } from "../../../src/api/scalingPolicy.ts";
import { nodeOf } from "../../../src/twin/nodes.ts";
import { put } from "../../../src/twin/objects.ts";
import { demandCurve } from "../../../src/twin/demand.ts";
import { DEFAULT_SETTINGS, type Demand, emptyTwin, type TwinState } from "../../../src/twin/state.ts";
import { filed, serverSideApply } from "../../../src/twin/writes.ts";
import { formatDuration, milliseconds, MINUTE } from "../../../src/units/duration.ts";
import type { Instant } from "../../../src/units/instant.ts";
import { NAMESPACE, PER_REPLICA, type World, type WorldTarget } from "./world.ts";

export const GIT = "git";

/** The world's cluster at its start, without anything of ours but the autoscalers. */
export function twinOf({ start, nodes, targets, quota, policy }: World): TwinState {
  const settings = {
    ...DEFAULT_SETTINGS,
    nodes: {
      ...{ allocatable: { cpu: nodes.holds, pods: 250 }, least: nodes.atStart, most: nodes.most },
      ...{ readyAfter: nodes.readyAfter, leavesEmptyAfter: milliseconds(10 * MINUTE) },
    },
  };
  let state = emptyTwin(start, settings);
  for (let i = 0; i < nodes.atStart; i++) state = put(state, "Node", nodeOf(state));
  state = put(state, "Namespace", { kind: "Namespace", metadata: { namespace: "", name: NAMESPACE } });
  if (quota !== undefined) state = withQuota(state, quota);
  if (policy !== undefined) state = withPolicy(state, policy);
  for (const target of targets) state = withTarget(state, target);
  return state;
}

function withQuota(state: TwinState, pods: number): TwinState {
  const metadata = { namespace: NAMESPACE, name: "compute" };
  return put(state, "ResourceQuota", {
    kind: "ResourceQuota",
    metadata,
    status: { hard: { pods }, used: { pods: 0 } },
  });
}

function withPolicy(state: TwinState, spec: ScalingPolicyInput): TwinState {
  const change = filed(state, { kind: "ScalingPolicy", metadata: { namespace: "", name: "standard" }, spec });
  if (!change.ok) throw new Error(change.failure.message);
  return change.value;
}

function withTarget(state: TwinState, target: WorldTarget): TwinState {
  const { name, kind, hpa, replicas, startup } = target;
  const metadata = { namespace: NAMESPACE, name };
  const labels = { app: name };
  const annotations = { startup: formatDuration(startup) };
  const template = { labels, annotations, requests: { cpu: 1 }, scheduling: {} };
  const withWorkload = put(state, kind, {
    ...{ kind, metadata, spec: { replicas, selector: labels, template } },
    status: { replicas: 0, readyReplicas: 0 },
  });
  const next = withAutoscaler(withWorkload, target);
  if (hpa === undefined) return next;
  const spec = { ...hpaRest(target), minReplicas: hpa.min, maxReplicas: hpa.max };
  const written = put(next, "HorizontalPodAutoscaler", {
    ...{ kind: "HorizontalPodAutoscaler", metadata, spec },
    status: { currentReplicas: 0, desiredReplicas: 0, conditions: [] },
  });
  if (hpa.writtenBy === "Update") return written;
  const applied = serverSideApply(written, { kind: "HorizontalPodAutoscaler", metadata, spec }, GIT);
  if (!applied.ok) throw new Error(applied.failure.message);
  return applied.value;
}

/** What of an HPA nobody ever changes. */
export function hpaRest({ name, kind }: Pick<WorldTarget, "name" | "kind">) {
  return { scaleTargetRef: { apiVersion: "apps/v1", kind, name }, metric: { name, averageValue: PER_REPLICA } };
}

function withAutoscaler(state: TwinState, { name, autoscaler }: WorldTarget): TwinState {
  const metadata = { namespace: NAMESPACE, name };
  const change = filed(state, { kind: "PredictiveAutoscaler", metadata, spec: autoscaler });
  if (!change.ok) throw new Error(change.failure.message);
  return change.value;
}

/** The metric of each target, named like it: night until 7, day until 22 o'clock. */
export function demandOf({ seed, targets }: World): Demand {
  const curves = new Map<string, (at: Instant) => number>(
    targets.map(({ name, demand: { night, day, noisePercent } }, i) => [
      name,
      demandCurve({
        ...{ zone: "UTC", seed: seed + i, noisePercent, surges: [] },
        day: [
          { fromHour: 0, demand: night },
          { fromHour: 7, demand: day },
          { fromHour: 22, demand: night },
        ],
      }),
    ]),
  );
  return (metric, at) => curves.get(metric)?.(at);
}
