import { DAY, HOUR } from "../units/duration.ts";
import type { Instant } from "../units/instant.ts";
import { failed, success } from "../units/result.ts";
import { seriesEnd } from "../units/series.ts";
import { combined, distances, keptOf, weightsOf } from "./rehearsals/combination.ts";
import type { Weights } from "./rehearsals/weights.ts";
import { type Question, recall, remember, type Remembered } from "./forecastMemory.ts";
import type { ForecastOutcome, ForecastRequest } from "./forecastTypes.ts";
import { sampledSteps } from "./rehearsals/horizonBuckets.ts";
import { holidayShifts } from "./input/holidays.ts";
import type { Member } from "./members/member.ts";
import { MEMBERS } from "./members/members.ts";
import type { Prepared } from "./input/prepared.ts";
import { prepared } from "./input/prepare.ts";
import { unitAt } from "./input/presentLevel.ts";
import { noHistory, refusalOf } from "./refusal.ts";
import { refreshed } from "./refresh.ts";
import { errorsOf } from "./rehearsals/rehearsal.ts";
import {
  bucketsOf,
  lightRehearsals,
  memberPath,
  membersAt,
  MOST_OF_LARGEST,
  rehearsedSteps,
  type Stage,
} from "./rehearsals/rehearse.ts";
import { residualFloor } from "./quantiles/residualFloor.ts";
import { hourOfWeek, residualQuantile, type Residuals, residualsOf, spreadAt } from "./quantiles/residualQuantiles.ts";
import { APART_HOURS, MOST_REHEARSALS } from "./rehearsals/schedule.ts";
import { skillOf } from "./rehearsals/skill.ts";
import { pastUplifts, upliftsOf } from "./input/uplift.ts";

export { SUM_LEVELS, type SumForecast, sumOf } from "./sum/sumOfForecasts.ts";

/**
 * Forecasts the quantiles of demand from its history: an ensemble whose members are weighted by what they did in
 * rehearsals inside the history, with quantiles from the errors of these rehearsals.
 * The way through the folder: `input` makes an even grid of samples, `views` are what members look at, `members`
 * continue it, `rehearsals` say who is to be believed, `quantiles` how far off that will be.
 * @param members who has a say; others than all of them are for measuring what each is good for
 * @returns a failure, never an exception, for a request that cannot be answered
 */
export function forecast(request: ForecastRequest, members: readonly Member[] = MEMBERS): ForecastOutcome {
  const refusal = refusalOf(request);
  if (refusal !== undefined) return failed(refusal);
  const ready = prepared(request);
  if (ready === undefined) return failed(noHistory(request.history.values.length));
  const stage = stageOf(ready, request, members);
  const question: Question = { step: request.history.step, horizon: request.horizon, zone: request.zone };
  const now = seriesEnd(request.history);
  const unitThen = (at: Instant): number => unitAt(ready, at);
  const before = refreshed(stage, recall(request.memory, question, unitThen), now);
  const bins = binsAhead(request, ready);
  const made = madeNow(stage, before, { now, most: bins.reduce((a, b) => Math.max(a, b), 1) });
  const residuals = residualsOf(
    before.rehearsals.map(({ rehearsal }) => rehearsal),
    stage.scoring,
    { floor: residualFloor(ready.outcomes, ready.clock.day), day: ready.clock.day },
  );
  const parts = { ready, made, residuals, bins };
  const spreads = spreadsAlong(parts);
  const past = pastUplifts(request.declared, ready, now);
  const uplifts = upliftsOf(request.declared, past, now);
  return success({
    from: now,
    step: request.history.step,
    quantiles: request.quantiles.map((quantile) => ({
      quantile,
      values: quantileAlong(parts, spreads, quantile),
    })),
    method: { name: "ensemble", weights: meanWeights(made.weights) },
    skill: made.skill,
    tier: tierName(ready.outcomes.length / ready.clock.day),
    warnings: ready.refused > 0 ? [`${ready.refused} samples were negative or infinite: read as gaps`] : [],
    ...(uplifts.length > 0 ? { uplifts } : {}),
    ...(past.length > 0 ? { pastUplifts: past } : {}),
    memory: remember(question, { ...before, rehearsals: made.rehearsals }, unitThen),
  });
}

/** Holidays moved from their weekday to what they are. */
function shifted(median: Float64Array, ready: Prepared): Float64Array {
  if (ready.holidays.size === 0) return median;
  const { forth, back } = ready.views.log.transform;
  const shifts = holidayShifts(ready, median.length);
  return median.map((f, h) => (shifts[h] === 0 ? f : Math.min(MOST_OF_LARGEST, back(forth(f) + shifts[h]!))));
}

interface Parts {
  readonly ready: Prepared;
  readonly made: Made;
  readonly residuals: Residuals;
  /** By step of the answer its bin. */
  readonly bins: Int32Array;
}

/** By step of the answer the spread of its horizon, hour and size. */
function spreadsAlong({ ready, made, residuals, bins }: Parts): Float64Array {
  const spreads = new Float64Array(bins.length);
  for (let h = 0; h < bins.length; h++) {
    const ahead = bins[h]! - 1;
    const hour = hourOfWeek(ready.outcomes.length + ahead, ready.clock.day);
    const [f, apart, bucket] = [made.median[ahead]!, made.apart[ahead]!, made.buckets[ahead]!];
    spreads[h] = spreadAt(residuals, { f, apart, bucket, ahead: ahead + 1, hour });
  }
  return spreads;
}

