import type { Campaign, CampaignSpec } from "../api/campaign.ts";
import type { DeclaredCampaign } from "../plan/snapshot.ts";
import { instant } from "../units/instant.ts";
import { replicas } from "../units/replicas.ts";

/** The one target of a replay. */
export const TARGET = { namespace: "replay", name: "replay" } as const;

/** In a replay a campaign was known before the recording begins: who filed it late is not what is asked. */
const BEFORE = instant(0);

/**
 * Campaigns as the planner of a replay sees them: of their targets only the one that is replayed, under its name.
 * @param target the target's name in the campaigns; absent: the only one that each names
 * @returns those that name it
 */
export function campaignsOf(
  campaigns: readonly Pick<Campaign, "metadata" | "spec">[],
  target?: string,
): readonly DeclaredCampaign[] {
  return campaigns.flatMap(({ metadata, spec }) => {
    const own = target === undefined ? spec.targets[0] : spec.targets.find(({ name }) => name === target);
    if (own === undefined) return [];
    const renamed = { ...own, name: TARGET.name };
    return [
      {
        key: { namespace: metadata.namespace, name: metadata.name },
        spec: { ...spec, targets: [renamed] } satisfies CampaignSpec,
        target: renamed,
        createdAt: BEFORE,
        resolved: undefined,
        reserved: replicas(0),
      },
    ];
  });
}
