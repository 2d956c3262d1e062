import type { ObservedKind } from "../ports/cluster.ts";
import type { Which } from "../controllers/startControllers.ts";

/** What bears a trace of us; all that giving back looks at. */
export const RESTORED: readonly ObservedKind[] = [
  "CronHPA",
  "WarmPool",
  "HorizontalPodAutoscaler",
  "Deployment",
  "StatefulSet",
  "Pod",
];
/** A suspended autoscaler freezes its plan, one that only recommends enforces nothing: the enforcer watches it too. */
const ENFORCED: readonly ObservedKind[] = ["PredictiveAutoscaler", ...RESTORED, "ResourceQuota", "Namespace"];
const PLANNED: readonly ObservedKind[] = [...ENFORCED, "Campaign", "ScalingPolicy", "Node"];

/** What each part watches; the chart's roles grant exactly this. */
export const KINDS_OF: Readonly<Record<Which, readonly ObservedKind[]>> = {
  enforce: ENFORCED,
  plan: PLANNED,
  all: PLANNED,
};
