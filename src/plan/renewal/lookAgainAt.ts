import { type Milliseconds, milliseconds, MINUTE, SECOND } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";
import type { Segment } from "../curve/curve.ts";
import type { CampaignPlan } from "../plan.ts";

/** So long before a floor comes down it is looked at again, whether load allows it. */
export const BEFORE_DROP: Milliseconds = milliseconds(15 * SECOND);
/** What a policy's share of a turn held back is tried again this soon. */
const NEXT_TURN = milliseconds(30 * SECOND);
/** Nothing is left alone for longer, whatever the plan says. */
const LATEST = milliseconds(60 * MINUTE);

/**
 * When the next thing happens that is decided then and not now: shortly before a floor falls, at a floor's rise, at
 * each change of a campaign's phase. An object that changes is looked at at once anyway.
 */
export function lookAgainAt(
  now: Instant,
  {
    floors,
    campaigns,
    heldBack,
  }: {
    readonly floors: readonly Segment[];
    readonly campaigns: readonly CampaignPlan[];
    readonly heldBack: boolean;
  },
): Instant {
  const edges = floors.flatMap(({ start, end, level }, index) => {
    const next = floors[index + 1];
    const falls = next?.start !== end || next.level < level;
    return falls ? [start, end - BEFORE_DROP, end] : [start];
  });
  const phases = campaigns.flatMap(({ occurrence, reserveAt, orderAt }) => [
    reserveAt,
    orderAt,
    occurrence?.start,
    occurrence?.end,
  ]);
  const latest = now + (heldBack ? NEXT_TURN : LATEST);
  const ahead = [...edges, ...phases].filter((at) => at !== undefined && at > now);
  return instant(ahead.reduce<number>((first, at) => Math.min(first, at ?? first), latest));
}
