import type { Campaign, CampaignStatus } from "../../api/campaign.ts";
import { shortWords } from "../../plan/campaigns/shortage.ts";
import { formatSeconds, milliseconds, SECOND } from "../../units/duration.ts";
import { formatInstant, type Instant, parseInstant } from "../../units/instant.ts";
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
  // Resumed, and planned anew in a moment: as a suspended one it promised nothing, and nothing is easily Ready.
  if (targets.some(({ plan }) => plan?.phase === "Suspended")) return before;
  const late = lacking(targets);
  const since = sinceWhen(campaign, occurrence.start, now);
  const when = since === undefined ? " at the start" : ` (${since})`;
  const message =
    late.length === 0
      ? `every promised replica was Ready${when}`
      : `${late.join("; ")}${since === undefined ? "" : when}`;
  return {
    occurrence: formatInstant(occurrence.start),
    at: formatInstant(now),
    ready: late.length === 0,
    message: fitted(message, 1024),
  };
}

/** Why it was not decided at the start; undefined where it was. */
function sinceWhen({ status, metadata }: Campaign, start: Instant, now: Instant): string | undefined {
  const delay = now - start;
  if (delay < 30 * SECOND) return undefined;
  const filed = parseInstant(metadata.creationTimestamp ?? "") ?? start;
  if (filed > start) return `filed ${after(filed - start)}`;
  const wasSuspended = status?.phase === "Suspended";
  return `${wasSuspended ? "it was suspended, and first looked at again" : "first looked at"} ${after(delay)}`;
}

function after(delay: number): string {
  return `${formatSeconds(milliseconds(delay))} after the start`;
}

/** What is not Ready of what was promised, target by target. What the ceiling never allowed counts as not Ready. */
function lacking(targets: readonly TargetView[]): readonly string[] {
  return targets.flatMap(({ name, plan, ready }) => {
    const wanted = (plan?.promised ?? 0) + (plan?.beyondCeiling ?? 0);
    if (ready >= wanted) return [];
    // Once it is over nothing is short any more: why it was is kept here.
    const why = plan !== undefined && plan.shortBy > 0 ? `, ${shortWords(plan)}` : "";
    return [`${name}: ${ready} of ${wanted} Ready${why}`];
  });
}
