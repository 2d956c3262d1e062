import type { CampaignStatus } from "../../api/campaign.ts";
import { formatInstant, type Instant } from "../../units/instant.ts";
import type { Window } from "../../units/window.ts";
import type { CampaignFacts, SeenEvent } from "./campaignFacts.ts";

/** Of an occurrence before the one of the status only the start may be known. */
export type ToldOccurrence = Pick<Window, "start"> & Partial<Window>;

/** What one target was promised, and what was done to its floor for it. */
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

interface Seen {
  readonly events: readonly SeenEvent[];
  readonly occurrence: ToldOccurrence | undefined;
}

/** The floor's way, from the Events that are left of what carries it. */
export function targetReport(
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
