import type { CampaignSpec } from "../../api/campaign.ts";
import { MINUTE } from "../../units/duration.ts";
import { unreachable } from "../../units/unreachable.ts";

/** How a declared peak runs over its window. */
export type Profile =
  | { readonly kind: "Step" }
  /** Rises evenly from the start for `rampUp` milliseconds. */
  | { readonly kind: "Ramp"; readonly rampUp: number }
  /** Full at the start, halves each time `halfLife` milliseconds pass. */
  | { readonly kind: "FlashSale"; readonly halfLife: number };

/** After so many halvings nothing is left that could ask for a replica. */
const GONE = 20;

/** A profile without its length is a step: the whole peak all the time errs on the ready side. */
export function profileOf({ profile, rampUp, halfLife }: CampaignSpec): Profile {
  if (profile === "Ramp" && rampUp !== undefined && rampUp > 0) return { kind: "Ramp", rampUp };
  if (profile === "FlashSale" && halfLife !== undefined && halfLife > 0) return { kind: "FlashSale", halfLife };
  return { kind: "Step" };
}

/** The share of the declared extra at a moment, counted from the start of the occurrence. */
export function shareAt(profile: Profile, at: number): number {
  switch (profile.kind) {
    case "Step":
      return 1;
    case "Ramp":
      return Math.min(1, at / profile.rampUp);
    case "FlashSale":
      return 2 ** -(at / profile.halfLife);
    default:
      return unreachable(profile);
  }
}

/**
 * The largest share of the declared extra within [from, to), both counted from the start of the occurrence.
 * It is an upper bound, so that a piece never promises less than any moment of it needs. One that falls is followed by
 * whole pieces: the piece that runs would else need less with each turn, and the plan be written again with each.
 */
export function largestShare(profile: Profile, from: number, to: number): number {
  const at = profile.kind === "FlashSale" ? Math.floor(from / PIECE) * PIECE : to;
  return shareAt(profile, at);
}

/**
 * The mean share over a window of that length.
 * @param length milliseconds, > 0
 */
export function meanShare(profile: Profile, length: number): number {
  switch (profile.kind) {
    case "Step":
      return 1;
    case "Ramp":
      return length <= profile.rampUp ? length / (2 * profile.rampUp) : 1 - profile.rampUp / (2 * length);
    case "FlashSale":
      // ∫ 2^(−t/h) dt = h / ln 2 × (1 − 2^(−length/h))
      return (profile.halfLife / (Math.LN2 * length)) * (1 - 2 ** -(length / profile.halfLife));
    default:
      return unreachable(profile);
  }
}

/** How long after the start the share still changes; after it, it is constant. */
export function changesFor(profile: Profile): number {
  switch (profile.kind) {
    case "Step":
      return 0;
    case "Ramp":
      return profile.rampUp;
    case "FlashSale":
      return GONE * profile.halfLife;
    default:
      return unreachable(profile);
  }
}

/** The share is followed in pieces of this length. */
export const PIECE = MINUTE;
