import { z } from "zod";
import {
  cronText,
  dateText,
  duration,
  instantText,
  objectName,
  replicaCount,
  scaleTargetRef,
  zoneName,
} from "./fields.ts";
import type { Condition, ObjectMeta } from "./metadata.ts";

/** More windows than this in one object, and neighbours are merged upward. */
export const MOST_WINDOWS = 64;

const schedule = z.object({
  name: objectName,
  schedule: cronText,
  duration: duration,
  minReplicas: replicaCount(0),
  suspend: z.boolean().default(false),
});

const floorWindow = z.object({
  start: instantText,
  end: instantText,
  minReplicas: replicaCount(0),
  reason: z.string().max(256).optional(),
});

export const cronHpaSpec = z.object({
  scaleTargetRef,
  timeZone: zoneName.default("UTC"),
  schedules: z.array(schedule).max(32).prefault([]),
  excludeDates: z.array(dateText).max(366).default([]),
  windows: z.array(floorWindow).max(MOST_WINDOWS).prefault([]),
  /** Freezes the floor that is applied: nothing is written until it is false again. */
  suspend: z.boolean().default(false),
});

export type CronHpaSpec = z.output<typeof cronHpaSpec>;
export type CronHpaInput = z.input<typeof cronHpaSpec>;

export const cronHpaStatus = z.object({
  observedGeneration: z.int().optional(),
  /** The floor this object asks for now; absent when no window is open. */
  floor: z.int().optional(),
  /** What is applied to the target now, all CronHPAs considered. */
  applied: z.int().optional(),
  reason: z.string().max(256).optional(),
  /** Text: when the floor changes next, and to what. */
  next: z.string().max(128).optional(),
});

export interface CronHpaStatus extends z.output<typeof cronHpaStatus> {
  readonly conditions?: readonly Condition[];
}

export interface CronHpa {
  readonly kind: "CronHPA";
  readonly metadata: ObjectMeta;
  readonly spec: CronHpaSpec;
  readonly status?: CronHpaStatus;
}

/** What the floor annotation holds, on the HPA or workload whose floor was raised. */
export interface FloorRecord {
  /** `spec.minReplicas` (or `spec.replicas`) as it was; null when the HPA had none. */
  readonly found: number | null;
  readonly applied: number;
  /** RFC 3339; when `applied` was written. */
  readonly since: string;
  /** While giving back in steps after a deletion: the floor from which the steps go down. */
  readonly from?: number;
  /**
   * Name of the CronHPA whose window asked for `applied`, so that its deletion is known as one; absent in records of
   * before, and where nobody said.
   */
  readonly by?: string;
}
