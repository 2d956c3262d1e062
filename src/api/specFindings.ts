import { DAY, HOUR, type Milliseconds, MINUTE, SECOND } from "../units/duration.ts";
import type { CronHpaSpec } from "./cronHpa.ts";
import { type Finding, UNTIL_THEN } from "./finding.ts";
import type { PredictiveAutoscalerSpec } from "./predictiveAutoscaler.ts";
import { GROUP } from "./metadata.ts";
import {
  duplicateFindings,
  lengthFindings,
  LONGEST_WINDOW,
  quantityFindings,
  windowFindings,
} from "./fieldFindings.ts";
import type { ScalingPolicySpec } from "./scalingPolicy.ts";
import type { WarmPoolSpec } from "./warmPool.ts";

/** What the schema cannot say, because it concerns two fields or the world. */
export function predictiveAutoscalerFindings(spec: PredictiveAutoscalerSpec): readonly Finding[] {
  const { minReplicas, maxReplicas, demand, forecast, startup, scaleIn } = spec;
  const crossed = minReplicas !== undefined && maxReplicas !== undefined && minReplicas > maxReplicas;
  const leadTime = startup.leadTime === "Auto" || startup.leadTime === 0 ? undefined : startup.leadTime;
  return [
    ...targetFindings(["scaleTargetRef"], spec.scaleTargetRef),
    ...quantityFindings(["demand", "perReplica"], demand.perReplica),
    ...demand.signals.flatMap(({ cost }, index) => quantityFindings(["demand", "signals", index, "cost"], cost)),
    ...(crossed ? [MINIMUM_ABOVE_MAXIMUM] : []),
    ...duplicateFindings(
      ["demand", "signals"],
      demand.signals.map(({ name }) => name),
    ),
    ...lengthFindings(["forecast", "history"], forecast.history, (400 * DAY) as Milliseconds),
    ...lengthFindings(["forecast", "horizon"], forecast.horizon, (14 * DAY) as Milliseconds),
    ...lengthFindings(["startup", "leadTime"], leadTime, (24 * HOUR) as Milliseconds),
    ...atLeast(["forecast", "history"], forecast.history, HOUR),
    ...atLeast(["forecast", "horizon"], forecast.horizon, (10 * MINUTE) as Milliseconds),
    ...atLeast(["scaleIn", "interval"], scaleIn.interval, SECOND),
    ...lengthFindings(["scaleIn", "interval"], scaleIn.interval, DAY),
    ...lengthFindings(["scaleIn", "maxHold"], scaleIn.maxHold === 0 ? undefined : scaleIn.maxHold, LONGEST_WINDOW),
  ];
}

const MINIMUM_ABOVE_MAXIMUM: Finding = {
  path: ["minReplicas"],
  code: "MinimumAboveMaximum",
  message: "is above maxReplicas",
  remedy: `lower minReplicas or raise maxReplicas; ${UNTIL_THEN}`,
};

function atLeast(path: readonly string[], length: Milliseconds, least: Milliseconds): readonly Finding[] {
  // Zero is refused already, with its own words.
  if (length === 0 || length >= least) return [];
  const message = `must be at least ${least / 1_000} seconds`;
  return [{ path, code: "InvalidDuration", message, remedy: `write a longer duration; ${UNTIL_THEN}` }];
}

export function cronHpaFindings(spec: CronHpaSpec): readonly Finding[] {
  return [
    ...targetFindings(["scaleTargetRef"], spec.scaleTargetRef),
    ...duplicateFindings(
      ["schedules"],
      spec.schedules.map(({ name }) => name),
    ),
    ...spec.schedules.flatMap(({ duration }, index) =>
      lengthFindings(["schedules", index, "duration"], duration, LONGEST_WINDOW),
    ),
    ...windowFindings(["windows"], spec.windows),
  ];
}

export function warmPoolFindings(spec: WarmPoolSpec): readonly Finding[] {
  return [...targetFindings(["targetRef"], spec.targetRef), ...windowFindings(["windows"], spec.windows)];
}

export function scalingPolicyFindings({ price }: ScalingPolicySpec): readonly Finding[] {
  return quantityFindings(["price", "perReplicaHour"], price?.perReplicaHour);
}

/** Our own kinds scale others, and an HPA is found by its workload: a reference to either would go in a circle. */
function targetFindings(path: readonly string[], target: { readonly apiVersion: string }): readonly Finding[] {
  const [group = ""] = target.apiVersion.split("/");
  if (group !== GROUP && group !== "autoscaling") return [];
  const remedy = `name the workload itself, such as apiVersion: apps/v1, kind: Deployment; ${UNTIL_THEN}`;
  return [{ path: [...path, "apiVersion"], code: "NotAWorkload", message: "is an autoscaler, not a workload", remedy }];
}
