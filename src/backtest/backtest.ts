import type { DeclaredWindow } from "../forecast/forecastTypes.ts";
import type { DeclaredCampaign } from "../plan/snapshot.ts";
import { MINUTE, type Milliseconds } from "../units/duration.ts";
import type { Failure } from "../units/failure.ts";
import { type Result, success } from "../units/result.ts";
import type { Row } from "./curve.ts";
import { figuresOf, type Trace } from "./figures.ts";
import { forecastReel, REFIT_EVERY } from "./headstart/forecastReel.ts";
import { REPLAN_EVERY } from "./headstart/headstartFloors.ts";
import { oracle } from "./oracle.ts";
import type { Policy, Scenario } from "./policy.ts";
import { headstartPolicies, type HeadstartWorld } from "./policies/headstartPolicy.ts";
import type { RecordedLoad } from "./recordedLoad.ts";
import { replay } from "./replay.ts";
import { wholeSteps } from "./rounding.ts";
import { atDefault, HPA_TARGETS, type SimplePolicyName, swept } from "./simplePolicies.ts";
import { type Track, type TrackOptions, trackOf } from "./track.ts";

export const POLICIES = [
  "static",
  "hpa",
  "cron",
  "naive",
  "lastweek+level",
  "headstart",
  "foresight",
  "oracle",
] as const;
export type PolicyName = (typeof POLICIES)[number];

export interface LeadTime {
  /** As the user wrote it. */
  readonly text: string;
  readonly duration: Milliseconds;
}

/** What the policies of a backtest share. */
export interface Question extends TrackOptions {
  readonly leadTimes: readonly LeadTime[];
  readonly policies: readonly PolicyName[];
  /** Every point of the curves instead of the defaults. */
  readonly sweep: boolean;
  /** Peaks that somebody declared to the product, and the windows they were open. */
  readonly campaigns: readonly DeclaredCampaign[];
  readonly declared: readonly DeclaredWindow[];
}

/** One series at one lead time under all policies. */
export interface Run {
  readonly series: string;
  readonly leadTime: string;
  readonly perReplica: number;
  readonly warmUp: Milliseconds;
  /** One row a policy at its default; with a sweep, one row a point. */
  readonly policies: readonly Row[];
  /** What was repaired in the recording, and why it should be read apart from others. */
  readonly notes: readonly string[];
}

/** What headstart does when nobody turns anything: the built-in policy's percentile and headroom. */
export const HEADSTART_DEFAULT = { percentile: 95, headroomPercent: 10, hpaTarget: 0.7 } as const;

const SWEPT_PERCENTILES = [50, 90, 98, 99] as const;
const SWEPT_HEADROOMS = [0, 10, 25, 50, 100, 200, 400] as const;

/** Replays one recording under every policy asked for, at every lead time; forecasts are made once for all of them. */
export function backtest(load: RecordedLoad, question: Question): Result<readonly Run[], Failure> {
  const made = trackOf(load, question);
  if (!made.ok) return made;
  const track = made.value;
  const world = question.policies.includes("headstart") ? headstartWorld(track, question) : undefined;
  return success(
    question.leadTimes.map((leadTime) => ({
      series: load.name,
      leadTime: leadTime.text,
      perReplica: track.perReplica,
      warmUp: track.warmUp,
      policies: rowsOf(scenarioOf(track, leadTime.duration), question, world),
      notes: [...load.repairs, ...apartBecause(track)],
    })),
  );
}

export function scenarioOf(track: Track, leadTime: Milliseconds): Scenario {
  return {
    track,
    lead: Math.max(1, wholeSteps(leadTime, track.step)),
    reach: wholeSteps(5 * MINUTE, track.step),
  };
}

/** Beyond the lead time, its reaction, the next refit and the next plan, a forecast changes nothing that is decided. */
const SLACK = 30 * MINUTE;

export function headstartWorld(
  track: Track,
  { leadTimes, campaigns, declared }: Pick<Question, "leadTimes" | "campaigns" | "declared">,
): HeadstartWorld {
  const longest = leadTimes.reduce((most, { duration }) => Math.max(most, duration), 0);
  const horizon = longest + REFIT_EVERY + REPLAN_EVERY + SLACK;
  return { reel: forecastReel(track, { horizon, declared }), campaigns };
}

function rowsOf(scenario: Scenario, question: Question, world: HeadstartWorld | undefined): readonly Row[] {
  const least = oracle(scenario);
  const leastHours = figuresOf(scenario.track, least).replicaHours;
  const row = (policy: Pick<Policy, "name" | "knob" | "hpaTarget">, trace: Trace): Row => {
    const figures = figuresOf(scenario.track, trace);
    const { name, knob, hpaTarget } = policy;
    return { name, knob, hpaTarget, ...figures, overOracle: figures.replicaHours / leastHours };
  };
  return question.policies.flatMap((name) => {
    if (name === "oracle") return [row({ name, knob: null, hpaTarget: null }, least)];
    const policies =
      name === "headstart" ? headstarts(scenario, world, question.sweep) : simple(scenario, name, question);
    return policies.map((policy) => row(policy, replay(scenario, policy)));
  });
}

function simple(scenario: Scenario, name: SimplePolicyName, { sweep }: Question): readonly Policy[] {
  return sweep ? swept(name, scenario) : [atDefault(name, scenario)];
}

function headstarts(scenario: Scenario, world: HeadstartWorld | undefined, sweep: boolean): readonly Policy[] {
  if (world === undefined) return [];
  if (!sweep) {
    return headstartPolicies(scenario, world, { knobs: HEADSTART_DEFAULT, hpaTargets: [HEADSTART_DEFAULT.hpaTarget] });
  }
  return SWEPT_PERCENTILES.flatMap((percentile) => {
    const byTarget = SWEPT_HEADROOMS.map((headroomPercent) =>
      headstartPolicies(scenario, world, { knobs: { percentile, headroomPercent }, hpaTargets: HPA_TARGETS }),
    );
    // Neighbouring rows of one target and percentile differ in the headroom alone: that is what a curve is drawn by.
    return HPA_TARGETS.flatMap((_, target) => byTarget.map((policies) => policies[target]!));
  });
}

/** Series that stand outside comparisons say so. */
function apartBecause({ load, gapShare }: Track): readonly string[] {
  return [
    ...(load.step > 5 * MINUTE ? ["coarser than 5 minutes: what happens between samples is not known"] : []),
    ...(gapShare > 0.05 ? [`${(100 * gapShare).toFixed(1)} % of the scored part lies in gaps of over 30 minutes`] : []),
  ];
}
