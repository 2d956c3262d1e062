import type { Campaign } from "../../api/campaign.ts";
import type { ScalingPolicySpec } from "../../api/scalingPolicy.ts";
import type { Stood } from "../../plan/campaigns/kept.ts";
import type { CampaignPlan } from "../../plan/plan.ts";
import type { Instant } from "../../units/instant.ts";
import type { Unled } from "./unledTarget.ts";

/** One target of the campaign, as its autoscaler plans it and as the cluster shows it. */
export interface TargetView {
  readonly name: string;
  /** undefined: there is no such autoscaler, or it has not planned yet. */
  readonly plan: CampaignPlan | undefined;
  /** Why there is no plan; for people. */
  readonly missing: string | undefined;
  /** Why nothing is done for it though there is a plan; undefined while all goes on. */
  readonly unled: Unled | undefined;
  readonly ready: number;
  readonly reserved: number;
  /** Whether its autoscaler is there, planned or not. */
  readonly exists: boolean;
  /** That is in force now: 0 while its autoscaler only recommends. */
  readonly floor: number;
  /** What of it stays up only in room that is reserved for a campaign. */
  readonly keptInRoom: number;
  /** Of the time in which nobody looked; undefined until its autoscaler has planned. */
  readonly stood: Stood | undefined;
  /** Of its autoscaler; undefined until it has planned. */
  readonly perReplica: number | undefined;
  readonly price: ScalingPolicySpec["price"];
}

export interface CampaignView {
  readonly campaign: Campaign;
  readonly targets: readonly TargetView[];
  readonly now: Instant;
}
