import { MINUTE, type Milliseconds, milliseconds } from "../../units/duration.ts";
import { mostReplicas, replicas } from "../../units/replicas.ts";
import type { Segment } from "../curve/curve.ts";
import type { Baseline } from "../demand/baseline.ts";
import { type Capacity, replicasFor } from "../demand/replicasFor.ts";
import type { LedSegment } from "../leadTime/ledNeeds.ts";
import { forecastLevel } from "../needs/needs.ts";
import type { CampaignPlan, Limit } from "../plan.ts";
import type { ObservedScale, Snapshot } from "../snapshot.ts";

/** The least of what HPA, autoscaler and policy allow, and whose word it is. */
export interface Ceiling {
  readonly most: number;
  readonly kind: Limit["kind"];
  readonly name: string;
}

export function ceilingOf({
  scale,
  spec,
  policy,
}: Pick<Snapshot, "spec" | "policy"> & { readonly scale: Pick<ObservedScale, "ceiling"> }): Ceiling {
  const candidates: Ceiling[] = [
    { most: scale.ceiling ?? Infinity, kind: "Ceiling", name: "the HPA's maxReplicas" },
    { most: spec.maxReplicas ?? Infinity, kind: "Maximum", name: "spec.maxReplicas" },
    { most: policy.spec.limits.maxReplicas ?? Infinity, kind: "PolicyMaximum", name: `policy ${policy.name}` },
  ];
  return candidates.reduce((least, candidate) => (candidate.most < least.most ? candidate : least));
}

export interface Limited<S extends Segment> {
  readonly segments: readonly S[];
  readonly limit: Limit | undefined;
}

/** No level above the ceiling: the API server would refuse it. What is cut off is named. */
export function underCeiling<S extends Segment>(segments: readonly S[], ceiling: Ceiling): Limited<S> {
  const highest = tallest(segments);
  if (highest === undefined || highest.level <= ceiling.most) return { segments, limit: undefined };
  const given = replicas(ceiling.most);
  return {
    segments: segments.map((segment) => (segment.level > given ? { ...segment, level: given } : segment)),
    limit: {
      kind: ceiling.kind,
      asked: replicas(highest.level),
      given,
      text: `${ceiling.name} allows ${given} of ${highest.level}: ${highest.by.text(highest.level)}`,
    },
  };
}

/** The cap on a forecast acted somewhere in it. */
export function forecastCapLimit({ uncapped, cap }: Baseline, capacity: Capacity): Limit | undefined {
  const asked = replicasFor(uncapped, capacity);
  const given = forecastLevel(uncapped, cap, capacity);
  if (asked <= given) return undefined;
  const text = `a forecast asks for ${asked}, but no more than 1.5 × the largest demand in the history: ${given}`;
  return { kind: "ForecastCap", asked: replicas(asked), given: replicas(given), text };
}

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

function tallest(segments: readonly Segment[]): Segment | undefined {
  return segments.reduce<Segment | undefined>(
    (most, segment) => (most === undefined || segment.level > most.level ? segment : most),
    undefined,
  );
}

/** The cluster, or a quota, cannot take what was promised: nothing is cut off for it, but it is said days before. */
export function roomLimit(campaigns: readonly CampaignPlan[], { scale, room }: Snapshot): Limit | undefined {
  if (room.kind === "unknown") return undefined;
  const asked = mostReplicas(campaigns.filter(({ shortBy }) => shortBy > 0).map(({ promised }) => promised));
  const given = replicas(Math.min(asked, scale.replicas + room.more));
  if (asked <= given) return undefined;
  return { kind: "Room", asked, given, text: `there is room for ${given} of ${asked} now: ${room.limit}` };
}

export function windowLimit(asked: number, given: number): Limit | undefined {
  if (asked <= given) return undefined;
  const text = `${asked} windows were merged upward into ${given}; near now they are exact`;
  return { kind: "WindowCount", asked: replicas(asked), given: replicas(given), text };
}
