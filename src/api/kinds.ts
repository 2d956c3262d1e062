import type { z } from "zod";
import { campaignSpec, campaignStatus } from "./campaign.ts";
import { cronHpaSpec, cronHpaStatus } from "./cronHpa.ts";
import type { Kind } from "./parse.ts";
import { predictiveAutoscalerSpec, predictiveAutoscalerStatus } from "./predictiveAutoscaler.ts";
import { scalingPolicySpec, scalingPolicyStatus } from "./scalingPolicy.ts";
import { warmPoolSpec, warmPoolStatus } from "./warmPool.ts";

/** What a kind is to the API server, besides its schema. */
export interface KindFacts {
  readonly plural: string;
  readonly singular: string;
  readonly shortName: string;
  readonly scope: "Namespaced" | "Cluster";
  readonly about: string;
  readonly spec: z.ZodType;
  readonly status: z.ZodType;
  /** Shown by `kubectl get`: they answer "is it working" in one line. `wide` ones only with `-o wide`. */
  readonly columns: readonly Column[];
  /** Lists whose entries are told apart by name; all others are replaced as a whole. */
  readonly namedLists: readonly string[];
  /** Fields that hold an instant. */
  readonly instants: readonly string[];
}

export interface Column {
  readonly name: string;
  readonly path: string;
  readonly type: "string" | "integer" | "date";
  readonly wide?: boolean;
}

const READY: Column = { name: "Ready", path: '.status.conditions[?(@.type=="Ready")].status', type: "string" };
const WHY: Column = {
  name: "Why",
  path: '.status.conditions[?(@.type=="Ready")].message',
  type: "string",
  wide: true,
};
const AGE: Column = { name: "Age", path: ".metadata.creationTimestamp", type: "date" };

export const KIND_FACTS: Readonly<Record<Kind, KindFacts>> = {
  PredictiveAutoscaler: {
    plural: "predictiveautoscalers",
    singular: "predictiveautoscaler",
    shortName: "pas",
    scope: "Namespaced",
    about: "One deployment whose replicas are ready before its demand arrives, learned or declared.",
    spec: predictiveAutoscalerSpec,
    status: predictiveAutoscalerStatus,
    columns: [
      { name: "Target", path: ".spec.scaleTargetRef.name", type: "string" },
      { name: "Mode", path: ".spec.mode", type: "string" },
      { name: "Floor", path: ".status.floor", type: "integer" },
      { name: "Next", path: ".status.next", type: "string" },
      READY,
      { name: "Reason", path: ".status.reason", type: "string", wide: true },
      WHY,
      AGE,
    ],
    namedLists: ["spec.demand.signals"],
    instants: [],
  },
  Campaign: {
    plural: "campaigns",
    singular: "campaign",
    shortName: "camp",
    scope: "Namespaced",
    about: "A peak that somebody knows about: when, for which autoscalers, how large.",
    spec: campaignSpec,
    status: campaignStatus,
    columns: [
      { name: "Phase", path: ".status.phase", type: "string" },
      { name: "Start", path: ".status.occurrence.start", type: "string" },
      { name: "End", path: ".status.occurrence.end", type: "string" },
      { name: "Next", path: ".status.next[0]", type: "string" },
      READY,
      { name: "Verdict", path: ".status.verdict.message", type: "string", wide: true },
      WHY,
      AGE,
    ],
    namedLists: ["spec.targets"],
    instants: [],
  },
  CronHPA: {
    plural: "cronhpas",
    singular: "cronhpa",
    shortName: "chpa",
    scope: "Namespaced",
    about: "Floors over time for one workload; the largest floor in force of all its CronHPAs wins.",
    spec: cronHpaSpec,
    status: cronHpaStatus,
    columns: [
      { name: "Target", path: ".spec.scaleTargetRef.name", type: "string" },
      { name: "Floor", path: ".status.floor", type: "integer" },
      { name: "Applied", path: ".status.applied", type: "integer" },
      { name: "Next", path: ".status.next", type: "string" },
      READY,
      { name: "Suspended", path: ".spec.suspend", type: "string", wide: true },
      { name: "Reason", path: ".status.reason", type: "string", wide: true },
      WHY,
      AGE,
    ],
    namedLists: ["spec.schedules"],
    instants: ["spec.windows[].start", "spec.windows[].end"],
  },
  WarmPool: {
    plural: "warmpools",
    singular: "warmpool",
    shortName: "wp",
    scope: "Namespaced",
    about: "Room on nodes, held by placeholder pods of a workload's shape until its replicas come.",
    spec: warmPoolSpec,
    status: warmPoolStatus,
    columns: [
      { name: "Target", path: ".spec.targetRef.name", type: "string" },
      { name: "Wanted", path: ".status.wanted", type: "integer" },
      { name: "Reserved", path: ".status.reserved", type: "integer" },
      { name: "Next", path: ".status.next", type: "string" },
      READY,
      { name: "Reason", path: ".status.reason", type: "string", wide: true },
      WHY,
      AGE,
    ],
    namedLists: [],
    instants: ["spec.windows[].start", "spec.windows[].end"],
  },
  ScalingPolicy: {
    plural: "scalingpolicies",
    singular: "scalingpolicy",
    shortName: "spol",
    scope: "Cluster",
    about: "Guard rails of the platform: defaults and limits for the autoscalers that name the policy.",
    spec: scalingPolicySpec,
    status: scalingPolicyStatus,
    columns: [
      { name: "Default", path: ".spec.default", type: "string" },
      { name: "Percentile", path: ".spec.defaults.percentile", type: "integer" },
      { name: "Headroom", path: ".spec.defaults.headroomPercent", type: "integer" },
      { name: "Max", path: ".spec.limits.maxReplicas", type: "integer" },
      READY,
      WHY,
      AGE,
    ],
    namedLists: [],
    instants: [],
  },
};
