import { z } from "zod";
import { MOST_WINDOWS } from "./cronHpa.ts";
import { instantText, replicaCount, scaleTargetRef } from "./fields.ts";
import type { Condition, ObjectMeta } from "./metadata.ts";

const poolWindow = z.object({
  start: instantText,
  end: instantText,
  /** Placeholders to hold. */
  replicas: replicaCount(0),
  /** The target's own pods and its placeholders together never exceed this: the promise, in a plan. */
  upTo: replicaCount(0).optional(),
  reason: z.string().max(256).optional(),
});

export const warmPoolSpec = z.object({
  /** The workload whose pod template gives the placeholders their shape. */
  targetRef: scaleTargetRef,
  windows: z.array(poolWindow).max(MOST_WINDOWS).prefault([]),
  suspend: z.boolean().default(false),
});

export type WarmPoolSpec = z.output<typeof warmPoolSpec>;
export type WarmPoolInput = z.input<typeof warmPoolSpec>;

export const warmPoolStatus = z.object({
  observedGeneration: z.int().optional(),
  /** Placeholders wanted now, and those that hold room on a node. */
  wanted: z.int().optional(),
  reserved: z.int().optional(),
  reason: z.string().max(256).optional(),
  next: z.string().max(128).optional(),
});

export interface WarmPoolStatus extends z.output<typeof warmPoolStatus> {
  readonly conditions?: readonly Condition[];
}

export interface WarmPool {
  readonly kind: "WarmPool";
  readonly metadata: ObjectMeta;
  readonly spec: WarmPoolSpec;
  readonly status?: WarmPoolStatus;
}
