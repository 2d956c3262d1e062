import { DAY } from "../../units/duration.ts";
import type { Instant } from "../../units/instant.ts";
import { recall } from "../forecastMemory.ts";
import type { Forecast, ForecastRequest } from "../forecastTypes.ts";
import type { Prepared } from "../input/prepared.ts";
import { prepared } from "../input/prepare.ts";
import { unitAt } from "../input/presentLevel.ts";
import { hourOfWeek, residualsOf, spreadAt } from "../quantiles/residualQuantiles.ts";
import { residualFloor } from "../quantiles/residualFloor.ts";
import { originOf } from "../refresh.ts";
import { sampledSteps } from "../rehearsals/horizonBuckets.ts";
import { outcomeAt, type Rehearsal } from "../rehearsals/rehearsal.ts";
import { bucketsOf } from "../rehearsals/rehearse.ts";

/** A forecast and the request that it answers. */
export interface Forecasted {
  readonly request: ForecastRequest;
  readonly forecast: Forecast;
}

/** What several targets were missed by in the same rehearsals. */
export interface JointResiduals {
  /** By rehearsal, oldest first, and target: in units of what is usual, NaN where nothing came; shape (steps,). */
  readonly rehearsals: readonly (readonly Float64Array[])[];
  /** Bins ahead of the steps that rehearsals look at, ascending, and their part of the horizon. */
  readonly steps: Int32Array;
  readonly buckets: Uint8Array;
}

/**
 * The rehearsals that all targets have at the same origins: what moved them together is in their residuals together.
 * @param targets of one step, horizon, zone and end
 */
export function jointResiduals(targets: readonly Forecasted[]): JointResiduals {
  const all = targets.map(residualsByOrigin);
  const [first] = all;
  if (first === undefined) return { rehearsals: [], steps: new Int32Array(), buckets: new Uint8Array() };
  const shared = [...first.byOrigin.keys()].filter((at) => all.every(({ byOrigin }) => byOrigin.has(at)));
  const rehearsals = shared.map((at) => all.map(({ byOrigin }) => byOrigin.get(at)!));
  return { rehearsals, steps: first.steps, buckets: first.buckets };
}

interface OneTarget extends Pick<JointResiduals, "steps" | "buckets"> {
  readonly byOrigin: ReadonlyMap<Instant, Float64Array>;
}

function residualsByOrigin({ request, forecast }: Forecasted): OneTarget {
  const ready = prepared(request)!;
  const { clock, outcomes, shift } = ready;
  const { fine } = ready.views.log;
  const bins = (request.horizon * request.history.step) / Math.max(DAY / clock.day, request.history.step);
  const steps = sampledSteps(Math.max(1, Math.ceil(bins)), fine.perHour);
  const buckets = bucketsOf(steps, fine.perHour);
  const question = { step: request.history.step, horizon: request.horizon, zone: request.zone };
  const remembered = recall(forecast.memory, question, (at) => unitAt(ready, at))?.rehearsals ?? [];
  const rehearsals = remembered.map(({ at, rehearsal }) => placed(rehearsal, at, ready));
  const scoring = { outcomes, buckets, ...(shift === undefined ? {} : { shift }) };
  const floor = residualFloor(outcomes, clock.day);
  const residuals = residualsOf(rehearsals, scoring, { floor, day: clock.day });
  const missedAt = ({ origin, made, apart }: Rehearsal, s: number): number => {
    const place = origin + steps[s]! - 1;
    const usual = spreadAt(residuals, {
      ...{ f: made[s]!, apart: apart[s]!, bucket: buckets[s]!, ahead: steps[s]!, hour: hourOfWeek(place, clock.day) },
    });
    return (outcomeAt(scoring, origin, place) - made[s]!) / Math.max(usual, 1e-12);
  };
  const vectorOf = (one: Rehearsal): Float64Array =>
    Float64Array.from(steps, (_, s) => (s < one.made.length ? missedAt(one, s) : NaN));
  return { steps, buckets, byOrigin: new Map(rehearsals.map((one, k) => [remembered[k]!.at, vectorOf(one)])) };
}

function placed(rehearsal: Rehearsal, at: Instant, ready: Prepared): Rehearsal {
  return { ...rehearsal, origin: originOf(ready, at) };
}
