import { type Replicas, replicas } from "../../units/replicas.ts";
import type { Window } from "../../units/window.ts";
import type { Segment } from "../curve/curve.ts";
import type { PeakInForce } from "../declared/peaks.ts";
import type { Ceiling } from "../limits/ceiling.ts";
import type { DeclaredCampaign, ObservedScale, Room } from "../snapshot.ts";

/** The occurrence that is told of, with its peak. */
export interface Part {
  readonly campaign: DeclaredCampaign;
  readonly occurrence: Window;
  readonly peak: PeakInForce;
  /** It is not over, not withdrawn, and near enough to be planned. */
  readonly asks: boolean;
  /** To come, but too far ahead to be planned yet. */
  readonly isFar: boolean;
  /** Suspended, over when it was created, or of an autoscaler that is off: it promises nothing. */
  readonly withdrawn: boolean;
}

export interface ShortageView {
  /** Before the ceiling. */
  readonly needs: readonly Segment[];
  readonly ceiling: Ceiling;
  readonly scale: ObservedScale;
  readonly room: Room;
}

export interface Shortage {
  readonly shortBy: Replicas;
  readonly beyondCeiling: Replicas;
  readonly shortBecause?: string;
}

/**
 * What the ceiling cuts off of its own, and what the cluster has no room for now; and whose word that is. Only a person
 * moves a ceiling, so that is told however far ahead; room comes and goes, and is told of what is near.
 */
export function shortageOf(part: Part, promised: number, view: ShortageView): Shortage {
  const { ceiling, scale, room } = view;
  const highest = Math.max(ceiling.most, scale.found);
  const cut = Math.max(0, wantedBy(part, view.needs) - highest);
  const given = room.kind === "unknown" ? Infinity : scale.replicas + room.more;
  const missing = part.asks ? Math.max(0, promised - given) : 0;
  const because = [
    ...(cut > 0 ? [allowsText(ceiling, highest)] : []),
    ...(missing > 0 && room.kind === "known" ? [`there is room for ${given} now: ${room.limit}`] : []),
  ];
  return {
    shortBy: replicas(cut + missing),
    beyondCeiling: replicas(cut),
    ...(because.length === 0 ? {} : { shortBecause: because.join(", and ") }),
  };
}

export function allowsText({ name }: Pick<Ceiling, "name">, highest: number): string {
  return `${name} allows ${highest}`;
}

/** `face-fusion is short by 30, because the HPA's maxReplicas allows 120`, as the condition CapacityFits has it. */
export function shortText(target: string, short: Short): string {
  return `${target} is ${shortWords(short)}`;
}

interface Short {
  readonly shortBy: number;
  readonly shortBecause?: string;
}

export function shortWords({ shortBy, shortBecause }: Short): string {
  return `short by ${shortBy}${shortBecause === undefined ? "" : `, because ${shortBecause}`}`;
}

function wantedBy(part: Part, needs: readonly Segment[]): number {
  if (part.withdrawn) return 0;
  if (part.asks) return askedBy(part, needs);
  return part.isFar ? part.peak.declared.replicas : 0;
}

/** The most that it asks for; of a need that others make, its own share. */
function askedBy({ campaign, occurrence, peak }: Part, needs: readonly Segment[]): number {
  return needs
    .filter(({ start, end }) => start < occurrence.end && end > occurrence.start)
    .map((need) => (isMadeBy(need, campaign) ? need.level : Math.min(need.level, peak.declared.replicas)))
    .reduce((largest, level) => Math.max(largest, level), 0);
}

/** Whether the campaign is one of those that made the level. */
export function isMadeBy({ by }: Segment, { key }: DeclaredCampaign): boolean {
  return by.campaigns?.includes(`${key.namespace}/${key.name}`) === true;
}
