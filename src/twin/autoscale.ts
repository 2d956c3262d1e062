import type { Workload } from "../api/observed.ts";
import { instant } from "../units/instant.ts";
import { decideReplicas, type HpaDecision } from "./horizontalAutoscaler.ts";
import { listed, put, stored, textOf } from "./objects.ts";
import type { Demand, TwinAutoscaler, TwinState, Wish } from "./state.ts";

/** One sync of every HPA. */
export function autoscaled(state: TwinState, demand: Demand): TwinState {
  const next = { ...state, hpaSyncAt: instant(state.now + state.settings.hpaSync) };
  return listed(state, "HorizontalPodAutoscaler").reduce((rest, hpa) => synced(rest, hpa, demand), next);
}

function synced(state: TwinState, hpa: TwinAutoscaler, demand: Demand): TwinState {
  const workload = scaledBy(state, hpa);
  if (workload === undefined) return state;
  const key = textOf(hpa.metadata);
  const from = state.now - state.settings.downscaleStabilisation;
  const first: readonly Wish[] = [{ at: state.now, replicas: workload.spec.replicas }];
  const wishes = (state.wishes.get(key) ?? first).filter(({ at }) => at > from);
  const { metric, minReplicas = 1, maxReplicas } = hpa.spec;
  const decision = decideReplicas({
    specReplicas: workload.spec.replicas,
    statusReplicas: workload.status.replicas,
    min: minReplicas,
    max: maxReplicas,
    usage: demand(metric.name, state.now),
    averageValue: metric.averageValue,
    wishes,
  });
  const kept = decision.wish === undefined ? wishes : [...wishes, { at: state.now, replicas: decision.wish }];
  const remembered = { ...state, wishes: new Map(state.wishes).set(key, kept) };
  return withStatus(rescaled(remembered, workload, decision.replicas), hpa, { workload, decision });
}

function scaledBy(state: TwinState, { spec, metadata }: TwinAutoscaler): Workload | undefined {
  const { kind, name } = spec.scaleTargetRef;
  if (kind !== "Deployment" && kind !== "StatefulSet") return undefined;
  return stored(state, kind, { namespace: metadata.namespace, name });
}

function rescaled(state: TwinState, workload: Workload, replicas: number): TwinState {
  if (replicas === workload.spec.replicas) return state;
  return put(state, workload.kind, { ...workload, spec: { ...workload.spec, replicas } });
}

function withStatus(
  state: TwinState,
  hpa: TwinAutoscaler,
  { workload, decision }: { readonly workload: Workload; readonly decision: HpaDecision },
): TwinState {
  const status = {
    currentReplicas: workload.spec.replicas,
    desiredReplicas: decision.replicas,
    conditions: decision.active === undefined ? hpa.status.conditions : [activeCondition(decision.active)],
  };
  if (JSON.stringify(status) === JSON.stringify(hpa.status)) return state;
  return put(state, "HorizontalPodAutoscaler", { ...hpa, status });
}

function activeCondition(active: boolean) {
  const reason = active ? "ValidMetricFound" : "FailedGetExternalMetric";
  return { type: "ScalingActive", status: active ? "True" : "False", reason };
}
