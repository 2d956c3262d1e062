import { campaignSpec } from "../../src/api/campaign.ts";
import { seriesName } from "../../src/adapters/replay/readRecording.ts";
import { HEADSTART_DEFAULT, headstartWorld, scenarioOf } from "../../src/backtest/backtest.ts";
import { type Bump, declaredBump, seededBump, withBumps } from "../../src/backtest/bumps.ts";
import { campaignsOf, TARGET } from "../../src/backtest/campaigns.ts";
import type { Trace } from "../../src/backtest/figures.ts";
import { headstartPolicies } from "../../src/backtest/policies/headstartPolicy.ts";
import type { RecordedLoad } from "../../src/backtest/recordedLoad.ts";
import { replay } from "../../src/backtest/replay.ts";
import { wholeReplicas } from "../../src/backtest/rounding.ts";
import { atDefault } from "../../src/backtest/simplePolicies.ts";
import { type Track, trackOf } from "../../src/backtest/track.ts";
import { DAY, HOUR, milliseconds, MINUTE } from "../../src/units/duration.ts";
import { readLoad } from "./readLoad.ts";

/** One declared campaign on one series. */
export interface TrialRow {
  readonly series: string;
  readonly profile: Bump["profile"];
  readonly multiplier: number;
  readonly minutes: number;
  /** What was declared, as a share of the true multiplier; absent: nothing was declared, the HPA alone. */
  readonly belief: number | null;
  /** Of the demand within the campaign. */
  readonly unservedShare: number;
  /** Replica-hours paid above those without the campaign, starts among them, over what the campaign itself needed. */
  readonly overOwnNeed: number;
  /** Replica-hours paid from its start to its end over those that its demand needs. */
  readonly paidOverNeed: number;
  /** From its end until no more is paid than without it, or than its HPA asks for, and one replica in ten. */
  readonly minutesToGiveBack: number;
}

const LEAD = { text: "12m", duration: milliseconds(12 * MINUTE) };
const WARM_UP = milliseconds(8 * DAY);
const SCORED = 2 * DAY;
const BELIEFS = [0.7, 1, 1.3];
const PROFILES: readonly Bump["profile"][] = ["Step", "Ramp", "FlashSale"];
/** Series with a shape to be a multiple of: the bursty ones would drown the campaign. */
const SERIES = ["input07", "input08", "input11", "input12", "input13", "input14"];

/** Two campaigns in the history, one in the scored part; each series has one of the profiles. */
export async function campaignTrials(
  files: readonly string[],
  print: (line: string) => void,
): Promise<readonly TrialRow[]> {
  const rows: TrialRow[] = [];
  const chosen = files.filter((file) => SERIES.includes(seriesName(file)));
  for (const [index, file] of chosen.entries()) {
    rows.push(...trialsOf(shortened(await readLoad(file)), PROFILES[index % PROFILES.length]!, index + 1));
    print(`campaigns ${seriesName(file)}`);
  }
  return rows;
}

/** Two scored days are enough for one campaign. */
function shortened(load: RecordedLoad): RecordedLoad {
  const count = load.times.filter((time) => time <= load.times[0]! + WARM_UP + SCORED).length;
  return { ...load, times: load.times.slice(0, count), values: load.values.slice(0, count) };
}

function trialsOf(load: RecordedLoad, profile: Bump["profile"], seed: number): readonly TrialRow[] {
  const start = load.times[0]!;
  const past = [2, 5].map((day, i) => seededBump(100 * seed + i, profile, start + day * DAY + 10 * HOUR));
  const bump = seededBump(seed, profile, start + WARM_UP + DAY + 10 * HOUR);
  const plain = tracked(withBumps(load, past));
  const track = { ...tracked(withBumps(load, [...past, bump])), perReplica: plain.perReplica };
  const usual = headstartTrace(plain, past, 1);
  const measured = (belief: number | null, traces: Traces): TrialRow => ({
    series: load.name,
    profile,
    multiplier: bump.multiplier,
    minutes: (bump.end - bump.start) / MINUTE,
    belief,
    ...outcomeOf({ track, plain, bump }, traces),
  });
  return [
    measured(null, { trace: hpaTrace(track), usual: hpaTrace(plain) }),
    ...BELIEFS.map((belief) => measured(belief, { trace: headstartTrace(track, [...past, bump], belief), usual })),
  ];
}

function tracked(load: RecordedLoad): Track {
  const made = trackOf(load, { warmUp: WARM_UP });
  if (!made.ok) throw new Error(made.failure.message);
  return made.value;
}

function hpaTrace(track: Track): Trace {
  const scenario = scenarioOf(track, LEAD.duration);
  return replay(scenario, atDefault("hpa", scenario));
}

function headstartTrace(track: Track, bumps: readonly Bump[], belief: number): Trace {
  const scenario = scenarioOf(track, LEAD.duration);
  const filed = bumps.map((bump, i) => ({
    metadata: { name: `bump-${i}`, namespace: TARGET.namespace },
    spec: campaignSpec.parse(declaredBump(bump, TARGET.name, belief)),
  }));
  const world = headstartWorld(track, { leadTimes: [LEAD], campaigns: campaignsOf(filed) });
  const { hpaTarget, ...knobs } = HEADSTART_DEFAULT;
  return replay(scenario, headstartPolicies(scenario, world, { knobs, hpaTargets: [hpaTarget] })[0]!);
}

interface Trial {
  readonly track: Track;
  readonly plain: Track;
  readonly bump: Bump;
}

interface Traces {
  readonly trace: Trace;
  readonly usual: Trace;
}

function outcomeOf({ track, plain, bump }: Trial, { trace, usual }: Traces) {
  const { first, start, step, perReplica, demand } = track;
  const indexOf = (at: number): number => Math.round((at - start) / step) - first;
  const [from, to] = [indexOf(bump.start), indexOf(bump.end)];
  let [asked, missed, paid, extra, own] = [0, 0, 0, 0, 0];
  for (let i = from; i < to; i++) {
    asked += demand[first + i]!;
    paid += trace.paid[i]!;
    missed += Math.max(0, demand[first + i]! - trace.ready[i]! * perReplica);
  }
  const around = Math.min(trace.paid.length, indexOf(bump.end + 3 * HOUR));
  for (let i = Math.max(0, indexOf(bump.start - HOUR)); i < around; i++) {
    extra += trace.paid[i]! - usual.paid[i]!;
    own += (demand[first + i]! - plain.demand[first + i]!) / perReplica;
  }
  // Within its tolerance an HPA keeps what it has: the same load may run with a few more or fewer than it asks for.
  const usualAt = (i: number): number =>
    Math.max(usual.paid[i]!, wholeReplicas(track.seen[first + i]! / (perReplica * HEADSTART_DEFAULT.hpaTarget)));
  let back = to;
  while (back < trace.paid.length && trace.paid[back]! > Math.max(usualAt(back) + 1, 1.1 * usualAt(back))) back++;
  return {
    unservedShare: asked > 0 ? missed / asked : 0,
    overOwnNeed: own > 0 ? extra / own : 0,
    paidOverNeed: asked > 0 ? (paid * perReplica) / asked : 0,
    minutesToGiveBack: ((back - to) * step) / MINUTE,
  };
}
