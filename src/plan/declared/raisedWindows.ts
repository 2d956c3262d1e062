import { type Baseline, baselineAt } from "../demand/baseline.ts";
import { type Capacity, replicasFor } from "../demand/replicasFor.ts";
import { type LeadTime, REACTION } from "../leadTime/leadTime.ts";
import type { LiveDemand } from "../snapshot.ts";
import { covers, type DemandWindow, extraOf } from "./demandWindow.ts";
import { shareAt } from "./profiles.ts";

/** One wrong reading must not order without end: a declared peak is raised to this multiple of its extra at most. */
const MOST = 2;
/** On the first stretch of a ramp, or the last of a sale, noise is larger than what was declared. */
const LEAST_SHARE = 0.2;
/** Raised by whole tenths, so that the plan is not written again with each reading. */
const STEPS = 10;

export interface Measured {
  readonly now: number;
  readonly baseline: Baseline | undefined;
  readonly demand: LiveDemand;
  readonly lead: LeadTime;
  readonly capacity: Capacity;
}

/**
 * What runs now and comes to more than was declared is raised by the observed ratio for the rest of its window: who
 * declares a peak knows its times and its shape better than its size. Before it, what is declared as a multiple of the
 * forecast is raised by as much as live demand is above that forecast, once its replicas are due: the multiple is of
 * what is there, and a campaign multiplies an error of the forecast with it. Nothing is lowered: what was promised
 * stands. Windows in replicas are as they are.
 */
export function raisedWindows(windows: readonly DemandWindow[], measured: Measured): readonly DemandWindow[] {
  const { now, baseline, demand } = measured;
  if (baseline === undefined || demand.kind === "unknown" || windows.length === 0) return windows;
  const { at, value } = demand;
  const usual = baselineAt(baseline, at);
  const running = windows.filter((window) => covers(window, at));
  // What a campaign brings, a peak in replicas too, is no error of the forecast.
  const isRunning = running.length > 0;
  const factorOf = isRunning ? observed(running, { at, value, usual }) : foreseen(measured, value / usual);
  const above = isRunning ? "declared" : "forecast";
  return windows.map((window) => {
    const factor = factorOf(window);
    return factor > 1 ? { ...window, raised: { from: now, factor, above } } : window;
  });
}

/** By how much the extra of a window is to be multiplied; 1 where it stands as it is. */
type Factor = (window: DemandWindow) => number;
const AS_DECLARED: Factor = () => 1;

interface Reading {
  readonly at: number;
  /** Live demand, and what the forecast has for it; demand units. */
  readonly value: number;
  readonly usual: number;
}

function observed(running: readonly DemandWindow[], { at, value, usual }: Reading): Factor {
  const inUnits = running.filter((window) => extraOf(window, usual) > 0);
  const parts = inUnits.map((window) => {
    const since = at - window.start;
    const share = shareAt(window.profile, since);
    return { window, share, extra: share * extraOf(window, usual) };
  });
  if (parts.length === 0 || parts.some(({ share }) => share < LEAST_SHARE)) return AS_DECLARED;
  const added = parts.filter(({ window }) => window.combine === "Add").reduce((sum, { extra }) => sum + extra, 0);
  const largest = parts
    .filter(({ window }) => window.combine === "Max")
    .reduce((most, { extra }) => Math.max(most, extra), 0);
  const factor = stepped((value - usual) / (added + largest));
  return (window) => (inUnits.includes(window) ? factor : 1);
}

/** The whole of a multiple is to be raised by the ratio, and what can be raised is what it brings above the usual. */
function foreseen({ now, lead, baseline, capacity }: Measured, ratio: number): Factor {
  if (!(ratio > 1) || !Number.isFinite(ratio)) return AS_DECLARED;
  return ({ start, peak, readyBefore }) => {
    if (peak.kind !== "timesBaseline" || peak.multiplier <= 1 || start <= now) return 1;
    const batch = replicasFor(peak.multiplier * baselineAt(baseline!, start), capacity);
    if (start - readyBefore - REACTION - lead(Math.max(1, batch)) > now) return 1;
    return stepped((peak.multiplier * ratio - 1) / (peak.multiplier - 1));
  };
}

function stepped(ratio: number): number {
  return Math.min(MOST, Math.ceil(STEPS * ratio - 1e-9) / STEPS);
}
