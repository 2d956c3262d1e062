import type { CampaignStatus } from "../../api/campaign.ts";
import { formatQuantity } from "../../units/quantity.ts";

type Outcome = NonNullable<CampaignStatus["outcome"]>;
type Figures = Pick<Outcome, "declaredPeak" | "observedPeak" | "replicaHoursReserved" | "replicaHoursUsed" | "cost">;

/** Declared, observed, reserved, used and cost side by side: a line a target, and one for all of several. */
export function outcomeWords(outcome: Outcome): readonly string[] {
  const lines = outcome.targets.map((target) => `${target.name}: ${figuresText(target)}`);
  return lines.length > 1 ? [...lines, `in all: ${figuresText(outcome)}`] : lines;
}

export function figuresText(figures: Figures): string {
  const { declaredPeak, observedPeak, replicaHoursReserved, replicaHoursUsed, cost } = figures;
  const peaks = [
    ...(declaredPeak === undefined ? [] : [`peak declared ${formatQuantity(declaredPeak)}`]),
    ...(observedPeak === undefined ? [] : [`observed ${formatQuantity(observedPeak)}`]),
  ];
  const hours = [
    ...(replicaHoursReserved === undefined ? [] : [`${formatQuantity(replicaHoursReserved)} replica-hours reserved`]),
    ...(replicaHoursUsed === undefined ? [] : [`${formatQuantity(replicaHoursUsed)} used`]),
  ];
  const parts = [peaks.join(", "), hours.join(", "), ...(cost === undefined ? [] : [costText(cost)])];
  return parts.filter((part) => part !== "").join("; ") || "nothing is known of it";
}

function costText({ amount, currency }: NonNullable<Figures["cost"]>): string {
  return `cost ${amount} ${currency}`;
}

/** What to declare the next time, where something was learned. */
export function suggestionWords(target: { readonly suggestedMultiplier?: string | undefined }): string | undefined {
  const { suggestedMultiplier } = target;
  return suggestedMultiplier === undefined ? undefined : `past occurrences suggest multiplier ${suggestedMultiplier}`;
}
