import type { Trace } from "./figures.ts";
import type { Scenario } from "./policy.ts";

/** Demand and ready replicas over a stretch of the scored part, in few enough pieces to be drawn. */
export interface Plot {
  /** Epoch milliseconds of the first piece. */
  readonly start: number;
  /** Milliseconds of one piece. */
  readonly piece: number;
  /** The largest demand in each piece, in replicas that it needs; not rounded. */
  readonly need: readonly number[];
  readonly lines: readonly PlotLine[];
}

export interface PlotLine {
  readonly policy: string;
  /** The fewest ready replicas in each piece. */
  readonly ready: readonly number[];
  /** Minutes in each piece in which demand was above what was ready. */
  readonly minutesShort: readonly number[];
}

export interface NamedTrace {
  readonly policy: string;
  readonly trace: Trace;
}

const MOST_PIECES = 900;
const NOISE = 1e-9;

/** The whole scored part, and the day in which the policies together were short most. */
export function plotsOf(scenario: Scenario, traces: readonly NamedTrace[]): readonly Plot[] {
  const { track } = scenario;
  const length = track.demand.length - track.first;
  const day = Math.min(length, Math.round(86_400_000 / track.step));
  const whole = plotOf(scenario, traces, { from: 0, to: length });
  if (day === length) return [whole];
  const from = worstDay(scenario, traces, day);
  return [whole, plotOf(scenario, traces, { from, to: from + day })];
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

function plotOf({ track }: Scenario, traces: readonly NamedTrace[], { from, to }: Stretch): Plot {
  const per = Math.max(1, Math.ceil((to - from) / MOST_PIECES));
  const pieces = Math.ceil((to - from) / per);
  const over = <T>(take: (start: number, end: number) => T): readonly T[] =>
    Array.from({ length: pieces }, (_, i) => take(from + i * per, Math.min(to, from + (i + 1) * per)));
  const need = (i: number): number => track.demand[track.first + i]! / track.perReplica;
  return {
    start: track.start + (track.first + from) * track.step,
    piece: per * track.step,
    need: over((start, end) => largest(start, end, need)),
    lines: traces.map(({ policy, trace }) => ({
      policy,
      ready: over((start, end) => -largest(start, end, (i) => -trace.ready[i]!)),
      minutesShort: over((start, end) => (shortSteps(start, end, { need, trace }) * track.step) / 60_000),
    })),
  };
}

function largest(start: number, end: number, value: (i: number) => number): number {
  let most = -Infinity;
  for (let i = start; i < end; i++) most = Math.max(most, value(i));
  return most;
}

interface Supply {
  readonly need: (i: number) => number;
  readonly trace: Trace;
}

function shortSteps(start: number, end: number, { need, trace }: Supply): number {
  let short = 0;
  for (let i = start; i < end; i++) if (need(i) - trace.ready[i]! > NOISE * need(i)) short++;
  return short;
}

/** The first step of the day, of those that begin every six hours, with the most unserved demand of all policies. */
function worstDay({ track }: Scenario, traces: readonly NamedTrace[], day: number): number {
  const length = track.demand.length - track.first;
  const missed = new Float64Array(length + 1);
  for (let i = 0; i < length; i++) {
    const need = track.demand[track.first + i]! / track.perReplica;
    const here = traces.reduce((sum, { trace }) => sum + Math.max(0, need - trace.ready[i]!), 0);
    missed[i + 1] = missed[i]! + here;
  }
  let [worst, most] = [0, -1];
  for (let from = 0; from + day <= length; from += Math.max(1, Math.floor(day / 4))) {
    const here = missed[from + day]! - missed[from]!;
    if (here > most) [worst, most] = [from, here];
  }
  return worst;
}
