import type { CampaignOutcome, Cost, Money } from "../recording.ts";
import { amount } from "./words.ts";

/** What was paid for: replicas, and room that was kept for them. */
export function totalHours({ replicaHours, reservedHours }: Cost): number {
  return replicaHours + reservedHours;
}

/** A part as the page writes it: whole hours from 100 replica-hours on, so that both parts are of one precision. */
export function shownPart({ replicaHours }: Cost, part: number): number {
  return replicaHours >= 100 ? Math.round(part) : Math.round(10 * part) / 10;
}

/** The sum of what is written beside it: whoever adds up must not miss an hour. */
export function shownHours(cost: Cost): number {
  return shownPart(cost, cost.replicaHours) + shownPart(cost, cost.reservedHours);
}

/** What the first way saved against the dearest one, in whole percent; undefined when it saved nothing. */
export function saving(costs: readonly Cost[]): { readonly percent: number; readonly than: string } | undefined {
  const [own, ...others] = costs;
  const dearest = others.toSorted((a, b) => totalHours(b) - totalHours(a))[0];
  if (own === undefined || dearest === undefined || totalHours(dearest) <= 0) return undefined;
  const percent = Math.round(100 * (1 - totalHours(own) / totalHours(dearest)));
  return percent > 0 ? { percent, than: dearest.way } : undefined;
}

/** `1,649 EUR`; nothing where there is no price. */
export function moneyText(money: Money | undefined): string {
  return money === undefined ? "" : `${amount(Number(money.amount))} ${money.currency}`;
}

/** `3,000 images/s declared, 2,907 came; 349 replica-hours reserved, 209 used; 871 EUR.` */
export function outcomeText(outcome: CampaignOutcome, demandUnit: string): string {
  const { declaredPeak, observedPeak, replicaHoursReserved, replicaHoursUsed, cost } = outcome;
  const said = (value: number | undefined, text: string) => (value === undefined ? [] : [`${amount(value)}${text}`]);
  const peaks = [...said(declaredPeak, ` ${demandUnit} declared`), ...said(observedPeak, " came")].join(", ");
  const hours = [...said(replicaHoursReserved, " replica-hours reserved"), ...said(replicaHoursUsed, " used")].join(
    ", ",
  );
  return `${[peaks, hours, moneyText(cost)].filter((part) => part !== "").join("; ")}.`;
}
