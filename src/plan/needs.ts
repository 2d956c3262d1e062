import { type Baseline, baselineAt, coveredAt } from "./baseline.ts";
import type { Asker, Segment } from "./curve.ts";
import { campaignText, forecastText, type Raise } from "./reasons.ts";
import type { PeakDemand } from "./peaks.ts";
import { changesFor, largestShare, PIECE, type Profile } from "./profiles.ts";
import { type Capacity, replicasFor } from "./replicasFor.ts";

/** One occurrence of a campaign, its peak resolved: demand that somebody declared over [start, end). */
export interface DemandWindow {
  readonly start: number;
  readonly end: number;
  /** `namespace/name` of the campaign. */
  readonly campaign: string;
  readonly peak: PeakDemand;
  /** Stands in for the baseline while no forecast is there. */
  readonly baseline: number | undefined;
  readonly profile: Profile;
  readonly combine: "Max" | "Add";
  readonly readyBefore: number;
  /** Live demand is more than it stands on: from so far on, its extra is multiplied. */
  readonly raised?: Raise & { readonly from: number };
}

export interface NeedsInput {
  readonly baseline: Baseline | undefined;
  readonly windows: readonly DemandWindow[];
  /**
   * Forecast needs are given from here on; declared windows from their own start, so that what was promised is
   * seen.
   */
  readonly now: number;
  readonly until: number;
  /** Declared windows are followed further: their room is reserved ahead. */
  readonly declaredUntil: number;
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
  const { baseline, windows, now, until } = input;
  const edges = edgesOf(input);
  const askers = askersOf(input);
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

interface Askers {
  readonly forecast: Asker;
  /** The forecast, Ready so many milliseconds ahead. */
  readonly early: (readyBefore: number) => Asker;
  /** One object per set of campaigns, by their names. */
  readonly campaigns: (windows: readonly DemandWindow[], readyBefore: number) => Asker;
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

/** What a window comes to above the usual at its peak; 0 for one in replicas. */
export function extraOf({ peak }: DemandWindow, usual: number): number {
  if (peak.kind === "replicas") return 0;
  return Math.max(0, (peak.kind === "units" ? peak.units : peak.multiplier * usual) - usual);
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

/** Whether the window runs at the moment. */
export function covers({ start, end }: DemandWindow, at: number): boolean {
  return start <= at && at < end;
}

/** Where anything changes: the forecast's steps from now on, the windows' ends, the pieces of their profiles. */
function edgesOf({ baseline, windows, now, until, declaredUntil }: NeedsInput): Float64Array {
  const edges: number[] = [];
  if (baseline !== undefined) {
    const end = Math.min(baseline.end, until);
    edges.push(now, end);
    const skipped = Math.max(0, Math.ceil((now - baseline.from) / baseline.step));
    for (let at = baseline.from + skipped * baseline.step; at < end; at += baseline.step) edges.push(at);
    beyondForecast(baseline, windows).forEach((at) => edges.push(at));
  }
  for (const { start, end, profile } of windows) {
    edges.push(start, end);
    const last = Math.min(end, declaredUntil, start + changesFor(profile));
    // What is past needs no pieces but the first one, which tells what was promised at the start.
    const first = Math.max(1, Math.floor((now - start) / PIECE));
    if (last > start) edges.push(Math.min(end, start + PIECE));
    for (let at = start + first * PIECE; at < last; at += PIECE) edges.push(at);
    if (last > start) edges.push(last);
  }
  return Float64Array.from(edges)
    .sort()
    .filter((edge, i, all) => i === 0 || edge !== all[i - 1]);
}

/** Steps of the repeated forecast inside windows that lie beyond it. */
function beyondForecast({ end, step }: Baseline, windows: readonly DemandWindow[]): readonly number[] {
  return windows.flatMap((window) => {
    const first = Math.max(0, Math.ceil((window.start - end) / step));
    const count = Math.max(0, Math.ceil((window.end - end) / step) - first);
    return Array.from({ length: Math.min(count, MOST_BEYOND) }, (_, i) => end + (first + i) * step);
  });
}

/** A window is followed this many steps beyond the forecast; later ones are looked at when they come nearer. */
const MOST_BEYOND = 2_000;

function askersOf({ baseline, capacity }: NeedsInput): Askers {
  const known = new Map<string, Asker>();
  const once = (id: string, asker: Asker): Asker => {
    const first = known.get(id) ?? asker;
    known.set(id, first);
    return first;
  };
  const text = (level: number): string => forecastText(level, baseline?.percentile ?? 0, capacity.headroomPercent);
  const forecast: Asker = { source: "Forecast", readyBefore: 0, text };
  return {
    forecast,
    early: (readyBefore) => once(`${readyBefore}`, { ...forecast, readyBefore }),
    campaigns: (windows, readyBefore) => {
      const names = [...new Set(windows.map(({ campaign }) => campaign))].sort();
      const raised = windows.reduce<Raise>((most, { raised: one = most }) => (one.factor > most.factor ? one : most), {
        factor: 1,
        above: "declared",
      });
      const text = (level: number): string => campaignText(level, names, raised);
      const asker: Asker = { source: "Campaign", readyBefore, text, campaigns: names };
      return once(`${readyBefore} ${raised.factor} ${raised.above} ${names.join(" ")}`, asker);
    },
  };
}
