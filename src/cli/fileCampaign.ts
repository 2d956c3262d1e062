import { missingTarget } from "../app/checkTargets.ts";
import type { CampaignInput } from "../api/campaign.ts";
import type { RawObject } from "../ports/cluster.ts";
import { atDesk } from "./atDesk.ts";
import { Stop } from "./fail.ts";
import type { KubeFlags } from "./kubeFlags.ts";

/** Files a campaign whose targets are there; one that names what is not would wait for ever and hold nothing. */
export async function fileCampaign(campaign: RawObject, flags: KubeFlags): Promise<RawObject> {
  const names = (campaign.spec as CampaignInput).targets.map(({ name }) => name);
  return atDesk(flags, async (desk, connection) => {
    const missing = await missingTarget(connection, campaign.metadata.namespace, names);
    if (missing !== undefined) throw new Stop(missing);
    return desk.file(campaign);
  });
}
