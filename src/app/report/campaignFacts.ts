import type { CampaignInput, CampaignStatus } from "../../api/campaign.ts";
import type { Instant } from "../../units/instant.ts";

/** One Event of ours; what repeated itself has a first and a last time. */
export interface SeenEvent {
  readonly kind: string;
  readonly name: string;
  readonly reason: string;
  readonly note: string;
  readonly first: Instant;
  readonly last: Instant;
}

/** All that is still recorded about one campaign. */
export interface CampaignFacts {
  readonly namespace: string;
  readonly name: string;
  /** As filed. */
  readonly spec: Partial<CampaignInput>;
  readonly status: CampaignStatus;
  /** By target: the HPAs or workloads that its floor is written to. */
  readonly carriers: ReadonlyMap<string, readonly string[]>;
  /** Of the campaign's namespace, oldest first; undefined when who asks may not read them. */
  readonly events: readonly SeenEvent[] | undefined;
}
