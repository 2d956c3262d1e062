import type { Peak } from "../../api/campaign.ts";
import type { Instant } from "../../units/instant.ts";
import { replicas } from "../../units/replicas.ts";
import type { Window } from "../../units/window.ts";
import { type Baseline, largestBaseline } from "../demand/baseline.ts";
import { type Capacity, replicasFor } from "../demand/replicasFor.ts";
import type { DeclaredCampaign, Snapshot } from "../snapshot.ts";
import type { ResolvedPeak } from "./resolvedPeak.ts";

/** What a declared peak comes to, before its profile. */
export type PeakDemand =
  | { readonly kind: "units"; readonly units: number }
  /** A multiple of the baseline at each moment. */
  | { readonly kind: "timesBaseline"; readonly multiplier: number }
  | { readonly kind: "replicas"; readonly replicas: number };

export interface PeakInForce {
  readonly demand: PeakDemand;
  readonly declared: ResolvedPeak;
  /** Stands in for the baseline while no forecast is there. */
  readonly baseline: number | undefined;
  /** A multiplier of something that never was known. */
  readonly unknown: boolean;
}

/** What the target needs now, as far as can be told without a forecast. */
export interface Current {
  readonly replicas: number;
  /** A floor of ours stands, so what runs now may be our own doing. */
  readonly led: boolean;
}

/** All that a peak is resolved with. */
export interface PeakContext {
  readonly now: Instant;
  readonly baseline: Baseline | undefined;
  readonly busiestHour: number | undefined;
  readonly capacity: Capacity;
  /** What is multiplied when the baseline never was known. */
  readonly current: Current;
}

/** All that declared peaks are multiples of. */
export function peakContextOf(snapshot: Snapshot, baseline: Baseline | undefined, capacity: Capacity): PeakContext {
  const { now, scale, demand, forecast } = snapshot;
  const led = scale.applied !== undefined && scale.applied.floor > scale.found;
  const runs = led ? scale.found : Math.max(scale.found, scale.replicas);
  return {
    now,
    baseline,
    capacity,
    busiestHour: baseline !== undefined && forecast.kind === "made" ? forecast.busiestHour : undefined,
    current: { replicas: demand.kind === "known" ? replicasFor(demand.value, capacity) : runs, led },
  };
}

/** Exactly one of multiplier (with what it is of), demand, replicas. */
export function isPeak({ multiplier, of, demand, replicas: count }: Peak): boolean {
  const given = [multiplier, demand, count].filter((value) => value !== undefined);
  return given.length === 1 && (multiplier === undefined) === (of === undefined);
}

/**
 * What the peak of a campaign is in this occurrence; what is over stays as it was. In this order: what was declared as
 * it is; the multiple of the baseline known now; the last value it came to; and, when it never came to one, the
 * multiple of what runs now.
 */
export function peakInForce(campaign: DeclaredCampaign, occurrence: Window, context: PeakContext): PeakInForce {
  const { peak } = campaign.target;
  const { resolved } = campaign;
  if (resolved !== undefined && occurrence.end <= context.now) return past(resolved, peak);
  const { baseline, capacity } = context;
  const usual = baseline === undefined ? undefined : largestBaseline(baseline, occurrence.start, occurrence.end);
  if (peak.replicas !== undefined) {
    const fixed = { baseline: usual, units: undefined, replicas: peak.replicas };
    return known(campaign, { kind: "replicas", replicas: peak.replicas }, declaredAs(fixed, campaign, context));
  }
  if (peak.demand !== undefined) {
    const value = inUnits(peak.demand, usual, capacity);
    return known(campaign, { kind: "units", units: peak.demand }, declaredAs(value, campaign, context));
  }
  const multiplier = peak.multiplier ?? 1;
  const of = peak.of === "BusiestHour" ? context.busiestHour : usual;
  if (of !== undefined) {
    const value = inUnits(multiplier * of, of, capacity);
    const demand: PeakDemand =
      peak.of === "BusiestHour" ? { kind: "units", units: multiplier * of } : { kind: "timesBaseline", multiplier };
    return known(campaign, demand, declaredAs(value, campaign, context));
  }
  if (resolved?.units !== undefined) return known(campaign, { kind: "units", units: resolved.units }, resolved);
  return guessed(campaign, multiplier, context);
}

/** What it came to is what was declared: the baseline of a later day says nothing of it. */
function past(resolved: ResolvedPeak, { multiplier }: Peak): PeakInForce {
  const { units, replicas: count, baseline } = resolved;
  const demand: PeakDemand = units === undefined ? { kind: "replicas", replicas: count } : { kind: "units", units };
  return { demand, declared: resolved, baseline, unknown: multiplier !== undefined && units === undefined };
}

type Value = Omit<ResolvedPeak, "resolvedAt">;

function inUnits(units: number, baseline: number | undefined, capacity: Capacity): Value {
  return { baseline, units, replicas: replicas(replicasFor(units, capacity)) };
}

/** The value as it was, while it comes to the same replicas: a status that changes every turn tells nobody anything. */
function declaredAs(value: Value, { resolved }: DeclaredCampaign, { now }: PeakContext): ResolvedPeak {
  const same =
    resolved !== undefined &&
    resolved.replicas === value.replicas &&
    (resolved.units === undefined) === (value.units === undefined) &&
    (resolved.baseline === undefined) === (value.baseline === undefined);
  return same ? resolved : { ...value, resolvedAt: now };
}

function known(campaign: DeclaredCampaign, demand: PeakDemand, declared: ResolvedPeak): PeakInForce {
  return { demand, declared, baseline: declared.baseline ?? campaign.resolved?.baseline, unknown: false };
}

/** Under a floor of ours the guess made before is kept: what runs now would be multiplied again, turn after turn. */
function guessed(campaign: DeclaredCampaign, multiplier: number, { current, now }: PeakContext): PeakInForce {
  const before = campaign.resolved;
  const fresh: Value = {
    baseline: undefined,
    units: undefined,
    replicas: replicas(Math.ceil(multiplier * current.replicas - 1e-9)),
  };
  const kept = before !== undefined && (current.led || before.replicas === fresh.replicas);
  const declared = kept ? before : { ...fresh, resolvedAt: now };
  return { demand: { kind: "replicas", replicas: declared.replicas }, declared, baseline: undefined, unknown: true };
}
