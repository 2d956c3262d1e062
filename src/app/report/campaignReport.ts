import type { CampaignStatus } from "../../api/campaign.ts";
import { reasonOf, type VerdictReason } from "../../api/verdictReason.ts";
import { parseDuration } from "../../units/duration.ts";
import { formatInstant, type Instant, parseInstant, plus } from "../../units/instant.ts";
import type { CampaignFacts, SeenEvent } from "./campaignFacts.ts";
import { notRecorded } from "./notRecorded.ts";
import { type ToldOccurrence, type TargetReport, targetReport } from "./targetReport.ts";

/** What one campaign promised and got; others build on this shape. Instants are RFC 3339 in UTC. */
export interface CampaignReport {
  readonly namespace: string;
  readonly name: string;
  readonly phase: string;
  readonly occurrence?: { readonly start: string; readonly end?: string };
  readonly targets: readonly TargetReport[];
  readonly verdict?: ToldVerdict;
  /** When everything promised was first seen Ready: it is looked at every half minute. */
  readonly readyAt?: string;
  /** When the floor no longer stood above what is wished without the campaign. */
  readonly givenBackAt?: string;
  /** As the status has it: declared, observed, reserved, used and cost, in sum and per target. */
  readonly outcome?: NonNullable<CampaignStatus["outcome"]>;
  /** What cannot be said, and why. */
  readonly notRecorded: readonly string[];
}

interface ToldVerdict {
  readonly at: string;
  readonly ready: boolean;
  readonly reason: VerdictReason;
  /** Of one that was filed too late: when all was Ready. */
  readonly allReadyAt?: string;
  readonly message: string;
}

/** From the objects' status and the Events that are left; what they do not say is named, not guessed. */
export function campaignReport(facts: CampaignFacts): CampaignReport {
  const { namespace, name, status } = facts;
  const occurrence = occurrenceOf(facts);
  const ofThisOne = occurrence === undefined ? [] : eventsOf(facts, occurrence.start);
  const verdict = occurrence !== undefined && isVerdictOf(status, occurrence.start) ? status.verdict : undefined;
  const outcome = outcomeOf(status, occurrence);
  const targets = (status.targets ?? []).map((target) =>
    targetReport(target, facts, { events: ofThisOne, occurrence }),
  );
  const phases = ofThisOne.filter(({ kind, reason }) => kind === "Campaign" && reason === "PhaseChanged");
  const readyAt = phases.find(
    ({ note }) => note.endsWith("→ Ready") || /(PreScaling|Short) → Active$/.test(note),
  )?.first;
  const givenBackAt = phases.findLast(({ note }) => /ScalingIn → (Completed|Scheduled)$/.test(note))?.last;
  const known = { verdict, readyAt, givenBackAt, targets, outcome };
  return {
    namespace,
    name,
    phase: status.phase ?? "Pending",
    ...(occurrence === undefined ? {} : { occurrence: written(occurrence) }),
    targets,
    ...(verdict === undefined ? {} : { verdict: told(verdict) }),
    ...(readyAt === undefined ? {} : { readyAt: formatInstant(readyAt) }),
    ...(givenBackAt === undefined ? {} : { givenBackAt: formatInstant(givenBackAt) }),
    ...(outcome === undefined ? {} : { outcome }),
    notRecorded: notRecorded(facts, known),
  };
}

function told(verdict: NonNullable<CampaignStatus["verdict"]>): ToldVerdict {
  const { at, ready, allReadyAt, message } = verdict;
  return { at, ready, reason: reasonOf(verdict), ...(allReadyAt === undefined ? {} : { allReadyAt }), message };
}

/** Not all was Ready at the start, and it was filed early enough for that. */
export function brokeItsPromise({ verdict }: { readonly verdict?: Pick<ToldVerdict, "reason"> }): boolean {
  return verdict?.reason === "NotAllReady";
}

/** The one the verdict is of, while the next one is still to come; else the one of the status. */
function occurrenceOf({ spec, status }: CampaignFacts): ToldOccurrence | undefined {
  const judged = parseInstant(status.verdict?.occurrence ?? "");
  const start = parseInstant(status.occurrence?.start ?? "");
  const end = parseInstant(status.occurrence?.end ?? "");
  if (judged !== undefined && judged !== start) {
    const duration = parseDuration(spec.duration ?? "");
    return { start: judged, ...(duration === undefined ? {} : { end: plus(judged, duration) }) };
  }
  return start === undefined ? undefined : { start, ...(end === undefined ? {} : { end }) };
}

function isVerdictOf({ verdict }: CampaignStatus, start: Instant): boolean {
  return verdict !== undefined && parseInstant(verdict.occurrence) === start;
}

/** Of the occurrence that is told of; the status may still have that of the one before. */
function outcomeOf({ outcome }: CampaignStatus, told: ToldOccurrence | undefined): CampaignReport["outcome"] {
  if (outcome === undefined || told === undefined) return undefined;
  return parseInstant(outcome.occurrence.start) === told.start ? outcome : undefined;
}

/** Since it last had nothing in force before the start: what is of an occurrence before is not of this one. */
function eventsOf({ name, events = [] }: CampaignFacts, start: Instant): readonly SeenEvent[] {
  const rest = events.findLast(
    (event) =>
      event.kind === "Campaign" &&
      event.name === name &&
      event.first < start &&
      / → (Scheduled|Completed)$/.test(event.note),
  );
  return events
    .filter((event) => event.kind !== "Campaign" || event.name === name)
    .filter(({ last }) => rest === undefined || last >= rest.first);
}

function written({ start, end }: ToldOccurrence): { start: string; end?: string } {
  return { start: formatInstant(start), ...(end === undefined ? {} : { end: formatInstant(end) }) };
}
