import type { CampaignRecording, Cost } from "../recording.ts";
import { moneyText, outcomeText, saving, shownPart, totalHours } from "./costWords.ts";
import { element } from "./elements.ts";
import { amount, duration, sentence } from "./words.ts";

const MINUTE = 60_000;

export interface Told {
  readonly costs: readonly Cost[];
  readonly campaigns: readonly CampaignRecording[];
  readonly demandUnit: string;
}

/** The ways side by side, ours first: what each held and cost, how long it was short; and what the campaign came to. */
export function costTable({ costs, campaigns, demandUnit }: Told): readonly HTMLElement[] {
  const most = costs.reduce((high, cost) => Math.max(high, totalHours(cost)), 0);
  const priced = costs.some(({ money }) => money !== undefined);
  const head = ["", "Replica-hours", ...(priced ? ["Cost"] : []), "Short for"].map((text) =>
    element("th", { scope: "col" }, text),
  );
  const rows = costs.map((cost) => {
    const short = cost.minutesShort > 0;
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, sentence(cost.way)),
      element("td", {}, hours(cost), bar(cost, most)),
      ...(priced ? [element("td", { class: "money" }, moneyText(cost.money))] : []),
      element("td", { class: short ? "short" : "" }, short ? lengthOf(cost.minutesShort) : "never"),
    );
  });
  const table = element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows));
  const saved = saving(costs);
  const note =
    saved === undefined
      ? []
      : [element("p", { class: "note" }, `${saved.percent}% less than “${saved.than}”, reserved room counted in.`)];
  const outcomes = campaigns.flatMap(({ name, outcome }) =>
    outcome === undefined ? [] : [element("p", { class: "note" }, `${name}: ${outcomeText(outcome, demandUnit)}`)],
  );
  return [table, ...note, ...outcomes];
}

function hours(cost: Cost): string {
  const written = (value: number) => amount(shownPart(cost, value));
  const { replicaHours, reservedHours } = cost;
  return reservedHours > 0 ? `${written(replicaHours)} + ${written(reservedHours)} reserved` : written(replicaHours);
}

function bar(cost: Cost, most: number): HTMLElement {
  const part = (name: string, value: number) => {
    const made = element("span", { class: name });
    made.style.setProperty("width", most > 0 ? `${(100 * value) / most}%` : "0");
    return made;
  };
  const parts = [part("used", cost.replicaHours), part("reserved", cost.reservedHours)];
  return element("span", { class: "cost-bar", "aria-hidden": "true" }, ...parts);
}

function lengthOf(minutes: number): string {
  return minutes < 1 ? "under 1 min" : duration(minutes * MINUTE);
}
