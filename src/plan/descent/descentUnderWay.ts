import { type Milliseconds, milliseconds, SECOND } from "../../units/duration.ts";
import { type Asker, type Segment, segmentAt } from "../curve/curve.ts";
import { heldText } from "../curve/reasons.ts";
import { type Capacity, replicasFor } from "../demand/replicasFor.ts";
import type { LiveDemand } from "../snapshot.ts";
import { type ScaleIn, stepOf, type Steps, stepping, stepsDown } from "./steps.ts";

/** A floor that comes down within this time is decided about now, so that a hold is written before the drop happens. */
export const SOON: Milliseconds = milliseconds(20 * SECOND);

/** Replicas kept above live need, in percent of it: the headroom that was asked for, and no more than this. */
const MOST_MARGIN_PERCENT = 10;

export interface UnderWay {
  readonly now: number;
  /** The wished curve from now on, without any tails. */
  readonly curve: readonly Segment[];
  readonly base: number;
  readonly applied: { readonly floor: number; readonly since: number; readonly from?: number | undefined } | undefined;
  readonly demand: LiveDemand;
  readonly capacity: Capacity;
  readonly scaleIn: ScaleIn;
  /** When the peak ended from which the floor is coming down; undefined when that is not known. */
  readonly endedAt: number | undefined;
  /** False when somebody said to give back whatever the load is. */
  readonly mayHold: boolean;
}

/**
 * What the descent asks for at this moment: a step is waited for, taken, held, or undone. Empty when nothing is coming
 * down now or soon.
 */
export function descentUnderWay(state: UnderWay): readonly Segment[] {
  const fall = fallOf(state);
  if (fall === undefined) return [];
  const { now, scaleIn } = state;
  const live = state.mayHold ? liveNeed(state) : undefined;
  const undone = undoneLevel(fall, live, scaleIn);
  if (undone !== undefined) {
    const hold = { until: now + scaleIn.interval, because: "live demand came back" };
    return held(state, { ...fall, level: undone }, hold);
  }
  if (fall.at <= now + SOON && fall.level > fall.to) return decided(state, fall, live ?? 0);
  return [waiting(fall, now), ...stepsDown(fall, state, scaleIn)];
}

/** The step that is due: it is taken, down to what live load needs, or held. */
function decided(state: UnderWay, fall: Fall, live: number): readonly Segment[] {
  const { now, scaleIn } = state;
  const lower = fall.level - stepOf(fall.from, fall.to, scaleIn);
  const next = Math.max(fall.to, lower, Math.min(live, fall.level));
  const hold = state.mayHold && !coversLoad(state, fall, next) ? holdOf(state, fall, next) : undefined;
  if (hold === undefined) return [...(fall.begun ? [waiting(fall, now)] : []), ...stepTo(next, fall, state)];
  if (hold.until > now + SOON) return held(state, fall, hold);
  // It ends before anybody looks again: the step that live load allows follows at once.
  return [holding(fall, { now, ...hold }), ...stepTo(next, { ...fall, at: hold.until }, state)];
}

function waiting(fall: Fall, now: number): Segment {
  return { start: now, end: fall.at, level: fall.level, by: stepping(fall) };
}

/** The step that is due, onto a level that was decided, and those after it. */
function stepTo(level: number, fall: Fall, state: UnderWay): readonly Segment[] {
  if (level <= fall.to) return [];
  const { scaleIn } = state;
  const first = { start: fall.at, end: fall.at + scaleIn.interval, level, by: stepping(fall) };
  return [first, ...stepsDown({ ...fall, at: first.end, level }, state, scaleIn)];
}

interface Fall extends Steps {
  /** What its next step leads onto. */
  readonly to: number;
  /** The applied floor already stands above the curve; else the curve is about to drop. */
  readonly begun: boolean;
  /** Where the steps lead is what the forecast needs, with its own headroom; else only what was found, or a promise. */
  readonly toForecast: boolean;
}

