import type { Failure } from "../units/failure.ts";
import { type Result, success } from "../units/result.ts";
import { HEADSTART_DEFAULT, headstartWorld, type Question, scenarioOf, sweptHeadstart } from "./backtest.ts";
import { type Figures, figuresOf, type Part, type Trace } from "./figures.ts";
import type { RecordedLoad } from "./recordedLoad.ts";
import { replay } from "./replay.ts";
import { atDefault } from "./simplePolicies.ts";
import { trackOf } from "./track.ts";

/** A setting that was chosen on the older part of the scored history, and what it did on the newer one. */
export interface Recommendation {
  readonly leadTime: string;
  /** The share of demand that was to be served. */
  readonly goal: number;
  /** Such as `p95+10%`; the percentile and the headroom. */
  readonly setting: string;
  readonly hpaTarget: number;
  /** Whether it served the goal on the older part, as a whole and in all of its blocks but one. */
  readonly held: boolean;
  /** Epoch milliseconds at which the newer part begins. */
  readonly splitAt: number;
  readonly compared: readonly Compared[];
}

export interface Compared {
  readonly name: string;
  readonly older: Figures;
  readonly newer: Figures;
}

export interface RecommendOptions {
  /** Share of demand that is to be served, such as 0.999. */
  readonly goal: number;
}

/** Of the scored part: chosen on two thirds, confirmed on the last third. */
const OLDER = 2 / 3;
/** What holds only in one lucky stretch is not recommended. */
const BLOCKS = 4;

/**
 * The cheapest percentile, headroom and HPA target that serve the goal, at the question's first lead time. All
 * forecasts have rolling origins: each is made from what was known then. The choice sees the older part alone.
 */
export function recommend(
  load: RecordedLoad,
  question: Question,
  { goal }: RecommendOptions,
): Result<Recommendation, Failure> {
  const made = trackOf(load, question);
  if (!made.ok) return made;
  const track = made.value;
  const leadTime = question.leadTimes[0]!;
  const scenario = scenarioOf(track, leadTime.duration);
  const length = track.demand.length - track.first;
  const split = Math.max(1, Math.floor(length * OLDER));
  const older: Part = { from: 0, to: split };
  const newer: Part = { from: split, to: length };
  const world = headstartWorld(track, question);
  const candidates = sweptHeadstart(scenario, world, question.headstart ?? HEADSTART_DEFAULT).map((policy) => {
    const trace = replay(scenario, policy);
    const figures = figuresOf(track, trace, older);
    const failing = blocksOf(older).filter((block) => figuresOf(track, trace, block).served < goal).length;
    return { policy, trace, figures, holds: figures.served >= goal && failing <= 1 };
  });
  const holding = candidates.filter(({ holds }) => holds);
  const chosen =
    holding.length > 0
      ? holding.reduce((a, b) => (b.figures.replicaHours < a.figures.replicaHours ? b : a))
      : candidates.reduce((a, b) => (b.figures.served > a.figures.served ? b : a));
  const compare = (name: string, trace: Trace): Compared => ({
    name,
    older: figuresOf(track, trace, older),
    newer: figuresOf(track, trace, newer),
  });
  return success({
    leadTime: leadTime.text,
    goal,
    setting: String(chosen.policy.knob),
    hpaTarget: chosen.policy.hpaTarget ?? HEADSTART_DEFAULT.hpaTarget,
    held: chosen.holds,
    splitAt: track.start + (track.first + split) * track.step,
    compared: [
      compare("headstart as recommended", chosen.trace),
      ...(["hpa", "static", "cron"] as const).map((name) => compare(name, replay(scenario, atDefault(name, scenario)))),
    ],
  });
}

function blocksOf({ from, to }: Part): readonly Part[] {
  const edge = (i: number): number => from + Math.round(((to - from) * i) / BLOCKS);
  return Array.from({ length: BLOCKS }, (_, i) => ({ from: edge(i), to: edge(i + 1) })).filter(
    (part) => part.from < part.to,
  );
}
