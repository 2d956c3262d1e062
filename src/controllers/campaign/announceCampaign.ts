import type { Campaign, CampaignPhase, CampaignStatus } from "../../api/campaign.ts";
import type { Cluster } from "../../ports/cluster.ts";

const BAD: readonly CampaignPhase[] = ["Short", "Invalid", "Expired"];

/** Events for a phase that is new, and for the verdict. */
export function announceCampaign(
  cluster: Cluster,
  { metadata, status: previous }: Campaign,
  status: CampaignStatus,
): void {
  const regarding = {
    kind: "Campaign",
    key: { namespace: metadata.namespace, name: metadata.name },
    ...(metadata.uid === undefined ? {} : { uid: metadata.uid }),
  } as const;
  const { phase, verdict } = status;
  if (phase !== undefined && phase !== previous?.phase) {
    const note = `${previous?.phase ?? "new"} → ${phase}`;
    const type = BAD.includes(phase) ? "Warning" : "Normal";
    cluster.record({ regarding, type, reason: "PhaseChanged", action: "Observe", note });
  }
  if (verdict !== undefined && verdict.at !== previous?.verdict?.at) {
    const reason = verdict.ready ? "ReadyAtStart" : "NotReadyAtStart";
    const type = verdict.ready ? "Normal" : "Warning";
    cluster.record({ regarding, type, reason, action: "Judge", note: verdict.message });
  }
}
