import { z } from "zod";
import {
  coveredPercentile,
  duration,
  objectName,
  percent,
  percentile,
  positiveQuantity,
  replicaCount,
  scaleTargetRef,
  zoneName,
} from "./fields.ts";
import type { Condition, ObjectMeta } from "./metadata.ts";

const signal = z.object({
  name: objectName,
  /** PromQL with one series as its answer; demand += value × cost. */
  query: z.string().min(1).max(4096),
  cost: positiveQuantity.prefault(1),
});

export const predictiveAutoscalerSpec = z.object({
  scaleTargetRef,
  mode: z.enum(["Automatic", "Recommend", "Off"]).default("Automatic"),
  minReplicas: replicaCount(0).optional(),
  maxReplicas: replicaCount(1).optional(),
  demand: z.object({
    /** Demand units that one ready replica serves within its objective. */
    perReplica: positiveQuantity,
    signals: z.array(signal).min(1).max(16),
    /** Tells "no traffic" from "no metrics": a sample above zero means the source is alive. */
    presence: z.string().min(1).max(4096).optional(),
  }),
  forecast: z
    .object({
      history: duration.prefault("28d"),
      horizon: duration.prefault("48h"),
      /** Absent: the policy's. */
      percentile: coveredPercentile.optional(),
      headroomPercent: percent.optional(),
      timeZone: zoneName.default("UTC"),
    })
    .prefault({}),
  startup: z
    .object({
      leadTime: z.union([z.literal("Auto"), duration]).prefault("Auto"),
      percentile: percentile.default(95),
    })
    .prefault({}),
  actuation: z
    .object({
      kind: z.enum(["HPA", "Scale"]).default("HPA"),
      /** The HPA's name; absent: the one HPA that names the same target. */
      name: objectName.optional(),
    })
    .prefault({}),
  scaleIn: z
    .object({
      /** Percent of (floor at the end − floor after), per step. */
      stepPercent: z.int().min(1).max(100).default(34),
      interval: duration.prefault("5m"),
      holdWhileAbovePercent: percent.default(80),
      maxHold: duration.prefault("2h"),
    })
    .prefault({}),
  policyName: objectName.optional(),
  suspend: z.boolean().default(false),
});

export type PredictiveAutoscalerSpec = z.output<typeof predictiveAutoscalerSpec>;
export type PredictiveAutoscalerInput = z.input<typeof predictiveAutoscalerSpec>;

export const predictiveAutoscalerStatus = z.object({
  observedGeneration: z.int().optional(),
  /** What would be, or is, the floor in force, and the reason in one line. */
  floor: z.int().optional(),
  reason: z.string().max(1024).optional(),
  /** The next change of the floor, for people: "02:15Z → 80". */
  next: z.string().max(128).optional(),
  forecast: z.object({ method: z.string().max(64), tier: z.string().max(32) }).optional(),
  leadTime: z.string().max(32).optional(),
});

export interface PredictiveAutoscalerStatus extends z.output<typeof predictiveAutoscalerStatus> {
  readonly conditions?: readonly Condition[];
}

export interface PredictiveAutoscaler {
  readonly kind: "PredictiveAutoscaler";
  readonly metadata: ObjectMeta;
  readonly spec: PredictiveAutoscalerSpec;
  readonly status?: PredictiveAutoscalerStatus;
}
