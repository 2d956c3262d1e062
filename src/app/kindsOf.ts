import type { ObservedKind } from "../ports/cluster.ts";
import type { Which } from "../controllers/startControllers.ts";

const ENFORCED: readonly ObservedKind[] = [
  "CronHPA",
  "WarmPool",
  "HorizontalPodAutoscaler",
  "Deployment",
  "StatefulSet",
  "Pod",
  "ResourceQuota",
  "Namespace",
];
const PLANNED: readonly ObservedKind[] = [...ENFORCED, "PredictiveAutoscaler", "Campaign", "ScalingPolicy", "Node"];

/** What each part watches; the chart's roles grant exactly this. */
export const KINDS_OF: Readonly<Record<Which, readonly ObservedKind[]>> = {
  enforce: ENFORCED,
  plan: PLANNED,
  all: PLANNED,
};
