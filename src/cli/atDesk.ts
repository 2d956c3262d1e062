import { campaignDesk, type CampaignDesk } from "../adapters/kubernetes/campaignDesk.ts";
import { connectKube, type KubeConnection } from "../adapters/kubernetes/kubeConnection.ts";
import type { WriteFailure } from "../ports/cluster.ts";
import type { Result } from "../units/result.ts";
import { Stop } from "./fail.ts";
import { kubeAccessOf, type KubeFlags } from "./kubeFlags.ts";

/** Asks one thing of the API server, and closes the connection whatever comes. */
export async function atDesk<T>(
  flags: KubeFlags,
  ask: (desk: CampaignDesk, connection: KubeConnection) => Promise<Result<T, WriteFailure>>,
): Promise<T> {
  const connection = await connectKube(kubeAccessOf(flags, "campaign"));
  try {
    const answer = await ask(campaignDesk(connection), connection);
    if (!answer.ok)
      throw new Stop({ ...answer.failure, remedy: REMEDIES[answer.failure.code] ?? answer.failure.remedy });
    return answer.value;
  } finally {
    await connection.close();
  }
}

/** What a person can do; the adapter's own words are for controllers. */
const REMEDIES: Partial<Record<WriteFailure["code"], string>> = {
  Conflict: "give another name, or change what is there with kubectl edit camp",
  NotFound: "headstart campaign list -A lists all; give the namespace by -n or as NAMESPACE/NAME",
  Refused: "correct it; nothing was written",
  Forbidden: "ask for a role that may do this, such as the chart's campaign-owner",
  Unavailable: "check --kubeconfig and --context, and that the API server answers",
};
