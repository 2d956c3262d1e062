import type { FloorRecord } from "../../api/cronHpa.ts";
import { type PredictiveAutoscalerSpec, predictiveAutoscalerSpec } from "../../api/predictiveAutoscaler.ts";
import { scalingPolicySpec } from "../../api/scalingPolicy.ts";
import type { Forecast } from "../../forecast/forecastTypes.ts";
import { decideFloor } from "../../plan/actions/decideFloor.ts";
import type { FloorWindow, Plan } from "../../plan/plan.ts";
import { planScaling } from "../../plan/planScaling.ts";
import type { DeclaredCampaign, ForecastInHand, ObservedScale, Snapshot } from "../../plan/snapshot.ts";
import { formatDuration, type Milliseconds, milliseconds, MINUTE } from "../../units/duration.ts";
import { type Instant, instant, parseInstant } from "../../units/instant.ts";
import { replicas } from "../../units/replicas.ts";
import { TARGET } from "../campaigns.ts";
import { MIN_REPLICAS, type Scenario } from "../policy.ts";
import type { ForecastReel, Frame } from "./forecastReel.ts";

/** The replay asks the planner anew this often. */
export const REPLAN_EVERY: Milliseconds = milliseconds(5 * MINUTE);

export interface HeadstartKnobs {
  /** Whole percent. */
  readonly percentile: number;
  readonly headroomPercent: number;
  /** Scale-in other than the default, for ablations. */
  readonly scaleIn?: Partial<Record<"stepPercent" | "holdWhileAbovePercent", number>>;
}

export interface HeadstartInput {
  readonly reel: ForecastReel;
  readonly campaigns: readonly DeclaredCampaign[];
  readonly knobs: HeadstartKnobs;
}

/**
 * The floor in force at each scored step: `planScaling` over snapshots of the replay, and `decideFloor` as the
 * enforcement between them. Floors depend on demand and time, not on what the HPA made of the ones before.
 * @returns shape (scored steps,)
 */
export function headstartFloors(scenario: Scenario, input: HeadstartInput): Int32Array {
  const { track } = scenario;
  const spec = autoscalerSpec(scenario, input);
  const floors = new Int32Array(track.demand.length - track.first);
  const replanEvery = Math.max(1, Math.round(REPLAN_EVERY / track.step));
  const turn = turns(spec, scenario, input);
  let record: FloorRecord | undefined;
  let windows: readonly FloorWindow[] = [];
  for (let i = 0; i < floors.length; i++) {
    const now = instant(Math.round(track.start + (track.first + i) * track.step));
    if (i % replanEvery === 0) windows = turn(now, track.first + i, record);
    record = enforced(record, windows, now);
    floors[i] = record?.applied ?? MIN_REPLICAS;
  }
  return floors;
}

/** One turn of the planner: the windows to be enforced until the next one. */
function turns(spec: PredictiveAutoscalerSpec, { track, lead }: Scenario, { reel, campaigns, knobs }: HeadstartInput) {
  const policy = { name: "replay", spec: scalingPolicySpec.parse({}) };
  const leadTime = { kind: "fixed", duration: milliseconds(Math.round(lead * track.step)) } as const;
  let previous: Snapshot["previous"];
  let known = campaigns;
  let next = 0;
  return (now: Instant, step: number, record: FloorRecord | undefined): readonly FloorWindow[] => {
    while (next < reel.frames.length && reel.frames[next]!.madeAt <= now) next++;
    const plan: Plan = planScaling({
      now,
      target: TARGET,
      spec,
      policy,
      scale: scaleOf(record),
      demand: { kind: "known", value: track.seen[step]!, at: now },
      forecast: inHand(reel.frames[next - 1], knobs.percentile),
      leadTime,
      campaigns: known,
      room: { kind: "unknown" },
      addable: UNLIMITED,
      previous,
    });
    previous = { at: now, floors: plan.floors };
    known = known.map((campaign) => {
      const declared = plan.campaigns.find(({ key }) => key.name === campaign.key.name)?.declared;
      return declared === undefined ? campaign : { ...campaign, resolved: declared };
    });
    return plan.floors;
  };
}

const UNLIMITED = replicas(1_000_000);

function autoscalerSpec({ track }: Scenario, { reel, knobs }: HeadstartInput): PredictiveAutoscalerSpec {
  const { percentile, headroomPercent, scaleIn } = knobs;
  const spec = predictiveAutoscalerSpec.parse({
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: TARGET.name },
    demand: { perReplica: 1, signals: [{ name: "recorded", query: "recorded" }] },
    forecast: { horizon: formatDuration(milliseconds(reel.horizon)), percentile, headroomPercent },
    scaleIn: scaleIn ?? {},
  });
  // A quantity holds nine decimals; what one replica serves was computed, and is exact only as it is.
  return { ...spec, demand: { ...spec.demand, perReplica: track.perReplica } };
}

function inHand(frame: Frame | undefined, percentile: number): ForecastInHand {
  if (frame?.forecast === undefined) return { kind: "none", because: NO_FORECAST };
  const { forecast, seen, ...known } = frame;
  return {
    kind: "made",
    ...known,
    forecast: atPercentile(forecast, percentile),
    ...(seen === undefined ? {} : { seen }),
  };
}

/** As the controller asks for them: the median, and what the percentile wants. */
function atPercentile(forecast: Forecast, percentile: number): Forecast {
  const wanted = forecast.quantiles.filter(({ quantile }) => quantile === 0.5 || quantile >= percentile / 100 - 1e-9);
  return { ...forecast, quantiles: wanted };
}

const NO_FORECAST = {
  code: "NoForecast",
  message: "the history so far cannot be forecast",
  remedy: "the HPA alone leads until it can",
};

function scaleOf(record: FloorRecord | undefined): ObservedScale {
  const standing = replicas(record?.applied ?? MIN_REPLICAS);
  return {
    found: replicas(MIN_REPLICAS),
    ceiling: undefined,
    applied:
      record === undefined
        ? undefined
        : {
            floor: standing,
            since: parseInstant(record.since)!,
            ...(record.from === undefined ? {} : { from: replicas(record.from) }),
          },
    replicas: standing,
    ready: standing,
    starting: replicas(0),
  };
}

/** What the enforcement writes beside the HPA's minimum. */
function enforced(record: FloorRecord | undefined, windows: readonly FloorWindow[], now: Instant) {
  let floor: FloorWindow["minReplicas"] | undefined;
  for (const window of windows) {
    if (window.start > now) break;
    if (now < window.end && (floor === undefined || window.minReplicas > floor)) floor = window.minReplicas;
  }
  if (floor !== undefined && floor === record?.applied) return record;
  const observed = { value: record?.applied ?? MIN_REPLICAS, ceiling: undefined, record };
  const wish = floor === undefined ? NOTHING : ({ kind: "floor", floor, reason: "plan" } as const);
  const action = decideFloor(observed, wish, now);
  if (action.kind === "apply") return action.record;
  return action.kind === "none" ? record : undefined;
}

const NOTHING = { kind: "nothingInForce" } as const;
