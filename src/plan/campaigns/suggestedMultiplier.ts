import { shrunk } from "../../forecast/input/uplift.ts";
import type { DeclaredCampaign, ForecastInHand } from "../snapshot.ts";
import type { CampaignUplift } from "./campaignUplifts.ts";

/** As much as a campaign may declare. */
const MOST = 1000;
/** Tenths: nobody plans finer, and a status that changes with each fit tells nobody anything. */
const TENTHS = 10;

/**
 * The multiplier that a campaign may declare the next time: what its own past occurrences brought, or where it has
 * none what other campaigns brought to the same target, shrunk to its own while fewer than three are known. It is only
 * offered: no plan is made with it.
 * @param uplifts those of the target; undefined while there is no forecast
 * @returns undefined for a peak that is no multiple, or of which nothing is known; what was offered before stays while
 *   it still covers what is known, and is no more than two tenths above it
 */
export function suggestedMultiplier(
  { key, target: { peak }, suggested }: DeclaredCampaign,
  uplifts: readonly CampaignUplift[] | undefined,
): number | undefined {
  const { multiplier, of } = peak;
  if (multiplier === undefined || of === undefined) return undefined;
  const known = (uplifts ?? []).filter(({ logMultiplier }) => logMultiplier[of] !== undefined);
  const own = known.filter(({ campaign }) => campaign === key.name);
  const ratios = (own.length > 0 ? own : known).map(({ logMultiplier }) => logMultiplier[of] ?? 0);
  const learned = ratios.length === 0 ? undefined : shrunk(ratios, multiplier)?.multiplier;
  if (learned === undefined || !Number.isFinite(learned)) return suggested;
  if (suggested !== undefined && suggested >= learned && suggested < learned + 2 / TENTHS) return suggested;
  return Math.min(MOST, Math.max(1, Math.ceil(TENTHS * learned - 1e-9) / TENTHS));
}

/** What is known of the target's occurrences; undefined while there is no forecast. */
export function upliftsIn(inHand: ForecastInHand): readonly CampaignUplift[] | undefined {
  return inHand.kind === "made" ? inHand.uplifts : undefined;
}
