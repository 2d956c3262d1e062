import type { CampaignStatus } from "../../api/campaign.ts";
import { UNDER_WAY } from "../../plan/campaigns/campaignPhase.ts";
import { sameStatus } from "../sameStatus.ts";

/**
 * Whether a status differs from the one that stands by nothing but how many replicas of its targets are Ready, while
 * nothing is kept for the campaign. Its targets' replicas come and go with the load all day, before it and long after
 * it: they are told as of the last change of anything else.
 */
export function saysNothingNew(before: CampaignStatus | undefined, status: CampaignStatus): boolean {
  if (before === undefined || (status.phase !== undefined && UNDER_WAY.includes(status.phase))) return false;
  return sameStatus(withoutReady(before), withoutReady(status));
}

function withoutReady(status: CampaignStatus): object {
  return { ...status, targets: status.targets?.map((target) => ({ ...target, ready: 0 })) };
}
