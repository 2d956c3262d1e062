import { missingTarget } from "../app/checkTargets.ts";
import type { CampaignInput } from "../api/campaign.ts";
import { notesOnTargets } from "../app/notesOnTargets.ts";
import { readTargets } from "../app/readTargets.ts";
import type { RawObject } from "../ports/cluster.ts";
import { success } from "../units/result.ts";
import { atDesk } from "./atDesk.ts";
import { Stop } from "./fail.ts";
import type { KubeFlags } from "./kubeFlags.ts";

export interface Filed {
  readonly campaign: RawObject;
  /** What stands in its way at its targets, one line each. */
  readonly notes: readonly string[];
}

/** Files a campaign whose targets are there; one that names what is not would wait for ever and hold nothing. */
export async function fileCampaign(campaign: RawObject, flags: KubeFlags): Promise<Filed> {
  const names = (campaign.spec as CampaignInput).targets.map(({ name }) => name);
  return atDesk(flags, async (desk, connection) => {
    const missing = await missingTarget(connection, campaign.metadata.namespace, names);
    if (missing !== undefined) throw new Stop(missing);
    const world = await readTargets(connection, campaign.metadata.namespace);
    const filed = await desk.file(campaign);
    return filed.ok ? success({ campaign: filed.value, notes: notesOnTargets(campaign, world) }) : filed;
  });
}
