import { z } from "zod";
import { DURATION_PATTERN, parseDuration } from "../units/duration.ts";
import { parseInstant } from "../units/instant.ts";
import { parseQuantity } from "../units/quantity.ts";
import { replicas } from "../units/replicas.ts";
import { isZone } from "../units/zone.ts";
import { cronProblem } from "./cronSyntax.ts";

/** The largest replica count anyone may ask for: above it, it is a typing mistake, not a plan. */
export const MOST_REPLICAS = 100_000;

/** Kubernetes object name (RFC 1123 subdomain). */
export const objectName = z
  .string()
  .min(1)
  .max(253)
  .regex(
    /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/,
    "must be a Kubernetes object name: lower case letters, digits, '-' and '.'",
  );

/** A whole count of pods, at least `least`. */
export function replicaCount(least: number) {
  return z.int().min(least).max(MOST_REPLICAS).transform(replicas);
}

/** Go-style text with days (`90s`, `28d`) ↔ milliseconds. */
export const duration = z
  .string()
  .max(32)
  .regex(new RegExp(DURATION_PATTERN), "must be a duration such as 90s, 1h30m or 28d")
  .transform((text, context) => {
    const parsed = parseDuration(text);
    if (parsed !== undefined) return parsed;
    context.addIssue({ code: "custom", message: "must be a duration of at most 100 years, such as 90s, 1h30m or 28d" });
    return z.NEVER;
  });

/** A Kubernetes quantity above zero: 25, "2.5", "500m". */
export const positiveQuantity = z.union([z.int(), z.string().max(32)]).transform((raw, context) => {
  const parsed = parseQuantity(raw);
  if (parsed !== undefined && parsed > 0) return parsed;
  context.addIssue({ code: "custom", message: 'must be a quantity above zero, such as 25, "2.5" or "500m"' });
  return z.NEVER;
});

/** ISO 4217, such as EUR. */
export const currencyCode = z
  .string()
  .max(3)
  .regex(/^[A-Z]{3}$/, "must be a currency of three letters, such as EUR, USD or CNY");

/** RFC 3339 with an offset ↔ instant. */
export const instantText = z
  .string()
  .max(40)
  .transform((text, context) => {
    const parsed = parseInstant(text);
    if (parsed !== undefined) return parsed;
    context.addIssue({ code: "custom", message: "must be an instant with an offset, such as 2026-11-10T16:00:00Z" });
    return z.NEVER;
  });

/** Anything with a scale subresource. */
export const scaleTargetRef = z.object({
  apiVersion: z.string().min(1).max(253).default("apps/v1"),
  kind: z.string().min(1).max(63).default("Deployment"),
  name: objectName,
});

/** IANA name; offsets and Local hide daylight saving. */
export const zoneName = z
  .string()
  .min(1)
  .max(64)
  .refine(isZone, {
    message: "is no time zone: offsets and Local hide daylight saving",
    params: { remedy: "write an IANA name such as Asia/Shanghai, Europe/Berlin or UTC" },
  });
export const percentile = z.int().min(50).max(99);
/** Floors under the median leave the upper half of what comes to the HPA; under 5 there would hardly be a floor. */
export const coveredPercentile = z.int().min(5).max(99);
export const percent = z.int().min(0).max(1000);
/** A calendar date, `2026-10-01`. */
export const dateText = z
  .string()
  .regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, "must be a date such as 2026-10-01")
  .max(10)
  .refine((date) => parseInstant(`${date}T00:00:00Z`) !== undefined, {
    message: "is no date of the calendar",
    params: { remedy: "write a date such as 2026-10-01" },
  });

/** Five cron fields; `calendar` spells them out. */
export const cronText = z
  .string()
  .min(9)
  .max(100)
  .check((context) => {
    const problem = cronProblem(context.value);
    if (problem === undefined) return;
    const remedy = 'write five fields such as "0 20 * * FRI" (20:00 on Fridays)';
    context.issues.push({ code: "custom", message: problem, params: { remedy }, input: context.value });
  });
