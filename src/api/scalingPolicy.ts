import { z } from "zod";
import { coveredPercentile, currencyCode, percent, positiveQuantity, replicaCount } from "./fields.ts";
import type { Condition, ObjectMeta } from "./metadata.ts";

export const scalingPolicySpec = z.object({
  /** Exactly one policy is the default: it rules where no `policyName` is given. */
  default: z.boolean().default(false),
  /** Namespaces whose autoscalers may name this policy; absent: all. */
  namespaceSelector: z.object({ matchLabels: z.record(z.string().max(317), z.string().max(63)) }).optional(),
  /** What an autoscaler that does not say gets. */
  defaults: z.object({ percentile: coveredPercentile.default(95), headroomPercent: percent.default(10) }).prefault({}),
  limits: z
    .object({
      /** Replicas that forecasts may add to one namespace's floors in one turn; declared peaks are not held back. */
      replicasAddedPerTurn: replicaCount(1).prefault(200),
      /** No floor above this; a declared peak above it is reported as short. */
      maxReplicas: replicaCount(1).optional(),
    })
    .prefault({}),
  /** What a campaign's outcome is priced with; absent: it has no cost. */
  price: z.object({ perReplicaHour: positiveQuantity, currency: currencyCode }).optional(),
});

export type ScalingPolicySpec = z.output<typeof scalingPolicySpec>;
export type ScalingPolicyInput = z.input<typeof scalingPolicySpec>;

export const scalingPolicyStatus = z.object({ observedGeneration: z.int().optional() });

export interface ScalingPolicyStatus extends z.output<typeof scalingPolicyStatus> {
  readonly conditions?: readonly Condition[];
}

export interface ScalingPolicy {
  readonly kind: "ScalingPolicy";
  readonly metadata: ObjectMeta;
  readonly spec: ScalingPolicySpec;
  readonly status?: ScalingPolicyStatus;
}