/** The median and so many spreads, as demand. */
function quantileAlong({ ready, made, residuals, bins }: Parts, spreads: Float64Array, quantile: number): Float64Array {
  // Errors all on one side, as of a counter, must not carry a low quantile over the median.
  const many = (quantile < 0.5 ? Math.min : Math.max)(0, residualQuantile(residuals, quantile));
  const values = new Float64Array(bins.length);
  for (let h = 0; h < bins.length; h++) {
    values[h] = asDemand(made.median[bins[h]! - 1]! + many * spreads[h]!, ready.unit);
  }
  return values;
}

/** Twelve digits: 275 forecast as 275.0000000000001 would ask for one replica more. */
const DIGITS = 1e12;

/** @param scaled in units of the largest demand seen */
function asDemand(scaled: number, unit: number): number {
  return Math.min(Number.MAX_VALUE, (Math.round(Math.max(0, scaled) * DIGITS) / DIGITS) * unit);
}

function meanWeights(weights: readonly Weights[]): Readonly<Record<string, number>> {
  const sum: Record<string, number> = {};
  for (const one of weights) for (const [name, w] of one) sum[name] = (sum[name] ?? 0) + w / weights.length;
  return sum;
}

function tierName(days: number): string {
  if (days >= 1) return `${Math.min(28, Math.floor(days + 1e-9))}d`;
  return days * 24 >= 1 ? `${Math.floor(days * 24 + 1e-9)}h` : "none";
}

function stageOf(prepared: Prepared, request: ForecastRequest, members: readonly Member[]): Stage {
  const { fine } = prepared.views.log;
  const bin = DAY / prepared.clock.day;
  const horizon = Math.max(
    1,
    Math.ceil((request.horizon * request.history.step) / Math.max(bin, request.history.step)),
  );
  const steps = sampledSteps(horizon, fine.perHour);
  const { outcomes, shift } = prepared;
  const scoring = { outcomes, buckets: bucketsOf(steps, fine.perHour), ...(shift === undefined ? {} : { shift }) };
  return { members, prepared, horizon, steps, scoring };
}

/** For each step of the answer the bin it falls in, counted from 1. */
function binsAhead({ history, horizon }: ForecastRequest, { clock }: Prepared): Int32Array {
  const bins = clock.binsAlong(seriesEnd(history), history.step, horizon);
  for (let h = 0; h < horizon; h++) bins[h] = Math.max(1, bins[h]! - clock.length + 1);
  return bins;
}

interface Made {
  /** Per bin ahead, scaled. */
  readonly median: Float64Array;
  readonly apart: Float64Array;
  readonly buckets: Uint8Array;
  readonly weights: readonly Weights[];
  readonly skill: number | undefined;
  readonly rehearsals: Remembered["rehearsals"];
}

function madeNow(
  stage: Stage,
  { fits, rehearsals }: Remembered,
  { now, most }: { readonly now: Instant; readonly most: number },
): Made {
  const { prepared, horizon, scoring } = stage;
  const { fine } = prepared.views.log;
  const origin = fine.z.length;
  const light = lightRehearsals(
    stage,
    rehearsals.map(({ rehearsal }) => rehearsal.origin),
  );
  const past = light.filled(
    rehearsals.map(({ rehearsal }) => errorsOf(rehearsal, scoring, origin)),
    origin,
  );
  const present = membersAt(stage.members, origin, fine.day).filter(({ name }) => fits.has(name));
  const weighed = weightsOf(present, past);
  const { weights } = weighed;
  const spoken = new Set([...weights, ...weighed.ungated].flatMap((one) => [...one.keys()]));
  const pathsAt = (steps: Int32Array, who: readonly Member[]): Map<string, Float64Array> => {
    const ahead = { origin, horizon, steps };
    return new Map(who.map((one) => [one.name, memberPath(one, prepared, { fit: fits.get(one.name)!, ahead })]));
  };
  const steps = Int32Array.from({ length: most }, (_, h) => h + 1);
  const buckets = bucketsOf(steps, fine.perHour);
  const speaking = present.filter(({ name }) => spoken.has(name));
  const answers = pathsAt(steps, speaking);
  const made = combined(answers, weights, buckets);
  const median = shifted(made, prepared);
  const apart = distances(answers, weighed.ungated, { buckets, made });
  const last = rehearsals[rehearsals.length - 1];
  const due = last === undefined || now - last.at >= APART_HOURS * HOUR;
  const rehearsalNow = (): Remembered["rehearsals"][number] => {
    const steps = rehearsedSteps(stage, last?.rehearsal.steps.length === stage.steps.length);
    // Who speaks has answered these steps already.
    const answered = steps[steps.length - 1]! <= most ? answers : new Map<string, Float64Array>();
    const paths = pathsAt(
      steps,
      present.filter(({ name }) => !answered.has(name)),
    );
    for (const [name, path] of answered) {
      const here = Float64Array.from(steps, (h) => path[h - 1]!);
      paths.set(name, here);
    }
    const kept = keptOf(paths, weighed, stage.scoring.buckets.subarray(0, steps.length));
    return { at: now, rehearsal: { origin, steps, ...kept } };
  };
  return {
    median,
    apart,
    buckets,
    weights,
    skill: skillOf(past),
    rehearsals: due ? [...rehearsals, rehearsalNow()].slice(-MOST_REHEARSALS) : rehearsals,
  };
}
