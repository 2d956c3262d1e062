import type { CampaignStatus } from "../../../src/api/campaign.ts";
import { saleOf } from "../sale.ts";
import { ownObject, TARGET, worldAt } from "../world.ts";

/** What the specs say beyond the usual. */
export interface SaleChanges {
  readonly campaign?: object;
  readonly autoscaler?: object;
}

/**
 * From noon on: 80 replicas at 16:00 for an hour, of 25 units each; lead 10 min, readyBefore 5 min, reaction 30 s:
 * ordered at 15:44:30.
 */
export function saleWorld({ campaign = {}, autoscaler = {} }: SaleChanges = {}) {
  const world = worldAt("2026-11-11T12:00:00Z");
  world.put(
    ownObject("PredictiveAutoscaler", "face-fusion", {
      scaleTargetRef: TARGET,
      demand: { perReplica: 25, signals: [{ name: "all", query: "x" }] },
      startup: { leadTime: "10m" },
      ...autoscaler,
    }),
  );
  world.put(saleOf(campaign));
  const status = () => world.own("Campaign", "sale")?.status as CampaignStatus | undefined;
  return { ...world, status };
}
