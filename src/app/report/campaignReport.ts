import type { CampaignInput, CampaignStatus } from "../../api/campaign.ts";
import { parseDuration } from "../../units/duration.ts";
import { formatInstant, formatToSecond, type Instant, parseInstant, plus } from "../../units/instant.ts";
import type { Window } from "../../units/window.ts";

/** One Event of ours; what repeated itself has a first and a last time. */
export interface SeenEvent {
  readonly kind: string;
  readonly name: string;
  readonly reason: string;
  readonly note: string;
  readonly first: Instant;
  readonly last: Instant;
}

/** All that is still recorded about one campaign. */
export interface CampaignFacts {
  readonly namespace: string;
  readonly name: string;
  /** As filed. */
  readonly spec: Partial<CampaignInput>;
  readonly status: CampaignStatus;
  /** By target: the HPAs or workloads that its floor is written to. */
  readonly carriers: ReadonlyMap<string, readonly string[]>;
  /** Of the campaign's namespace, oldest first; undefined when who asks may not read them. */
  readonly events: readonly SeenEvent[] | undefined;
}

/** What one campaign promised and got; others build on this shape. Instants are RFC 3339 in UTC. */
export interface CampaignReport {
  readonly namespace: string;
  readonly name: string;
  readonly phase: string;
  readonly occurrence?: { readonly start: string; readonly end?: string };
  readonly targets: readonly TargetReport[];
  readonly verdict?: { readonly at: string; readonly ready: boolean; readonly message: string };
  /** When everything promised was first seen Ready: it is looked at every half minute. */
  readonly readyAt?: string;
  /** When the floor no longer stood above what is wished without the campaign. */
  readonly givenBackAt?: string;
  /** As the status has it: declared, observed, reserved, used and cost, in sum and per target. */
  readonly outcome?: NonNullable<CampaignStatus["outcome"]>;
  /** What cannot be said, and why. */
  readonly notRecorded: readonly string[];
}

export interface TargetReport {
  readonly name: string;
  readonly promised: number;
  /** Now, as is `shortBy`. */
  readonly ready: number;
  readonly shortBy: number;
  /** A quantity to declare the next time, from past occurrences. */
  readonly suggestedMultiplier?: string;
  /** The first floor that was raised for the campaign. */
  readonly ordered?: { readonly at: string; readonly from: number | null; readonly to: number };
  /** The highest floor from the order to the end, whoever asked for it. */
  readonly highestFloor?: number;
  /** The way down after the end. */
  readonly lowered?: {
    readonly first: string;
    readonly last: string;
    readonly to: number | null;
    readonly steps: number;
  };
}

const EXPIRED = "Events are kept for an hour unless the API server is told otherwise";

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
    ...(verdict === undefined ? {} : { verdict: { at: verdict.at, ready: verdict.ready, message: verdict.message } }),
    ...(readyAt === undefined ? {} : { readyAt: formatInstant(readyAt) }),
    ...(givenBackAt === undefined ? {} : { givenBackAt: formatInstant(givenBackAt) }),
    ...(outcome === undefined ? {} : { outcome }),
    notRecorded: notRecorded(facts, known),
  };
}

/** The one the verdict is of, while the next one is still to come; else the one of the status. */
function occurrenceOf({ spec, status }: CampaignFacts): (Pick<Window, "start"> & Partial<Window>) | undefined {
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
function outcomeOf({ outcome }: CampaignStatus, told: Pick<Window, "start"> | undefined): CampaignReport["outcome"] {
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

interface Seen {
  readonly events: readonly SeenEvent[];
  readonly occurrence: (Pick<Window, "start"> & Partial<Window>) | undefined;
}

function targetReport(
  { name, promised, ready, shortBy, suggestedMultiplier }: NonNullable<CampaignStatus["targets"]>[number],
  facts: CampaignFacts,
  { events, occurrence }: Seen,
): TargetReport {
  const carriers = facts.carriers.get(name) ?? [];
  const steps = events
    .filter((event) => event.kind !== "Campaign" && carriers.includes(event.name))
    .flatMap((event) => floorStep(event));
  const asks = `campaign ${facts.namespace}/${facts.name} asks for`;
  const order = steps.find(({ note, from, to }) => note.includes(asks) && (to ?? 0) > (from ?? 0));
  const end = occurrence?.end;
  const during = steps.filter(({ at }) => order !== undefined && at >= order.at && (end === undefined || at < end));
  const after = steps.filter(({ at, from, to }) => end !== undefined && at >= end && (to ?? 0) < (from ?? 0));
  const [first, last] = [after[0], after.at(-1)];
  return {
    name,
    promised,
    ready,
    shortBy,
    ...(suggestedMultiplier === undefined ? {} : { suggestedMultiplier }),
    ...(order?.to === undefined || order.to === null
      ? {}
      : { ordered: { at: formatInstant(order.at), from: order.from, to: order.to } }),
    ...(during.length === 0 ? {} : { highestFloor: Math.max(...during.map(({ to }) => to ?? 0)) }),
    ...(first === undefined || last === undefined
      ? {}
      : {
          lowered: { first: formatInstant(first.at), last: formatInstant(last.at), to: last.to, steps: after.length },
        }),
  };
}

interface FloorStep {
  readonly at: Instant;
  readonly from: number | null;
  readonly to: number | null;
  readonly note: string;
}

/** `minReplicas 3 → 40: campaign vision/sale asks for 40`; `unset` where the field was absent. */
function floorStep({ first, note }: SeenEvent): readonly FloorStep[] {
  const [, from, to] = /^(?:minReplicas|replicas) (\d+|unset) → (\d+|unset)/.exec(note) ?? [];
  if (from === undefined || to === undefined) return [];
  const numberOf = (text: string) => (text === "unset" ? null : Number(text));
  return [{ at: first, from: numberOf(from), to: numberOf(to), note }];
}

interface Known {
  readonly verdict: unknown;
  readonly readyAt: Instant | undefined;
  readonly givenBackAt: Instant | undefined;
  readonly targets: readonly TargetReport[];
  readonly outcome: CampaignReport["outcome"];
}

function notRecorded(facts: CampaignFacts, known: Known): readonly string[] {
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
  const started = ["Active", "Short", "ScalingIn", "Completed"].includes(phase) || known.verdict !== undefined;
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

function written({ start, end }: Pick<Window, "start"> & Partial<Window>): { start: string; end?: string } {
  return { start: formatInstant(start), ...(end === undefined ? {} : { end: formatInstant(end) }) };
}