function fallOf({ now, curve, base, applied, scaleIn, endedAt }: UnderWay): Fall | undefined {
  const wished = segmentAt(curve, now)?.level ?? base;
  if (applied !== undefined && applied.floor > wished) {
    const from = Math.max(applied.floor, applied.from ?? 0);
    const at = Math.max(now, applied.since + scaleIn.interval);
    // Onto what is wished by then: led onto what is wished now, a curve that falls itself would change each turn.
    const asked = segmentAt(curve, at);
    const toForecast = asked?.by.source === "Forecast";
    const to = asked?.level ?? base;
    return { at, level: applied.floor, from, to, endedAt: endedAt ?? at, begun: true, toForecast };
  }
  const index = curve.findIndex(({ end, level }, i) => end > now && level > levelAfter(curve, i, base));
  const drop = curve[index];
  if (drop === undefined || drop.end > now + SOON) return undefined;
  const { end: at, level } = drop;
  const after = segmentAfter(curve, index);
  const toForecast = after?.by.source === "Forecast";
  return { at, level, from: level, to: after?.level ?? base, endedAt: at, begun: false, toForecast };
}

function levelAfter(curve: readonly Segment[], index: number, base: number): number {
  return segmentAfter(curve, index)?.level ?? base;
}

function segmentAfter(curve: readonly Segment[], index: number): Segment | undefined {
  const next = curve[index + 1];
  return next?.start === curve[index]?.end ? next : undefined;
}

/** Replicas that live demand needs, with the margin; undefined while it is unknown. */
function liveNeed({ demand, capacity }: Pick<UnderWay, "demand" | "capacity">): number | undefined {
  if (demand.kind === "unknown") return undefined;
  const headroomPercent = Math.min(capacity.headroomPercent, MOST_MARGIN_PERCENT);
  return replicasFor(demand.value, { ...capacity, headroomPercent });
}

/** Live need stands above a floor that was lowered lately: back up at once, but never above where the steps began. */
function undoneLevel(fall: Fall, live: number | undefined, scaleIn: ScaleIn): number | undefined {
  if (!fall.begun || live === undefined || live <= fall.level || fall.level >= fall.from) return undefined;
  return Math.min(fall.from, Math.max(fall.level + stepOf(fall.from, fall.to, scaleIn), live));
}

/**
 * The step leads onto what the forecast needs, or live need above that, and the forecast is not wrong about the load.
 * That level has headroom of its own: held while load is above 80 % of it, the step would wait for hours on any day
 * that is as forecast.
 */
function coversLoad({ demand, capacity }: UnderWay, { toForecast, to, level }: Fall, next: number): boolean {
  if (!toForecast || demand.kind === "unknown" || next >= level) return false;
  // A floor without headroom is crossed on any usual day: a tenth beyond the forecast is not wrong yet.
  const slack = Math.max(1, (100 + MOST_MARGIN_PERCENT) / (100 + capacity.headroomPercent));
  return demand.value <= slack * to * capacity.perReplica && next <= Math.max(to, liveNeed({ demand, capacity }) ?? 0);
}

interface Hold {
  readonly until: number;
  readonly because: string;
}

/** Why and until when the step that is due is not taken; undefined when it is. */
function holdOf({ now, scaleIn, demand, capacity }: UnderWay, fall: Fall, next: number): Hold | undefined {
  const last = fall.endedAt + scaleIn.maxHold;
  // On the grid of steps, so that the plan is written once a step and not once a turn.
  const interval = Math.max(1, scaleIn.interval);
  const steps = Math.floor((Math.max(fall.at, now + SOON) - fall.endedAt) / interval) + 1;
  const onGrid = fall.endedAt + steps * interval;
  const until = Math.min(last, onGrid);
  const most = (scaleIn.holdWhileAbovePercent * next * capacity.perReplica) / 100;
  if (fall.at < last && demand.kind === "unknown")
    return { until, because: `live demand is unknown (${demand.state})` };
  if (fall.at < last && demand.kind === "known" && demand.value > most) {
    return { until, because: `live demand is above ${scaleIn.holdWhileAbovePercent}% of what ${next} serve` };
  }
  return next >= fall.level ? { until: onGrid, because: `live demand needs ${next} with its margin` } : undefined;
}

/** The hold, and the steps after it, as they would be without any load. */
function held(state: UnderWay, fall: Fall, hold: Hold): readonly Segment[] {
  const { now, scaleIn } = state;
  return [holding(fall, { now, ...hold }), ...stepsDown({ ...fall, at: hold.until }, state, scaleIn)];
}

function holding(fall: Fall, { now, until, because }: Hold & { readonly now: number }): Segment {
  const { endedAt, level } = fall;
  const by: Asker = { ...stepping(fall), source: "Held", text: (at) => heldText({ at, endedAt, because }) };
  return { start: fall.begun ? now : fall.at, end: until, level, by };
}
