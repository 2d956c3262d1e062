import type { CampaignStatus } from "./campaign.ts";

type Verdict = NonNullable<CampaignStatus["verdict"]>;
export type VerdictReason = NonNullable<Verdict["reason"]>;

/**
 * Why a verdict is what it is. One that was written before there was a field for it says so by how its message begins:
 * every other begins with a target's name and a colon, and no name holds a space.
 */
export function reasonOf({ ready, reason, message }: Pick<Verdict, "ready" | "reason" | "message">): VerdictReason {
  if (reason !== undefined) return reason;
  if (ready) return "AllReady";
  return message.startsWith("filed ") ? "FiledTooLate" : "NotAllReady";
}
