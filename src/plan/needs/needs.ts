import type { Asker, Segment } from "../curve/curve.ts";
import { covers, type DemandWindow, extraOf } from "../declared/demandWindow.ts";
import { largestShare } from "../declared/profiles.ts";
import { type Baseline, baselineAt, coveredAt } from "../demand/baseline.ts";
import { type Capacity, replicasFor } from "../demand/replicasFor.ts";
import { type Askers, askersOf } from "./askers.ts";
import { edgesOf, type Range } from "./edges.ts";

export interface NeedsInput extends Range {
  readonly capacity: Capacity;
}

/**
 * How many replicas must be Ready when: ascending segments, without any limit but the forecast's own cap.
 *
 * needed(t) = baseline + Σ extra of the windows that add + the largest extra of those that do not, where
 * extra = share of the profile × max(0, declared − baseline). Headroom is applied once, here, to the whole.
 * A peak in replicas stands beside that sum: the larger of both is needed.
 */
export function needsOf(input: NeedsInput): readonly Segment[] {
  const { baseline, windows, now, until, capacity } = input;
  const edges = edgesOf(input);
  const askers = askersOf(baseline?.percentile, capacity);
  const out: { start: number; end: number; level: number; by: Asker }[] = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const start = edges[i]!;
    const end = edges[i + 1]!;
    const led = baseline !== undefined && start >= now && start < Math.min(baseline.end, until);
    const active = windows.length === 0 ? windows : windows.filter((window) => covers(window, start));
    if (!led && active.length === 0) continue;
    const { level, by } = needAt({ start, end, active, led }, input, askers);
    const last = out.at(-1);
    if (last?.end === start && last.level === level && last.by === by) last.end = end;
    else out.push({ start, end, level, by });
  }
  return out;
}

/** The level a forecast asks for: headroom on top, but never above what its cap serves. */
export function forecastLevel(units: number, cap: number, capacity: Capacity): number {
  const capped = Number.isFinite(cap) ? replicasFor(cap, { ...capacity, headroomPercent: 0 }) : Infinity;
  return Math.min(replicasFor(units, capacity), capped);
}

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly active: readonly DemandWindow[];
  /** The forecast is asked here; else only what is declared. */
  readonly led: boolean;
}

interface Need {
  readonly level: number;
  readonly by: Asker;
}

function needAt(piece: Piece, { baseline, capacity }: NeedsInput, askers: Askers): Need {
  const usual = usualWithin(piece, baseline);
  const plain =
    baseline === undefined || !piece.led ? 0 : forecastLevel(withinStep(baseline, piece.start), baseline.cap, capacity);
  if (piece.active.length === 0) return { level: plain, by: askers.forecast };
  // All that is wanted during a campaign is part of its promise, the forecast's share too: Ready as early.
  const readyBefore = piece.active.reduce((most, window) => Math.max(most, window.readyBefore), 0);
  const inAll = [inUnits(piece, usual, capacity), inReplicas(piece, replicasFor(usual, capacity))];
  const declared = inAll.reduce((most, one) => (one.level > most.level ? one : most));
  if (declared.level === 0 || declared.level < plain) return { level: plain, by: askers.early(readyBefore) };
  return { level: declared.level, by: askers.campaigns(declared.windows, readyBefore) };
}

/**
 * The most that is to be covered between two samples: a rise that begins between them is seen only in the later one,
 * and capacity that waits for it would come up to a step too late.
 */
function withinStep(baseline: Baseline, at: number): number {
  const next = at + baseline.step;
  const here = coveredAt(baseline, at);
  return next < baseline.end ? Math.max(here, coveredAt(baseline, next)) : here;
}

/** What campaigns are multiples of, or come on top of; of a rise between two samples all of it, as without them. */
function usualWithin({ start, active }: Piece, baseline: Baseline | undefined): number {
  if (baseline === undefined) return knownBaseline(active);
  const here = baselineAt(baseline, start);
  const next = start + baseline.step;
  return baseline.from <= start && next < baseline.end ? Math.max(here, baselineAt(baseline, next)) : here;
}

interface Declared {
  readonly level: number;
  /** Those that made it. */
  readonly windows: readonly DemandWindow[];
}

function inUnits({ active, start, end }: Piece, usual: number, capacity: Capacity): Declared {
  let added = 0;
  let largest = 0;
  let winner: DemandWindow | undefined;
  const makers: DemandWindow[] = [];
  for (const window of active) {
    const share = largestShare(window.profile, start - window.start, end - window.start);
    const extra = raisedAt(window, start) * share * extraOf(window, usual);
    if (extra <= 0) continue;
    if (window.combine === "Add") {
      added += extra;
      makers.push(window);
    } else if (extra > largest) {
      largest = extra;
      winner = window;
    }
  }
  if (winner !== undefined) makers.push(winner);
  return { level: makers.length === 0 ? 0 : replicasFor(usual + added + largest, capacity), windows: makers };
}

function raisedAt({ raised }: DemandWindow, at: number): number {
  return raised !== undefined && at >= raised.from ? raised.factor : 1;
}

function inReplicas({ active, start, end }: Piece, usual: number): Declared {
  let level = 0;
  let windows: readonly DemandWindow[] = [];
  for (const window of active) {
    if (window.peak.kind !== "replicas") continue;
    const share = largestShare(window.profile, start - window.start, end - window.start);
    const below = Math.min(usual, window.peak.replicas);
    const wanted = Math.ceil(below + share * (window.peak.replicas - below) - 1e-9);
    if (wanted <= level) continue;
    level = wanted;
    windows = [window];
  }
  return { level, windows };
}

/** Without a forecast, the largest baseline that any of the peaks was resolved with. */
function knownBaseline(windows: readonly DemandWindow[]): number {
  return windows.reduce((most, { baseline }) => Math.max(most, baseline ?? 0), 0);
}
