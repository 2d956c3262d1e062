import { API_VERSION } from "../../src/api/metadata.ts";
import { sampleDeployment, sampleHpa } from "../cluster/samples.ts";
import { namespaceManifest } from "../cluster/manifests.ts";

export const NAME = "face-fusion";
export const KEY = { namespace: "vision", name: NAME };
export const METRIC = "demand";

export interface TargetShape {
  readonly replicas?: number;
  readonly startup?: string;
  readonly min?: number;
  readonly max?: number;
  readonly requests?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A namespace with one deployment and its HPA of 25 units a replica. */
export function target({ replicas = 4, startup = "20s", min = 4, max = 250, ...more }: TargetShape = {}) {
  return [
    namespaceManifest(KEY.namespace).object,
    sampleDeployment({ ...KEY, startup, replicas, ...more }),
    sampleHpa({ ...KEY, min, max, perReplica: 25, metric: METRIC }),
  ];
}

/** Floors at exact times: `[start, end, minReplicas]`. */
export function cronHpa(name: string, windows: readonly (readonly [string, string, number])[]) {
  const written = windows.map(([start, end, minReplicas]) => ({ start, end, minReplicas, reason: name }));
  const spec = { scaleTargetRef: { name: NAME }, windows: written };
  return { apiVersion: API_VERSION, kind: "CronHPA", metadata: { name, namespace: KEY.namespace }, spec };
}

export function predictiveAutoscaler(leadTime: string, more: object = {}) {
  const spec = {
    scaleTargetRef: { name: NAME },
    demand: { perReplica: "25", signals: [{ name: "all", query: METRIC }] },
    startup: { leadTime },
    scaleIn: { stepPercent: 50, interval: "1m", maxHold: "2m" },
    ...more,
  };
  return {
    apiVersion: API_VERSION,
    kind: "PredictiveAutoscaler",
    metadata: { name: NAME, namespace: KEY.namespace },
    spec,
  };
}

export function campaign(name: string, replicas: number, [start, end]: readonly [string, string]) {
  const targets = [{ name: NAME, peak: { replicas } }];
  const spec = { timeZone: "UTC", start, end, targets, readyBefore: "5m", reserveBefore: "30m" };
  return { apiVersion: API_VERSION, kind: "Campaign", metadata: { name, namespace: KEY.namespace }, spec };
}
