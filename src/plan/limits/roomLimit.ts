import { mostReplicas, replicas } from "../../units/replicas.ts";
import type { CampaignPlan, Limit } from "../plan.ts";
import type { Snapshot } from "../snapshot.ts";

/** The cluster, or a quota, cannot take what was promised: nothing is cut off for it, but it is said days before. */
export function roomLimit(campaigns: readonly CampaignPlan[], { scale, room }: Snapshot): Limit | undefined {
  if (room.kind === "unknown") return undefined;
  const lackRoom = campaigns.filter(({ shortBy, beyondCeiling }) => shortBy > beyondCeiling);
  const asked = mostReplicas(lackRoom.map(({ promised }) => promised));
  const given = replicas(Math.min(asked, scale.replicas + room.more));
  if (asked <= given) return undefined;
  return { kind: "Room", asked, given, text: `there is room for ${given} of ${asked} now: ${room.limit}` };
}
