import type { CampaignInput } from "../api/campaign.ts";
import { formatDuration, milliseconds, MINUTE } from "../units/duration.ts";
import { formatInstant, instant } from "../units/instant.ts";
import { mulberry32 } from "./mulberry32.ts";
import type { RecordedLoad } from "./recordedLoad.ts";

/** A peak that somebody caused, put onto a recording. */
export interface Bump {
  readonly profile: "Step" | "Ramp" | "FlashSale";
  /** Epoch milliseconds, whole minutes. */
  readonly start: number;
  readonly end: number;
  /** Demand over the usual at the peak. */
  readonly multiplier: number;
}

const LEAST_MULTIPLIER = 2;
const MOST_MULTIPLIER = 6;
const LEAST_MINUTES = 20;
const MOST_MINUTES = 240;

/** A bump that begins within the hour after `from`: × 2 to × 6, 20 minutes to 4 hours. Same seed, same bump. */
export function seededBump(seed: number, profile: Bump["profile"], from: number): Bump {
  const random = mulberry32(seed);
  const between = (least: number, most: number): number => least + random() * (most - least);
  const start = Math.ceil(from / MINUTE) * MINUTE + Math.floor(between(0, 60)) * MINUTE;
  // Evenly in the logarithm: short ones are as common as long ones.
  const minutes = Math.round(Math.exp(between(Math.log(LEAST_MINUTES), Math.log(MOST_MINUTES))));
  const multiplier = Math.round(10 * between(LEAST_MULTIPLIER, MOST_MULTIPLIER)) / 10;
  return { profile, start, end: start + minutes * MINUTE, multiplier };
}

/** The recording with the bumps on top of what was measured. */
export function withBumps(load: RecordedLoad, bumps: readonly Bump[]): RecordedLoad {
  const values = load.values.map((value, i) =>
    bumps.reduce((sum, bump) => sum + value * (bump.multiplier - 1) * shareAt(bump, load.times[i]!), value),
  );
  return { ...load, values };
}

/** The same as the product's profiles read it, at the moment itself. */
function shareAt(bump: Bump, at: number): number {
  if (at < bump.start || at >= bump.end) return 0;
  const since = at - bump.start;
  if (bump.profile === "Ramp") return Math.min(1, since / rampUp(bump));
  return bump.profile === "FlashSale" ? 2 ** -(since / halfLife(bump)) : 1;
}

/** What its owner files: the multiplier as they believe it to be, of the usual demand at each moment. */
export function declaredBump(bump: Bump, target: string, belief: number): CampaignInput {
  const written = (at: number): string => formatInstant(instant(at));
  return {
    timeZone: "UTC",
    start: written(bump.start),
    end: written(bump.end),
    targets: [{ name: target, peak: { multiplier: (bump.multiplier * belief).toFixed(3), of: "SameTime" } }],
    profile: bump.profile,
    ...(bump.profile === "Ramp" ? { rampUp: text(rampUp(bump)) } : {}),
    ...(bump.profile === "FlashSale" ? { halfLife: text(halfLife(bump)) } : {}),
  };
}

function rampUp({ start, end }: Bump): number {
  return (end - start) / 2;
}

function halfLife({ start, end }: Bump): number {
  return (end - start) / 4;
}

function text(duration: number): string {
  return formatDuration(milliseconds(Math.round(duration)));
}
