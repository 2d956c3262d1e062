import { sampleDeployment, sampleHpa } from "../cluster/samples.ts";

const OWN = "/apis/headstart.dev/v1alpha1";

/** A manifest and the collection it is posted to. */
export interface Posted {
  readonly path: string;
  readonly object: unknown;
}

export interface ThreadSettings {
  readonly namespace: string;
  /** T-0. */
  readonly start: Date;
  /** From binding to Ready of a pod. */
  readonly startup: string;
  readonly leadTime: string;
  /** Metric in Prometheus and for the HPA. */
  readonly metric: string;
}

/** What the campaign's README describes, as a user would file it. */
export function campaignObjects({ namespace, start, startup, leadTime, metric }: ThreadSettings): readonly Posted[] {
  const name = "face-fusion";
  const end = new Date(start.getTime() + 40_000);
  return [
    ...targetObjects({ namespace, name, startup, metric, min: 3, max: 50 }),
    autoscaler(namespace, name, {
      demand: { perReplica: "25", signals: [{ name: "all", query: metric }] },
      startup: { leadTime },
      scaleIn: { stepPercent: 34, interval: "10s", maxHold: "15s" },
    }),
    {
      path: `${OWN}/namespaces/${namespace}/campaigns`,
      object: {
        apiVersion: "headstart.dev/v1alpha1",
        kind: "Campaign",
        metadata: { name: "sale", namespace },
        spec: {
          owner: { team: "growth" },
          timeZone: "Asia/Shanghai",
          start: start.toISOString(),
          end: end.toISOString(),
          targets: [{ name, peak: { demand: "900" } }],
          readyBefore: "15s",
          reserveBefore: "100s",
        },
      },
    },
  ];
}

/** The target that only has its history. */
export function learnedObjects(namespace: string, metric: string): readonly Posted[] {
  const name = "search";
  return [
    ...targetObjects({ namespace, name, startup: "20s", metric, min: 2, max: 60 }),
    autoscaler(namespace, name, {
      demand: { perReplica: "25", signals: [{ name: "all", query: metric }] },
      startup: { leadTime: "30s" },
    }),
  ];
}

interface TargetSettings {
  readonly namespace: string;
  readonly name: string;
  readonly startup: string;
  readonly metric: string;
  readonly min: number;
  readonly max: number;
}

export function targetObjects({ namespace, name, startup, metric, min, max }: TargetSettings): readonly Posted[] {
  return [
    {
      path: `/apis/apps/v1/namespaces/${namespace}/deployments`,
      object: sampleDeployment({ namespace, name, startup, replicas: 3 }),
    },
    {
      path: `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`,
      object: sampleHpa({ namespace, name, min, max, perReplica: 25, metric }),
    },
  ];
}

function autoscaler(namespace: string, name: string, spec: object): Posted {
  return {
    path: `${OWN}/namespaces/${namespace}/predictiveautoscalers`,
    object: {
      apiVersion: "headstart.dev/v1alpha1",
      kind: "PredictiveAutoscaler",
      metadata: { name, namespace },
      spec: { scaleTargetRef: { name }, actuation: { name }, ...spec },
    },
  };
}

export function namespaceObject(name: string): Posted {
  return { path: "/api/v1/namespaces", object: { apiVersion: "v1", kind: "Namespace", metadata: { name } } };
}
