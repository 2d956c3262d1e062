import type { CampaignStatus } from "../../api/campaign.ts";
import type { ScalingPolicySpec } from "../../api/scalingPolicy.ts";
import type { Brought } from "../../plan/campaigns/brought.ts";
import { type Money, priced } from "../../plan/campaigns/price.ts";
import { WEEK } from "../../units/duration.ts";
import type { Failure } from "../../units/failure.ts";
import { formatInstant, type Instant, instant, parseInstant } from "../../units/instant.ts";
import { formatQuantity, parseQuantity } from "../../units/quantity.ts";
import type { Result } from "../../units/result.ts";
import { fitted } from "../conditions.ts";
import { type Account, hoursOf } from "./account.ts";

export type Outcome = NonNullable<CampaignStatus["outcome"]>;
export type TargetOutcome = Outcome["targets"][number];
type Figures = Pick<
  TargetOutcome,
  "declaredPeak" | "observedPeak" | "replicaHoursReserved" | "replicaHoursUsed" | "cost"
>;

/** The history is asked for what came so long after the floor was given back; then it is left open. */
export const ASKED_FOR = WEEK;

/** What was declared and kept, and its price; what came is not known yet. */
export function outcomeOf(
  { start, end, targets }: Account,
  prices: ReadonlyMap<string, ScalingPolicySpec["price"]>,
  now: Instant,
): Outcome {
  const lines = targets.map((line): TargetOutcome => {
    const hours = hundredth(hoursOf(line));
    const cost = priced(hours, prices.get(line.name));
    return {
      name: line.name,
      from: line.orderedAt ?? start,
      until: line.until ?? formatInstant(now),
      ...(line.declaredPeak === undefined ? {} : { declaredPeak: hundredth(line.declaredPeak) }),
      replicaHoursReserved: hours,
      ...(cost === undefined ? {} : { cost }),
    };
  });
  return together({ occurrence: { start, end }, at: formatInstant(now), targets: lines });
}

/** Whether there is anything left to ask the history for. */
export function isOpen({ targets }: Outcome, now: Instant): boolean {
  return targets.some(({ observedPeak }) => observedPeak === undefined) && now < askedUntil(targets);
}

/** @param answers by target; a target without one is as it was */
export function answered(
  outcome: Outcome,
  answers: ReadonlyMap<string, Result<Brought, Failure>>,
  now: Instant,
): Outcome {
  let isNew = false;
  const unknown: string[] = [];
  const targets = outcome.targets.map((target) => {
    if (target.observedPeak !== undefined) return target;
    const answer = answers.get(target.name);
    if (answer?.ok !== true) {
      unknown.push(`${target.name} (${answer?.failure.code ?? "NotAsked"})`);
      return target;
    }
    isNew = true;
    const { observedPeak, replicaHoursUsed } = answer.value;
    return { ...target, observedPeak: hundredth(observedPeak), replicaHoursUsed: hundredth(replicaHoursUsed) };
  });
  const { occurrence } = outcome;
  const message = unknown.length === 0 ? undefined : unknownText(unknown, targets);
  const at = isNew ? formatInstant(now) : outcome.at;
  return together({ occurrence, at, targets, ...(message === undefined ? {} : { message }) });
}

function unknownText(unknown: readonly string[], targets: readonly TargetOutcome[]): string {
  const until = formatInstant(askedUntil(targets));
  return fitted(`what came at ${unknown.join(", ")} is not known; the history is asked again until ${until}`, 1024);
}

function askedUntil(targets: readonly TargetOutcome[]): Instant {
  const ends = targets.map(({ until }) => parseInstant(until) ?? 0);
  return instant(Math.max(0, ...ends) + ASKED_FOR);
}

/** Units differ between targets, so peaks are of one alone; hours are summed, and costs of one currency. */
function together(outcome: Pick<Outcome, "occurrence" | "at" | "targets" | "message">): Outcome {
  const { occurrence, at, targets, message } = outcome;
  const [only] = targets.length === 1 ? targets : [];
  const figures: Figures = {
    declaredPeak: only?.declaredPeak,
    observedPeak: only?.observedPeak,
    replicaHoursReserved: summed(targets.map(({ replicaHoursReserved }) => replicaHoursReserved)),
    replicaHoursUsed: summed(targets.map(({ replicaHoursUsed }) => replicaHoursUsed)),
    cost: summedCost(targets.map(({ cost }) => cost)),
  };
  const known = Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure !== undefined));
  return { occurrence, at, ...known, targets, ...(message === undefined ? {} : { message }) };
}

/** undefined when a part is not known. */
function summed(parts: readonly (number | undefined)[]): number | undefined {
  const sum = parts.reduce<number>((total, part) => total + (part ?? NaN), 0);
  return parts.length === 0 || Number.isNaN(sum) ? undefined : hundredth(sum);
}

function summedCost(costs: readonly (Money | undefined)[]): Money | undefined {
  const currency = costs[0]?.currency;
  if (currency === undefined || costs.some((cost) => cost?.currency !== currency)) return undefined;
  const amount = summed(costs.map((cost) => parseQuantity(cost?.amount ?? "")));
  return amount === undefined ? undefined : { amount: formatQuantity(amount), currency };
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100;
}
