import { z } from "zod";
import { cronText, dateText, duration, objectName, positiveQuantity, replicaCount, zoneName } from "./fields.ts";
import type { Condition, ObjectMeta } from "./metadata.ts";

/** Wall clock of the campaign's zone (`2026-11-11T00:00:00`), or an instant with an offset. */
const wallOrInstant = z
  .string()
  .max(40)
  .regex(
    /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})?$/,
    "must be a time such as 2026-11-11T00:00:00",
  );

/** Exactly one of `multiplier` (with `of`), `demand`, `replicas`. */
const peak = z.object({
  multiplier: positiveQuantity.optional(),
  of: z.enum(["SameTime", "BusiestHour"]).optional(),
  /** Demand units of the target's PredictiveAutoscaler. */
  demand: positiveQuantity.optional(),
  replicas: replicaCount(1).optional(),
});

const campaignTarget = z.object({
  /** The PredictiveAutoscaler, in the campaign's namespace. */
  name: objectName,
  peak,
});

export const campaignSpec = z.object({
  owner: z.object({ team: z.string().min(1).max(100), contact: z.string().max(200).optional() }).optional(),
  timeZone: zoneName,
  start: wallOrInstant.optional(),
  end: wallOrInstant.optional(),
  schedule: cronText.optional(),
  duration: duration.optional(),
  /** First and last local date on which an occurrence may start. */
  from: dateText.optional(),
  until: dateText.optional(),
  excludeDates: z.array(dateText).max(366).default([]),
  targets: z.array(campaignTarget).min(1).max(32),
  profile: z.enum(["Step", "Ramp", "FlashSale"]).default("Step"),
  /** Ramp only: from the start to the full peak. */
  rampUp: duration.optional(),
  /** FlashSale only: the extra demand halves each time this passes. */
  halfLife: duration.optional(),
  readyBefore: duration.prefault("5m"),
  reserveBefore: duration.prefault("1h"),
  combine: z.enum(["Max", "Add"]).default("Max"),
  suspend: z.boolean().default(false),
});

export type CampaignSpec = z.output<typeof campaignSpec>;
export type CampaignInput = z.input<typeof campaignSpec>;
export type CampaignTarget = CampaignSpec["targets"][number];
export type Peak = CampaignTarget["peak"];

export const CAMPAIGN_PHASES = [
  "Pending",
  "Scheduled",
  "Reserving",
  "PreScaling",
  "Ready",
  "Active",
  "ScalingIn",
  "Completed",
  "Short",
  "Suspended",
  "Expired",
  "Invalid",
] as const;
export type CampaignPhase = (typeof CAMPAIGN_PHASES)[number];

/** What a verdict comes to; the reasons of the condition `ReadyAtStart` once it is decided. */
const VERDICT_REASONS = ["AllReady", "NotAllReady", "FiledTooLate"] as const;

const instantString = z.string().max(40);

/** What a peak came to when its baseline was last known. */
const declaredPeak = z.object({
  baseline: z.number().optional(),
  units: z.number().optional(),
  replicas: z.int(),
  resolvedAt: instantString,
});

/** Of one target, or summed where the units are the same. Hours are replica-hours, peaks demand units. */
const outcomeFigures = {
  declaredPeak: z.number().optional(),
  observedPeak: z.number().optional(),
  replicaHoursReserved: z.number().optional(),
  replicaHoursUsed: z.number().optional(),
  cost: z.object({ amount: z.string().max(32), currency: z.string().max(3) }).optional(),
};

const span = z.object({ start: instantString, end: instantString });

export const campaignStatus = z.object({
  observedGeneration: z.int().optional(),
  phase: z.enum(CAMPAIGN_PHASES).optional(),
  /** The occurrence in question, as UTC instants. */
  occurrence: span.optional(),
  /** For the columns; text, because a date column cannot show the future. */
  next: z.array(instantString).max(8).optional(),
  targets: z
    .array(
      z.object({
        name: z.string().max(253),
        promised: z.int(),
        reserved: z.int(),
        ready: z.int(),
        shortBy: z.int(),
        declared: declaredPeak.optional(),
        /** A quantity: what past occurrences brought, for the next time. Offered, never added. */
        suggestedMultiplier: z.string().max(32).optional(),
      }),
    )
    .max(32)
    .optional(),
  /** Recorded once per occurrence, when it starts. */
  verdict: z
    .object({
      occurrence: instantString,
      at: instantString,
      ready: z.boolean(),
      /** Absent in what was written before there was this field. */
      reason: z.enum(VERDICT_REASONS).optional(),
      /** Of one that was filed too late. */
      allReadyAt: instantString.optional(),
      message: z.string().max(1024),
    })
    .optional(),
  /** What is kept for the occurrence under way, so far: what stood cannot be computed afterwards. */
  account: span
    .extend({
      targets: z
        .array(
          z.object({
            name: z.string().max(253),
            /** Kept since then; its hours are not in `replicaHours` yet. */
            replicas: z.int(),
            since: instantString,
            replicaHours: z.number(),
            declaredPeak: z.number().optional(),
            orderedAt: instantString.optional(),
            /** Nothing is kept any more. */
            until: instantString.optional(),
          }),
        )
        .max(32),
    })
    .optional(),
  /** Of the last occurrence that is over and given back; what is written stays as it is. */
  outcome: z
    .object({
      occurrence: span,
      at: instantString,
      ...outcomeFigures,
      targets: z
        .array(z.object({ name: z.string().max(253), from: instantString, until: instantString, ...outcomeFigures }))
        .max(32),
      message: z.string().max(1024).optional(),
    })
    .optional(),
});

export interface CampaignStatus extends z.output<typeof campaignStatus> {
  readonly conditions?: readonly Condition[];
}

export interface Campaign {
  readonly kind: "Campaign";
  readonly metadata: ObjectMeta;
  readonly spec: CampaignSpec;
  readonly status?: CampaignStatus;
}
