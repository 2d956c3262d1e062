import type { CampaignSpec } from "../../api/campaign.ts";
import { campaignOccurrences } from "../../calendar/campaignOccurrences.ts";
import type { DeclaredWindow } from "../../forecast/forecastTypes.ts";
import type { Window } from "../../units/window.ts";

/** Every occurrence that reaches into the range, of campaigns that name this target: they are masked from training. */
export function declaredWindows(
  target: string,
  campaigns: readonly { readonly metadata: { readonly name: string }; readonly spec: CampaignSpec }[],
  range: Window,
): readonly DeclaredWindow[] {
  return campaigns.flatMap(({ metadata, spec }) => {
    const multiplier = spec.targets.find(({ name }) => name === target)?.peak.multiplier;
    return campaignOccurrences(spec, range).map(({ start, end }) => ({
      start,
      end,
      name: metadata.name,
      ...(multiplier === undefined ? {} : { multiplier }),
    }));
  });
}
