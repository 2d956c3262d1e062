import type { DeclaredCampaign } from "../plan/snapshot.ts";
import { MINUTE, type Milliseconds } from "../units/duration.ts";
import type { Failure } from "../units/failure.ts";
import { type Result, success } from "../units/result.ts";
import type { Row } from "./curve.ts";
import { figuresOf, type Trace } from "./figures.ts";
import { forecastReel, REFIT_EVERY } from "./headstart/forecastReel.ts";
import { type HeadstartKnobs, REPLAN_EVERY } from "./headstart/headstartFloors.ts";
import { SWEPT } from "./headstart/sweptKnobs.ts";
import { oracle } from "./oracle.ts";
import type { Policy, Scenario } from "./policy.ts";
import { headstartPolicies, type HeadstartWorld } from "./policies/headstartPolicy.ts";
import { type NamedTrace, type Plot, plotsOf } from "./plot.ts";
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
  /** Peaks that somebody declared to the product. */
  readonly campaigns: readonly DeclaredCampaign[];
  /** Lines to draw of each policy at its default. */
  readonly plots?: boolean;
  /** Where headstart is set otherwise than by default. */
  readonly headstart?: HeadstartSetting;
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
  /** Too coarse or too full of gaps to enter a comparison of several series. */
  readonly apart: boolean;
  /** Where a sweep was asked for, the defaults beside it; with plots only. */
  readonly defaults?: readonly Row[];
  readonly plots?: readonly Plot[];
}

export interface HeadstartSetting extends HeadstartKnobs {
  readonly hpaTarget: number;
}

/** What headstart does when nobody turns anything: the built-in policy's percentile and headroom. */
export const HEADSTART_DEFAULT: HeadstartSetting = { percentile: 95, headroomPercent: 10, hpaTarget: 0.7 };

/** Replays one recording under every policy asked for, at every lead time; forecasts are made once for all of them. */
export function backtest(load: RecordedLoad, question: Question): Result<readonly Run[], Failure> {
  const made = trackOf(load, question);
  if (!made.ok) return made;
  const track = made.value;
  const world = question.policies.includes("headstart") ? headstartWorld(track, question) : undefined;
  return success(
    question.leadTimes.map((leadTime) => {
      const scenario = scenarioOf(track, leadTime.duration);
      const because = apartBecause(track);
      return {
        series: load.name,
        leadTime: leadTime.text,
        perReplica: track.perReplica,
        warmUp: track.warmUp,
        policies: rowsOf(scenario, question, world),
        notes: [...load.repairs, ...because],
        apart: because.length > 0,
        ...(question.plots === true ? drawn(scenario, question, world) : {}),
      };
    }),
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
  { leadTimes, campaigns, headstart }: Pick<Question, "leadTimes" | "campaigns" | "headstart">,
): HeadstartWorld {
  const longest = leadTimes.reduce((most, { duration }) => Math.max(most, duration), 0);
  const horizon = longest + REFIT_EVERY + REPLAN_EVERY + SLACK;
  const asked = [...SWEPT, HEADSTART_DEFAULT, ...(headstart === undefined ? [] : [headstart])];
  const percentiles = asked.map(({ percentile }) => percentile);
  return { reel: forecastReel(track, { horizon, campaigns, percentiles }), campaigns };
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
    const policies = name === "headstart" ? headstarts(scenario, world, question) : simple(scenario, name, question);
    return policies.map((policy) => row(policy, replay(scenario, policy)));
  });
}

function drawn(
  scenario: Scenario,
  question: Question,
  world: HeadstartWorld | undefined,
): Required<Pick<Run, "plots" | "defaults">> {
  return {
    plots: plotsOf(scenario, tracesAtDefault(scenario, question, world)),
    defaults: rowsOf(scenario, { ...question, sweep: false }, world),
  };
}

function tracesAtDefault(
  scenario: Scenario,
  question: Question,
  world: HeadstartWorld | undefined,
): readonly NamedTrace[] {
  return question.policies.flatMap((name): readonly NamedTrace[] => {
    if (name === "oracle") return [{ policy: name, trace: oracle(scenario) }];
    const policies =
      name === "headstart" ? headstarts(scenario, world, { ...question, sweep: false }) : [atDefault(name, scenario)];
    return policies.map((policy) => ({ policy: name, trace: replay(scenario, policy) }));
  });
}

function simple(scenario: Scenario, name: SimplePolicyName, { sweep }: Question): readonly Policy[] {
  return sweep ? swept(name, scenario) : [atDefault(name, scenario)];
}

function headstarts(
  scenario: Scenario,
  world: HeadstartWorld | undefined,
  { sweep, headstart = HEADSTART_DEFAULT }: Question,
): readonly Policy[] {
  if (world === undefined) return [];
  if (sweep) return sweptHeadstart(scenario, world, headstart);
  const { hpaTarget, ...knobs } = headstart;
  return headstartPolicies(scenario, world, { knobs, hpaTargets: [hpaTarget] });
}

/** The points of its curves: for each percentile and HPA target all headrooms, ascending. */
export function sweptHeadstart(
  scenario: Scenario,
  world: HeadstartWorld,
  { hpaTarget: _, ...setting }: HeadstartSetting,
): readonly Policy[] {
  return SWEPT.flatMap(({ percentile, headrooms }) => {
    const byHeadroom = headrooms.map((headroomPercent) =>
      headstartPolicies(scenario, world, {
        knobs: { ...setting, percentile, headroomPercent },
        hpaTargets: HPA_TARGETS,
      }),
    );
    // Neighbouring rows of one target and percentile differ in the headroom alone: that is what a curve is drawn by.
    return HPA_TARGETS.flatMap((__, target) => byHeadroom.map((policies) => policies[target]!));
  });
}

/** Series that stand outside comparisons say so. */
function apartBecause({ load, gapShare }: Track): readonly string[] {
  return [
    ...(load.step > 5 * MINUTE ? ["coarser than 5 minutes: what happens between samples is not known"] : []),
    ...(gapShare > 0.05 ? [`${(100 * gapShare).toFixed(1)} % of the scored part lies in gaps of over 30 minutes`] : []),
  ];
}
