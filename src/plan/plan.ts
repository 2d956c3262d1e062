import type { CampaignPhase } from "../api/campaign.ts";
import type { ObjectKey } from "../api/metadata.ts";
import type { Instant } from "../units/instant.ts";
import type { Replicas } from "../units/replicas.ts";
import type { Window } from "../units/window.ts";
import type { ResolvedPeak } from "./declared/resolvedPeak.ts";

/** What should be done about one target: now, and over the horizon; and why. */
export interface Plan {
  readonly at: Instant;
  /** The floor that should be in force now. */
  readonly floor: Replicas;
  /** So much of it nobody else asks for any more: it stays up in room that is reserved for a campaign. */
  readonly keptInRoom: Replicas;
  /** The winner first, then the other candidates, largest first. */
  readonly because: readonly Reason[];
  readonly limitedBy: readonly Limit[];
  /** Replicas promised within the horizon that cannot be had; 0 when all is well. */
  readonly shortBy: Replicas;
  /** Ascending, not overlapping, at most 64; between them no floor is in force. */
  readonly floors: readonly FloorWindow[];
  /** The same before neighbours were merged to be so few; those written are measured by it. */
  readonly exact: readonly ExactFloor[];
  readonly reservations: readonly Reservation[];
  readonly campaigns: readonly CampaignPlan[];
  /** Nothing changes before this unless an object does. */
  readonly lookAgainAt: Instant;
}

export interface FloorWindow extends Window {
  readonly minReplicas: Replicas;
  readonly source: FloorSource;
  /** One line for people: "campaign vision/double-eleven asks for 80". */
  readonly reason: string;
  /** ScaleIn and Held: when the peak ended from which the floor descends; a hold has its largest age from then. */
  readonly endedAt?: Instant;
}

/** A floor that bears no words: nobody reads it. */
export type ExactFloor = Pick<FloorWindow, "start" | "end" | "minReplicas" | "source">;

/** Who asks for a floor; a closed set, so that it may be a metric label. */
export const FLOOR_SOURCES = ["Found", "Forecast", "Campaign", "ScaleIn", "Held", "Schedule"] as const;
export type FloorSource = (typeof FLOOR_SOURCES)[number];

export interface Reason {
  readonly source: FloorSource;
  readonly replicas: Replicas;
  readonly text: string;
}

/** A guard rail that acted: what was asked, what was given. */
export interface Limit {
  readonly kind: "Ceiling" | "PolicyMaximum" | "Maximum" | "ForecastCap" | "AddedPerTurn" | "WindowCount" | "Room";
  readonly asked: Replicas;
  readonly given: Replicas;
  readonly text: string;
}

export interface Reservation extends Window {
  readonly replicas: Replicas;
  /** Own pods and placeholders together never exceed this. */
  readonly upTo: Replicas;
  readonly level: "Node";
  readonly reason: string;
}

/** One campaign as seen from this target. */
export interface CampaignPlan {
  readonly key: ObjectKey;
  readonly phase: CampaignPhase;
  readonly occurrence: Window | undefined;
  /** Starts of the occurrences after it, at most 8. */
  readonly next: readonly Instant[];
  /** Replicas that are to be Ready at the start, all limits applied; not those that are only ordered by then. */
  readonly promised: Replicas;
  readonly shortBy: Replicas;
  /** Of those, what the ceiling cuts off: it is not part of the promise. */
  readonly beyondCeiling: Replicas;
  /** Why it is short, for people; absent while it is not. */
  readonly shortBecause?: string;
  readonly declared: ResolvedPeak | undefined;
  /** What past occurrences brought, as a multiplier to declare the next time; absent where nothing is known of any. */
  readonly suggestedMultiplier?: number;
  /** The peak is a multiple of a baseline that never was known: the floor stands on a guess. */
  readonly peakUnknown: boolean;
  /** When room is taken, when replicas are ordered, when all must be Ready. */
  readonly reserveAt: Instant | undefined;
  readonly orderAt: Instant | undefined;
  readonly readyBy: Instant | undefined;
  readonly warnings: readonly string[];
}
