import type { CampaignStatus } from "../../api/campaign.ts";
import { formatToSecond } from "../../units/instant.ts";
import type { CampaignFacts, SeenEvent } from "./campaignFacts.ts";
import type { TargetReport } from "./targetReport.ts";

const EXPIRED = "Events are kept for an hour unless the API server is told otherwise";

/** What is known of the occurrence that is told of. */
interface Known {
  readonly verdict: unknown;
  readonly readyAt: unknown;
  readonly givenBackAt: unknown;
  readonly targets: readonly TargetReport[];
  readonly outcome: CampaignStatus["outcome"];
}

/** What cannot be said of a campaign, and why; a line each. */
export function notRecorded(facts: CampaignFacts, known: Known): readonly string[] {
  return [...eventsMissing(facts, known), ...outcomeMissing(facts.status, known)];
}

/** While it runs nobody expects it; afterwards somebody must have looked while it did. */
function outcomeMissing({ phase }: CampaignStatus, { verdict, outcome }: Known): readonly string[] {
  if (outcome?.message !== undefined) return [outcome.message];
  const isOver = phase === "Completed" || (phase === "Scheduled" && verdict !== undefined);
  return isOver && outcome === undefined ? ["what it brought and cost: nobody looked while it was under way"] : [];
}

function eventsMissing({ events, status }: CampaignFacts, known: Known): readonly string[] {
  const { phase = "Pending" } = status;
  if (phase === "Expired") return ["it was over before it was filed, or never starts: nothing was done for it"];
  const started = ["Active", "Short", "ScalingIn", "Completed"].includes(phase) || known.verdict !== undefined;
  if (phase === "Invalid" && !started)
    return ["it is Invalid, so nothing is done for it: its conditions say what to change"];
  if (!started) return ["it has not started: what was got is known from its start on"];
  if (events === undefined) {
    return ["when it was ordered, Ready and given back: a role that may list events.k8s.io/events is needed for that"];
  }
  const ended = phase === "Completed" || phase === "Scheduled";
  const unordered = known.targets.filter(({ ordered }) => ordered === undefined).map(({ name }) => name);
  return [
    ...(known.verdict === undefined ? ["what was Ready at the start: nobody looked while it was under way"] : []),
    ...(unordered.length === 0
      ? []
      : [`when the floor of ${unordered.join(", ")} rose for it: another floor covered it, or ${expired(events)}`]),
    ...(known.readyAt === undefined ? [`when everything was first Ready: it never was, or ${expired(events)}`] : []),
    ...(ended && known.givenBackAt === undefined
      ? [`when it was given back: nothing stood above other floors, or ${expired(events)}`]
      : []),
  ];
}

function expired(events: readonly SeenEvent[]): string {
  const [oldest] = events;
  const before = oldest === undefined ? "" : ` before ${formatToSecond(oldest.first)}`;
  return `no Event of ours${before} is left (${EXPIRED})`;
}
