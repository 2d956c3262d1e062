import type { Raise } from "../curve/reasons.ts";
import type { PeakDemand } from "./peaks.ts";
import type { Profile } from "./profiles.ts";

/** One occurrence of a campaign, its peak resolved: demand that somebody declared over [start, end). */
export interface DemandWindow {
  readonly start: number;
  readonly end: number;
  /** `namespace/name` of the campaign. */
  readonly campaign: string;
  readonly peak: PeakDemand;
  /** Stands in for the baseline while no forecast is there. */
  readonly baseline: number | undefined;
  readonly profile: Profile;
  readonly combine: "Max" | "Add";
  readonly readyBefore: number;
  /** Live demand is more than it stands on: from so far on, its extra is multiplied. */
  readonly raised?: Raise & { readonly from: number };
}

/** Whether the window runs at the moment. */
export function covers({ start, end }: DemandWindow, at: number): boolean {
  return start <= at && at < end;
}

/** What a window comes to above the usual at its peak; 0 for one in replicas. */
export function extraOf({ peak }: DemandWindow, usual: number): number {
  if (peak.kind === "replicas") return 0;
  return Math.max(0, (peak.kind === "units" ? peak.units : peak.multiplier * usual) - usual);
}
