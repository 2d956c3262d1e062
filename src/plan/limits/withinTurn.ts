import { MINUTE, type Milliseconds, milliseconds } from "../../units/duration.ts";
import { replicas } from "../../units/replicas.ts";
import type { Segment } from "../curve/curve.ts";
import type { LedSegment } from "../leadTime/ledNeeds.ts";
import { type Limited, tallest } from "./limited.ts";

/** How near a rise must be to count as added in this turn; the turns after it see to what comes later. */
const THIS_TURN: Milliseconds = milliseconds(2 * MINUTE);

/**
 * What forecasts may add within one turn; declared peaks are not held back.
 * One wrong query must not send five hundred targets to their maximum at once.
 * @param standing the floor that is applied, or found
 */
export function withinTurn(
  led: readonly LedSegment[],
  { now, standing, addable }: { now: number; standing: number; addable: number },
): Limited<LedSegment> {
  const most = standing + addable;
  const until = now + THIS_TURN;
  const isHeldBack = (segment: Segment): boolean =>
    segment.start < until && segment.end > now && segment.level > most && segment.by.source === "Forecast";
  const highest = tallest(led.filter(isHeldBack));
  if (highest === undefined) return { segments: led, limit: undefined };
  return {
    segments: led.flatMap((segment) =>
      isHeldBack(segment)
        ? [
            { ...segment, level: most, end: Math.min(segment.end, until) },
            { ...segment, start: Math.max(segment.start, until) },
          ].filter(({ start, end }) => start < end)
        : [segment],
    ),
    limit: {
      kind: "AddedPerTurn",
      asked: replicas(highest.level),
      given: replicas(most),
      text: `the policy's replicasAddedPerTurn leaves ${addable} in this turn: ${most} of ${highest.level} now`,
    },
  };
}
