import type { Campaign, CampaignStatus } from "../../api/campaign.ts";
import { specWrittenAt } from "../../api/lastWritten.ts";
import { shortWords } from "../../plan/campaigns/shortage.ts";
import { formatSeconds, milliseconds, SECOND } from "../../units/duration.ts";
import { formatInstant, type Instant, parseInstant } from "../../units/instant.ts";
import { contains, type Window } from "../../units/window.ts";
import { fitted } from "../conditions.ts";
import type { CampaignView, TargetView } from "./targetView.ts";

/** Whether all that was promised was Ready at the start of an occurrence, and what was not. */
export type Verdict = NonNullable<CampaignStatus["verdict"]>;

/**
 * Recorded at the first look within the occurrence, and then kept: later pods do not make an early hour better. Only of
 * one that was filed too late it is added when all was Ready, or that it was not once it had had its time.
 */
export function verdictOf(view: CampaignView, occurrence: Window | undefined): Verdict | undefined {
  const { campaign, targets, now } = view;
  const before = campaign.status?.verdict;
  if (occurrence === undefined || !contains(occurrence, now)) return before;
  if (before !== undefined && parseInstant(before.occurrence) === occurrence.start) {
    return before.reason === "FiledTooLate" ? followed(before, view, occurrence) : before;
  }
  // One that is there will be planned in a moment; one that is not is what the campaign lacks.
  if (campaign.spec.suspend || targets.some(({ plan, exists }) => plan === undefined && exists)) return before;
  // Resumed, and planned anew in a moment: as a suspended one it promised nothing, and nothing is easily Ready.
  if (targets.some(({ plan }) => plan?.phase === "Suspended")) return before;
  const late = lacking(targets);
  const since = sinceWhen(campaign, occurrence.start, now);
  if (late.length === 0) return allReady(occurrence, now, since);
  const lateness = filedTooLate(view, occurrence);
  if (lateness === undefined) {
    return notReady(occurrence, now, `${late.join("; ")}${since === undefined ? "" : ` (${since})`}`);
  }
  const because = `${howFiled(campaign)} ${formatSeconds(milliseconds(Math.max(SECOND, lateness)))} ${TOO_LATE}`;
  return { ...notReady(occurrence, now, `${because}: ${late.join("; ")}`), reason: "FiledTooLate" };
}

function allReady(occurrence: Window, now: Instant, since: string | undefined): Verdict {
  const message = `every promised replica was Ready${since === undefined ? " at the start" : ` (${since})`}`;
  return { ...notReady(occurrence, now, message), ready: true, reason: "AllReady" };
}

function notReady({ start }: Window, now: Instant, message: string): Verdict {
  return {
    ...{ occurrence: formatInstant(start), at: formatInstant(now), ready: false, reason: "NotAllReady" },
    message: fitted(message, 1024),
  };
}

/** Of one that was filed too late, until all was Ready. */
function followed(before: Verdict, view: CampaignView, occurrence: Window): Verdict {
  const { campaign, targets, now } = view;
  const isUnseen =
    campaign.spec.suspend || targets.some(({ plan }) => plan === undefined || plan.phase === "Suspended");
  if (isUnseen || before.allReadyAt !== undefined) return before;
  const late = lacking(targets);
  if (late.length === 0) {
    const when = formatSeconds(milliseconds(Math.max(SECOND, now - occurrence.start)));
    const message = fitted(`${before.message}; ${when} later all was Ready`, 1024);
    return { ...before, allReadyAt: formatInstant(now), message };
  }
  if (filedTooLate(view, occurrence) !== undefined) return before;
  const passed = formatSeconds(milliseconds(now - (specWrittenAt(campaign.metadata) ?? occurrence.start)));
  return notReady(occurrence, now, `${late.join("; ")} (${passed} after it was ${howFiled(campaign)})`);
}

const TOO_LATE = "after its replicas had to be ordered, too late to be Ready at the start";

function filedAt({ metadata }: Campaign): Instant | undefined {
  return parseInstant(metadata.creationTimestamp ?? "");
}

function howFiled(campaign: Campaign): "filed" | "changed" {
  return specWrittenAt(campaign.metadata) === filedAt(campaign) ? "filed" : "changed";
}

/**
 * Whether what lacks only lacks because it was filed, or changed, after it had to be ordered, and has not had its
 * notice since. A change of anything counts: what was asked for before it is written nowhere.
 * @returns how late that was, in milliseconds; undefined: in time, or something else is in its way
 */
function filedTooLate({ campaign, targets, now }: CampaignView, { start }: Window): number | undefined {
  const filed = specWrittenAt(campaign.metadata);
  if (filed === undefined) return undefined;
  const lateness = targets
    .filter((target) => lacking([target]).length > 0)
    .map(({ plan }) => {
      if (plan?.orderAt === undefined || plan.shortBy > 0) return 0;
      const notice = start - plan.orderAt;
      return now < filed + notice ? filed - plan.orderAt : 0;
    });
  return lateness.every((each) => each > 0) ? Math.max(...lateness) : undefined;
}

/** Why it was not decided at the start; undefined where it was. */
function sinceWhen(campaign: Campaign, start: Instant, now: Instant): string | undefined {
  const delay = now - start;
  if (delay < 30 * SECOND) return undefined;
  const filed = filedAt(campaign) ?? start;
  if (filed > start) return `filed ${after(filed - start)}`;
  const wasSuspended = campaign.status?.phase === "Suspended";
  return `${wasSuspended ? "it was suspended, and first looked at again" : "first looked at"} ${after(delay)}`;
}

function after(delay: number): string {
  return `${formatSeconds(milliseconds(delay))} after the start`;
}

/**
 * What is not Ready of what was promised, target by target. What the ceiling never allowed counts as not Ready; and
 * where nothing was promised because its autoscaler is off, nothing is easily Ready either.
 */
function lacking(targets: readonly TargetView[]): readonly string[] {
  return targets.flatMap(({ name, plan, unled, ready, exists }) => {
    if (plan === undefined && !exists) return [`${name}: there is no such PredictiveAutoscaler`];
    if (plan?.promised === 0 && unled !== undefined)
      return [`${name}: ${ready} Ready, none promised; ${unled.because}`];
    const wanted = (plan?.promised ?? 0) + (plan?.beyondCeiling ?? 0);
    if (ready >= wanted) return [];
    // Once it is over nothing is short any more: why it was is kept here.
    const why = plan !== undefined && plan.shortBy > 0 ? `, ${shortWords(plan)}` : "";
    return [`${name}: ${ready} of ${wanted} Ready${why}`];
  });
}
