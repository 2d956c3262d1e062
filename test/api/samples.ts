import type { CampaignInput } from "../../src/api/campaign.ts";
import type { CronHpaInput } from "../../src/api/cronHpa.ts";
import { API_VERSION } from "../../src/api/metadata.ts";
import type { Kind } from "../../src/api/parse.ts";
import type { PredictiveAutoscalerInput } from "../../src/api/predictiveAutoscaler.ts";
import type { ScalingPolicyInput } from "../../src/api/scalingPolicy.ts";
import type { WarmPoolInput } from "../../src/api/warmPool.ts";

/** A manifest as a person writes it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: Kind;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: unknown;
}

const inDefault = { namespace: "default" };

export const autoscaler: Manifest & { readonly spec: PredictiveAutoscalerInput } = {
  apiVersion: API_VERSION,
  kind: "PredictiveAutoscaler",
  metadata: { name: "face-fusion", ...inDefault },
  spec: {
    scaleTargetRef: { name: "face-fusion" },
    minReplicas: 4,
    maxReplicas: 120,
    demand: {
      perReplica: "25",
      signals: [
        { name: "small", query: "sum(rate(requests_total[1m]))" },
        { name: "large", query: 'sum(rate(requests_total{class="large"}[1m]))', cost: "2.5" },
      ],
    },
    startup: { leadTime: "12m" },
  },
};

export const oneOff: Manifest & { readonly spec: CampaignInput } = {
  apiVersion: API_VERSION,
  kind: "Campaign",
  metadata: { name: "double-eleven", ...inDefault },
  spec: {
    owner: { team: "growth", contact: "#growth-oncall" },
    timeZone: "Asia/Shanghai",
    start: "2026-11-11T00:00:00",
    end: "2026-11-11T02:00:00",
    targets: [
      { name: "face-fusion", peak: { multiplier: "3.5", of: "BusiestHour" } },
      { name: "safety-check", peak: { replicas: 80 } },
    ],
    readyBefore: "5m",
    reserveBefore: "4h",
  },
};

export const recurring: Manifest & { readonly spec: CampaignInput } = {
  apiVersion: API_VERSION,
  kind: "Campaign",
  metadata: { name: "friday-show", ...inDefault },
  spec: {
    timeZone: "Europe/Berlin",
    schedule: "0 20 * * FRI",
    duration: "3h",
    from: "2026-01-01",
    until: "2026-12-31",
    excludeDates: ["2026-12-25"],
    profile: "Ramp",
    rampUp: "30m",
    combine: "Add",
    targets: [{ name: "face-fusion", peak: { demand: 900 } }],
  },
};

export const cronHpa: Manifest & { readonly spec: CronHpaInput } = {
  apiVersion: API_VERSION,
  kind: "CronHPA",
  metadata: { name: "evening", ...inDefault },
  spec: {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "face-fusion" },
    timeZone: "Asia/Shanghai",
    schedules: [{ name: "evening", schedule: "0 19 * * *", duration: "4h", minReplicas: 30 }],
    excludeDates: ["2026-10-01"],
    windows: [{ start: "2026-11-10T15:30:00Z", end: "2026-11-10T18:00:00Z", minReplicas: 80, reason: "launch" }],
  },
};

export const warmPool: Manifest & { readonly spec: WarmPoolInput } = {
  apiVersion: API_VERSION,
  kind: "WarmPool",
  metadata: { name: "face-fusion", ...inDefault },
  spec: {
    targetRef: { name: "face-fusion" },
    windows: [{ start: "2026-11-10T12:00:00Z", end: "2026-11-10T15:30:00Z", replicas: 40, upTo: 80 }],
  },
};

export const policy: Manifest & { readonly spec: ScalingPolicyInput } = {
  apiVersion: API_VERSION,
  kind: "ScalingPolicy",
  metadata: { name: "careful" },
  spec: {
    namespaceSelector: { matchLabels: { team: "vision" } },
    defaults: { percentile: 90 },
    limits: { maxReplicas: 300 },
    price: { perReplicaHour: "2.5", currency: "EUR" },
  },
};

export const SAMPLES: readonly Manifest[] = [autoscaler, oneOff, recurring, cronHpa, warmPool, policy];
