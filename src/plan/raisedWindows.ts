import { type Baseline, baselineAt } from "./baseline.ts";
import { covers, type DemandWindow, extraOf } from "./needs.ts";
import { largestShare } from "./profiles.ts";
import type { LiveDemand } from "./snapshot.ts";

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
}

/**
 * What runs now and comes to more than was declared is raised by the observed ratio for the rest of its window: who
 * declares a peak knows its times and its shape better than its size. Nothing is lowered: what was promised stands.
 * Windows in replicas are as they are.
 */
export function raisedWindows(windows: readonly DemandWindow[], measured: Measured): readonly DemandWindow[] {
  const { now, baseline, demand } = measured;
  if (baseline === undefined || demand.kind === "unknown") return windows;
  const { at, value } = demand;
  const usual = baselineAt(baseline, at);
  const running = windows.filter((window) => covers(window, at) && extraOf(window, usual) > 0);
  const parts = running.map((window) => {
    const since = at - window.start;
    const share = largestShare(window.profile, since, since);
    return { window, share, extra: share * extraOf(window, usual) };
  });
  if (parts.length === 0 || parts.some(({ share }) => share < LEAST_SHARE)) return windows;
  const added = parts.filter(({ window }) => window.combine === "Add").reduce((sum, { extra }) => sum + extra, 0);
  const largest = parts
    .filter(({ window }) => window.combine === "Max")
    .reduce((most, { extra }) => Math.max(most, extra), 0);
  const ratio = (value - usual) / (added + largest);
  const factor = Math.min(MOST, Math.ceil(STEPS * ratio - 1e-9) / STEPS);
  if (factor <= 1) return windows;
  const raised = { from: now, factor };
  return windows.map((window) => (running.includes(window) ? { ...window, raised } : window));
}
