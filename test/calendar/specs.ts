import { campaignSpec, type CampaignInput, type CampaignSpec } from "../../src/api/campaign.ts";
import { cronHpaSpec, type CronHpaInput, type CronHpaSpec } from "../../src/api/cronHpa.ts";
import { type Instant, parseInstant } from "../../src/units/instant.ts";

export const at = (text: string): Instant => {
  const parsed = parseInstant(text);
  if (parsed === undefined) throw new Error(`not an instant: ${text}`);
  return parsed;
};

/** A campaign of which only the times matter. */
export function campaign(times: Partial<CampaignInput>): CampaignSpec {
  return campaignSpec.parse({ timeZone: "UTC", targets: [{ name: "model", peak: { replicas: 10 } }], ...times });
}

export function cronHpa(spec: Partial<CronHpaInput>): CronHpaSpec {
  return cronHpaSpec.parse({ scaleTargetRef: { name: "model" }, ...spec });
}
