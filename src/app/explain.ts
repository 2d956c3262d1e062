import { connectCluster } from "../adapters/kubernetes/connectCluster.ts";
import { connectKube, type KubeAccess } from "../adapters/kubernetes/kubeConnection.ts";
import { connectPrometheus, type PrometheusAccess } from "../adapters/prometheus/prometheusConnection.ts";
import { prometheusHistory } from "../adapters/prometheus/prometheusHistory.ts";
import { systemClock } from "../adapters/system/systemClock.ts";
import type { ObjectKey } from "../api/metadata.ts";
import type { PredictiveAutoscaler } from "../api/predictiveAutoscaler.ts";
import type { Decided } from "../controllers/board.ts";
import { validOf } from "../controllers/ownObjects.ts";
import { pauseOf } from "../controllers/pause.ts";
import { autoscalerMemory } from "../controllers/predictiveAutoscaler/autoscalerMemory.ts";
import { decide } from "../controllers/predictiveAutoscaler/decide.ts";
import { NO_LIMIT } from "../controllers/predictiveAutoscaler/turnBudget.ts";
import { forecast } from "../forecast/forecast.ts";
import type { ForecastRequest } from "../forecast/forecastTypes.ts";
import type { Cluster } from "../ports/cluster.ts";
import type { Log } from "../ports/telemetry.ts";
import type { Failure } from "../units/failure.ts";
import { failed, type Result, success } from "../units/result.ts";
import { KINDS_OF } from "./kindsOf.ts";
import { noHistory } from "./noHistory.ts";
import { notesOn } from "./notesOn.ts";
import { until } from "./until.ts";

export interface ExplainSettings {
  readonly kube: KubeAccess;
  readonly prometheus: PrometheusAccess | undefined;
  /** A PredictiveAutoscaler, or the workload that one scales. */
  readonly target: ObjectKey;
  readonly log: Log;
}

export interface Explained extends Decided {
  readonly target: ObjectKey;
  /** What the decision rests on that a reader has to know. */
  readonly notes: readonly string[];
}

/** One turn about a live target, from what the cluster and Prometheus say now; nothing is written. */
export async function explain({ kube, prometheus, target, log }: ExplainSettings): Promise<Result<Explained, Failure>> {
  const clock = systemClock();
  const connection = await connectKube(kube);
  const connected = connectCluster({ connection, clock, log, namespaces: [], kinds: KINDS_OF.plan });
  const source = prometheus === undefined ? undefined : connectPrometheus(prometheus);
  const history = source === undefined ? noHistory() : prometheusHistory(source);
  connected.start();
  try {
    await until("the cluster was read", () => connected.cluster.synced());
    const autoscaler = autoscalerOf(connected.cluster, target);
    if (autoscaler === undefined) return failed(notFound(target));
    const { cluster } = connected;
    const forecaster = { forecast: (request: ForecastRequest) => Promise.resolve(forecast(request)) };
    const memory = autoscalerMemory();
    const decided = await decide({ cluster, clock, history, forecaster }, autoscaler, {
      memory,
      budget: NO_LIMIT,
    });
    if (!decided.ok) return decided;
    const { namespace, name } = autoscaler.metadata;
    const pause = pauseOf(cluster, namespace);
    const notes = notesOn(decided.value.snapshot, { inputFailure: memory.inputs.live?.failure, pause });
    return success({ ...decided.value, target: { namespace, name }, notes });
  } finally {
    await connected.stop();
    await Promise.all([source?.close(), connection.close()]);
  }
}

function autoscalerOf(cluster: Cluster, { namespace, name }: ObjectKey): PredictiveAutoscaler | undefined {
  const all = validOf(cluster, "PredictiveAutoscaler", namespace);
  return (
    all.find(({ metadata }) => metadata.name === name) ?? all.find(({ spec }) => spec.scaleTargetRef.name === name)
  );
}

function notFound({ namespace, name }: ObjectKey): Failure {
  return {
    code: "NotFound",
    message: `no PredictiveAutoscaler ${name} in namespace ${namespace} can be read, nor one that scales ${name}`,
    field: "TARGET",
    remedy: "kubectl get pas -A lists them; give the namespace by -n or as NAMESPACE/NAME",
  };
}
