import type { PastSeries } from "../test/cluster/prometheus.ts";
import { type Manifest, namespaceManifest, ownManifest } from "../test/cluster/manifests.ts";
import { placeholderPriorityClass, sampleDeployment, sampleHpa } from "../test/cluster/samples.ts";

export const NAMESPACE = "vision";
export const METRIC = "fusion_demand";
/**
 * Seconds from the start to the daily peak that the history teaches: time to look around before the floor rises, which
 * it does up to twenty minutes ahead, as the peaks of a history need not come to the minute.
 */
export const PEAK_AHEAD = 1_500;
const NAME = "face-fusion";
const MINUTES = 28 * 1440;

/** Demand at a time (Unix seconds): 60 all day, and an hour of 500 at the same time of every day. */
export function demandAt(at: number, peak: number): number {
  const sincePeak = (((at - peak) % 86_400) + 86_400) % 86_400;
  // Two percent of noise, from the time alone.
  return Math.round((sincePeak < 3_600 ? 500 : 60) * (1 + 0.02 * Math.sin(at * 12.9898)) * 100) / 100;
}

/** Four weeks, a sample a minute. */
export function playgroundHistory(peak: number): PastSeries {
  const end = Math.floor(Date.now() / 60_000) * 60;
  const times = Array.from({ length: MINUTES }, (_, index) => end - 60 * (MINUTES - index));
  return { metric: METRIC, samples: times.map((at) => [at, demandAt(at, peak)] as const) };
}

/** A deployment whose pods take twenty seconds, its HPA, and the autoscaler that makes both ready in time. */
export function playgroundObjects(): readonly Manifest[] {
  const sample = { namespace: NAMESPACE, name: NAME };
  return [
    namespaceManifest(NAMESPACE),
    { path: "/apis/scheduling.k8s.io/v1/priorityclasses", object: placeholderPriorityClass() },
    {
      path: `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`,
      object: sampleDeployment({
        ...sample,
        startup: "20s",
        replicas: 3,
        requests: { cpu: "1" },
      }),
    },
    {
      path: `/apis/autoscaling/v2/namespaces/${NAMESPACE}/horizontalpodautoscalers`,
      object: sampleHpa({ ...sample, min: 3, max: 48, perReplica: 25, metric: METRIC }),
    },
    ownManifest("PredictiveAutoscaler", sample, {
      scaleTargetRef: { name: NAME },
      // Where history ends and scraping begins both series are there for a moment: it is one demand.
      demand: { perReplica: 25, signals: [{ name: "all", query: `max(${METRIC})` }] },
      startup: { leadTime: "1m" },
      scaleIn: { interval: "20s", maxHold: "1m" },
    }),
  ];
}
