import type { CampaignStatus } from "../../api/campaign.ts";
import { formatDuration, milliseconds, SECOND } from "../../units/duration.ts";
import { formatInstant, parseInstant } from "../../units/instant.ts";
import { contains, type Window } from "../../units/window.ts";
import { fitted } from "../conditions.ts";
import type { CampaignView, TargetView } from "./targetView.ts";

/** Whether all that was promised was Ready at the start of an occurrence, and what was not. */
export type Verdict = NonNullable<CampaignStatus["verdict"]>;

/** Recorded at the first look within the occurrence, and then kept: later pods do not make an early hour better. */
export function verdictOf(
  { campaign, targets, now }: CampaignView,
  occurrence: Window | undefined,
): Verdict | undefined {
  const before = campaign.status?.verdict;
  if (occurrence === undefined || !contains(occurrence, now)) return before;
  if (before !== undefined && parseInstant(before.occurrence) === occurrence.start) return before;
  if (campaign.spec.suspend || targets.some(({ plan }) => plan === undefined)) return before;
  const late = lacking(targets);
  const delay = milliseconds(Math.round((now - occurrence.start) / SECOND) * SECOND);
  const seen = delay < 30 * SECOND ? "" : ` (first looked at ${formatDuration(delay)} after the start)`;
  const message =
    late.length === 0 ? `every promised replica was Ready at the start${seen}` : `${late.join(", ")}${seen}`;
  return {
    occurrence: formatInstant(occurrence.start),
    at: formatInstant(now),
    ready: late.length === 0,
    message: fitted(message, 1024),
  };
}

/** What is not Ready of what was promised, target by target. What the ceiling never allowed counts as not Ready. */
function lacking(targets: readonly TargetView[]): readonly string[] {
  return targets.flatMap(({ name, plan, ready }) => {
    const wanted = (plan?.promised ?? 0) + (plan?.beyondCeiling ?? 0);
    return ready >= wanted ? [] : [`${name}: ${ready} of ${wanted} Ready`];
  });
}
